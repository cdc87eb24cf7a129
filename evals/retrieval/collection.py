"""Documents, questions and which documents answer which: a collection in BEIR's layout, or our own questions."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import ContentError, InputError
from assistant.situation import Situation
from evals.cases import Case, Split, load_cases

QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    turns: tuple[str, ...]
    """What the person said, in order; the last is what is asked."""
    grades: Mapping[str, int]
    """The documents that answer it, graded; those left out count 0."""
    family: str
    situation: Situation = field(default_factory=Situation)
    in_scope: bool = True

    @property
    def answers(self) -> list[str]:
        """The documents of grade 2 and above, or where there is none, all that have a grade."""
        enough = min(2, max(self.grades.values(), default=0))
        return [document for document, grade in self.grades.items() if grade >= enough]


@dataclass(frozen=True, slots=True)
class Collection:
    documents: Mapping[str, str]
    queries: Sequence[Query]


def our_queries(split: Split) -> list[Query]:
    """Our own questions of a split. Raises ContentError when a file cannot be read."""
    return [_query(case) for case in load_cases(split, QUESTIONS)]


def _query(case: Case) -> Query:
    situation = Situation.parse(case.situation)
    return Query(case.id, case.turns, case.guides, case.family, situation, in_scope=case.found is not False)


def read_beir(corpus: Path, queries: Path, qrels: Path) -> Collection:
    """Read `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`. Raises InputError or ContentError for what cannot be read.

    A query without a judged document is left out, as there is nothing to measure.
    """
    documents = {name: ". ".join(filter(None, texts)) for name, texts in _texts(corpus, ("title", "text"))}
    grades = _grades(qrels)
    asked = [Query(name, texts, grades[name], name) for name, texts in _texts(queries, ("text",)) if grades.get(name)]
    if not documents or not asked:
        raise InputError("There is no document or no query with a judged document. Check the three files.")
    return Collection(documents, asked)


def _texts(path: Path, fields: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for number, line in enumerate(_read(path).splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                yield str(row["_id"]), tuple(str(row.get(field) or "") for field in fields)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise ContentError(path.name, number, 'expected {"_id": ..., "text": ...}') from None


def _grades(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, row in enumerate(csv.reader(_read(path).splitlines(), delimiter="\t"), 1):
        try:
            query, document, grade = row[0], row[-2], int(row[-1])
        except (ValueError, IndexError):
            if number == 1:  # the headings
                continue
            raise ContentError(path.name, number, "expected query-id, corpus-id and score, with tabs between") from None
        if grade > 0:
            found.setdefault(query, {})[document] = grade
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{str(path)!r} cannot be read. Give a UTF-8 file that is there.") from None
