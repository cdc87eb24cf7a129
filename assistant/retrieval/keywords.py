"""Keyword search: BM25 over SQLite's FTS5 with porter stemming."""

import math
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from assistant.errors import IndexMissingError
from assistant.retrieval.entries import Entry, Kind

K1 = 1.2  # FTS5's own constant, fixed in its source: a term's score is at most its idf times (K1 + 1)
MAX_TERMS = 24  # a longer message is pruned to the rarest of its words that guides hold; common ones tell little
MAX_ROWS = 5_000  # entries weighed for one message, some 4 microseconds each; words that most entries hold are left out
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
COMMON = """a about after again all
    also am an and any are as at be because been before being but by can cant could did do
    does doing dont down each even every few for from get gets getting go going got had has have having he her here hers
    him his how i id if ill im in into is isnt it its ive just let like lot make many maybe me more most much my no not
    now of off ok on one only or other our out over really s said same say she should so some something still such t
    than thanks that thats the their them then there these they theyre thing things this those though to too up us very
    want was we well were what when where which while who why will with would yeah yes you your"""
STOPWORDS = frozenset(COMMON.split())


@dataclass(frozen=True, slots=True)
class Match:
    kind: Kind
    target: str
    score: float
    """BM25 as a share of the best score these words could reach, 0 to 1."""


class Keywords:
    """One version's keyword table, open for reading. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Raises IndexMissingError when the table cannot be read, here or in `search`."""
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with self._database() as database:
            (self._total,) = database.execute("SELECT count(*) FROM entries").fetchone()

    @staticmethod
    def write(path: Path, entries: Sequence[Entry]) -> None:
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(
                "CREATE VIRTUAL TABLE entries USING fts5(kind UNINDEXED, target UNINDEXED, text, tokenize='porter')"
            )
            rows = [(entry.kind, entry.target, entry.text) for entry in entries]
            database.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows)
            database.execute("INSERT INTO entries(entries) VALUES ('optimize')")
        path.chmod(0o600)

    def search(self, text: str, count: int) -> list[Match]:
        """The best matches for any of the words, best first."""
        words = query_words(text)
        if not words:
            return []
        with self._database() as database:
            counts = {word: _document_count(database, word) for word in words}
            kept = _rarest(counts)
            if not kept:
                return []
            best = self._best_score([count for word, count in counts.items() if word in kept or not count])
            rows = database.execute(
                "SELECT kind, target, bm25(entries) FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT ?",
                (" OR ".join(f'"{word}"' for word in kept), count),
            ).fetchall()
        return [Match(kind, target, min(1.0, -score / best)) for kind, target, score in rows]

    def _best_score(self, counts: Iterable[int]) -> float:
        """What the rarest of the words could reach together; a word nobody wrote weighs most."""
        return sum(_idf(self._total, count) for count in sorted(counts)[:MAX_TERMS]) * (K1 + 1)

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._uri, uri=True)) as database:
                yield database
        except sqlite3.DatabaseError as error:
            raise IndexMissingError("The guides' index is damaged. Run `alongside index` and try again.") from error


def query_words(text: str) -> list[str]:
    """The words worth looking up, each once, in order."""
    words = (word.replace("'", "") for word in WORD.findall(text.lower().replace("\u2019", "'")))
    return [word for word in dict.fromkeys(words) if word not in STOPWORDS and len(word) > 1]


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """The rarest words that are held at all, as many as can be looked up and their entries weighed."""
    held = sorted((word for word in counts if counts[word]), key=lambda word: counts[word])[:MAX_TERMS]
    rows = accumulate(counts[word] for word in held)
    return [word for word, so_far in zip(held, rows, strict=True) if so_far <= MAX_ROWS]


def _document_count(database: sqlite3.Connection, word: str) -> int:
    """How many entries hold a word; counted no further than it matters."""
    holding = "SELECT 1 FROM entries WHERE entries MATCH ? LIMIT ?"
    (count,) = database.execute(f"SELECT count(*) FROM ({holding})", (f'"{word}"', MAX_ROWS + 1)).fetchone()  # noqa: S608
    return int(count)


def _idf(total: int, having: int) -> float:
    return max(1e-6, math.log((total - having + 0.5) / (having + 0.5)))
