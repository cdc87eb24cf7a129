"""How easily is a point made by an answer to another question? `python -m evals.chance RECORD` prints the loosest.

A point that most other answers make tells little; its phrases want to be more particular. No Inspect.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.quality.records import RunRecord, read_record
from evals.answers import Answer
from evals.cases import Case, Point, load_cases
from evals.phrases import says

LOOSE = 0.35  # made by more than a third of other answers: worth a look
OTHERS = 60  # answers each point is looked for in, spread over the run: enough to tell a third from a tenth
WORDS = 60  # shorter answers are follow-ups and say too little to compare with


@dataclass(frozen=True, slots=True)
class Chance:
    case: str
    point: str
    rate: float
    """Share of the answers to other families' questions that make it."""


def chances(cases: Sequence[Case], record: RunRecord) -> list[Chance]:
    """Loosest first."""
    long = [each for each in record.cases if each.repeat == 1 and len(each.answer.split()) >= WORDS]
    spread = long[:: len(long) // OTHERS + 1]
    told = [(each.family, Answer(each.answer).shown) for each in spread]
    found = [
        Chance(case.id, point.text, _rate(point, [text for family, text in told if family != case.family]))
        for case in cases
        if case.expects_found
        for point in case.must
        if point.any_of
    ]
    return sorted(found, key=lambda each: -each.rate)


def _rate(point: Point, others: Sequence[str]) -> float:
    made = sum(any(says(text, phrase) for phrase in point.any_of) for text in others)
    return made / len(others) if others else 0.0


def by_chance(found: Sequence[Chance]) -> float | None:
    """The share of all points that an answer to another question makes."""
    return sum(each.rate for each in found) / len(found) if found else None


def main(arguments: Sequence[str]) -> int:
    try:
        found = chances(load_cases(), read_record(Path(arguments[0])))
    except (AssistantError, IndexError) as error:
        sys.stderr.write(f"{error if isinstance(error, AssistantError) else 'usage: python -m evals.chance RECORD'}\n")
        return 2
    loose = [each for each in found if each.rate > LOOSE]
    sys.stdout.writelines(f"{each.rate:.2f} {each.case}: {each.point}\n" for each in loose)
    sys.stdout.write(f"{len(loose)} of {len(found)} points are loose; by chance {by_chance(found) or 0:.2f} are made\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
