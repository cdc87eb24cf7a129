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
from evals.scorers import makes

LOOSE = 0.35  # made by more than a third of other answers: worth a look
WORDS = 60  # shorter answers are follow-ups and say too little to compare with


@dataclass(frozen=True, slots=True)
class Chance:
    case: str
    point: str
    rate: float
    """Share of the answers to other families' questions that make it."""


def chances(cases: Sequence[Case], record: RunRecord) -> list[Chance]:
    """Loosest first."""
    told = [(each.family, Answer(each.answer)) for each in record.cases if len(each.answer.split()) >= WORDS]
    found = [
        Chance(case.id, point.text, _rate(point, [answer for family, answer in told if family != case.family]))
        for case in cases
        if case.expects_found
        for point in case.must
        if point.any_of
    ]
    return sorted(found, key=lambda each: -each.rate)


def _rate(point: Point, others: Sequence[Answer]) -> float:
    return sum(makes(point, answer) for answer in others) / len(others) if others else 0.0


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
