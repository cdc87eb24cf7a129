"""Score other people's rows: `python -m evals.scorers SCORER --in FILE.jsonl [--json]`.

What the scorers give (a score is between 0 and 1):

* grounded     is the reply supported by the passages? From .5 on no sentence is taken for unsupported. Labels:
               supported, partly supported, not supported; the sentences that are not, each with why.
* stance       how the text stands to whoever wrote the context: parts and their mean.
* questions    what the text asks: open, closed or none; 1 is open, 0 asks nothing.
* reflections  does the text say back what the context said: none, simple or complex; the score is how surely it does.
* advice       does it advise: none, with permission or without; the score is how surely it does.

A row that cannot be scored is told with why and counted apart. Beside the scores stands how they go with the length of
what was scored; a scorer that measures little else on these rows is called out.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from assistant.errors import AssistantError
from assistant.messages import Embedder
from assistant.quality.lengths import Lengths
from assistant.retrieval.minilm import MiniLM
from evals.scorers.claims.judging import ClaimJudge
from evals.scorers.claims.replies import Grounded
from evals.scorers.rows import Row, RowScorer, Scored, Unscored, check_rows, read_rows
from evals.scorers.talk.advice import Advice
from evals.scorers.talk.empathy import Stance
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.questions import Questions
from evals.scorers.talk.reflections import Reflections

FOREIGN: Mapping[str, Callable[[Embedder], RowScorer]] = {
    "grounded": lambda embedder: Grounded(ClaimJudge(embedder)),
    "stance": lambda embedder: Stance(Likeness(embedder)),
    "questions": lambda embedder: Questions(Likeness(embedder)),
    "reflections": lambda embedder: Reflections(Likeness(embedder)),
    "advice": lambda embedder: Advice(Likeness(embedder)),
}
WORST = 5  # rows shown to a person


def scored_rows(scorer: RowScorer, rows: Iterator[Row], tally: "Tally") -> Iterator[Scored | Unscored]:
    """One after another; the tally grows with them."""
    for row in rows:
        found = scorer(row)
        tally.add(row, found)
        yield found


class Tally:
    """What is told of all rows together. It keeps counts, not rows."""

    def __init__(self) -> None:
        self.n = self.unscored = 0
        self.sum = 0.0
        self.labels: Counter[str] = Counter()
        self.lengths = Lengths()

    def add(self, row: Row, found: Scored | Unscored) -> None:
        if isinstance(found, Unscored):
            self.unscored += 1
            return
        self.n += 1
        self.sum += found.score
        if found.label:
            self.labels[found.label] += 1
        self.lengths.add(len((row.reply or row.text).split()), found.score)

    @property
    def mean(self) -> float | None:
        return self.sum / self.n if self.n else None


def write_json(name: str, found: Iterator[Scored | Unscored], tally: Tally, out: TextIO) -> None:
    """One JSON object, written as it is made."""
    out.write(f'{{"scorer": {json.dumps(name)}, "rows": [')
    for place, each in enumerate(found):
        out.write(("" if place == 0 else ",") + "\n" + json.dumps(each.as_dict()))
    end = {"n": tally.n, "unscored": tally.unscored, "mean": tally.mean, "labels": dict(tally.labels),
           "length": tally.lengths.as_dict()}  # fmt: skip
    out.write("\n], " + json.dumps(end)[1:] + "\n")


def write_table(name: str, found: Iterator[Scored | Unscored], tally: Tally, out: TextIO) -> None:
    lowest: list[Scored] = []
    for each in found:
        if isinstance(each, Scored):
            lowest = sorted([*lowest, each], key=lambda one: one.score)[:WORST]
    mean = "none" if tally.mean is None else f"{tally.mean:.3f}"
    out.write(f"{name}: {tally.n} rows scored, {tally.unscored} not; mean {mean}\n")
    out.writelines(f"  {label}: {count}\n" for label, count in tally.labels.most_common())
    out.write(_told_of_length(tally.lengths))
    out.writelines(f"  {each.score:.2f} {each.id}: {'; '.join(each.reasons) or each.label}\n" for each in lowest)


def _told_of_length(lengths: Lengths) -> str:
    if lengths.correlation is None:
        return "  with length: too few rows, or all alike\n"
    called = ". It measures little else than length here" if lengths.is_all else ""
    return f"  correlation with length: {lengths.correlation:+.2f}{called}\n"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.scorers", description="Score other people's rows.")
    parser.add_argument("scorer", choices=FOREIGN)
    parser.add_argument("--in", dest="path", type=Path, required=True, metavar="FILE.jsonl", help="one object a line")
    parser.add_argument("--json", action="store_true", help="print every row's score as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parse(arguments)
    try:
        check_rows(chosen.path)
        tally = Tally()
        found = scored_rows(FOREIGN[chosen.scorer](MiniLM()), read_rows(chosen.path), tally)
        (write_json if chosen.json else write_table)(chosen.scorer, found, tally, sys.stdout)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
