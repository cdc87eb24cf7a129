"""For whom a run is weaker than for the others: one role, relationship, moment or topic, and one score. Plain values.

Many groups are looked at, and of a hundred the worst looks bad by chance alone. So a group is held against all cases
outside it, at a level divided by the number of groups and scores looked at (Bonferroni); mostly nothing is left to say.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from assistant.quality.case_results import CaseResult
from assistant.quality.report import DIMENSIONS, OPEN, Report
from assistant.quality.statistics import FEW, gap_range
from assistant.quality.wording import HEADLINES

PLACES = ("role", "relationship", "moment", "topic")
CHANCE = 0.05  # of naming any group though all are alike


@dataclass(frozen=True, slots=True)
class Weaker:
    dimension: str
    place: str
    score: str
    mean: float
    others: float
    """The mean of the cases outside the group."""
    n: int


@dataclass(frozen=True, slots=True)
class _Cell:
    """One score in one group, beside the other cases that have the score."""

    dimension: str
    place: str
    score: str
    values: tuple[float, ...]
    families: tuple[str, ...]
    inside: tuple[bool, ...]

    @property
    def enough(self) -> bool:
        sides = zip(self.families, self.inside, strict=True)
        found = Counter(within for _, within in set(sides))
        return min(found[True], found[False]) >= FEW

    def high(self, level: float) -> float:
        """The upper end of the range of the group's mean less that of the others: below zero, it is weaker."""
        return gap_range(self.values, self.families, self.inside, level)[1]

    def told(self) -> Weaker:
        return Weaker(self.dimension, self.place, self.score, self._mean(True), self._mean(False), sum(self.inside))

    def _mean(self, inside: bool) -> float:
        return fmean(value for value, within in zip(self.values, self.inside, strict=True) if within is inside)


def weakest_group(report: Report) -> Weaker | None:
    """The group that is most surely weaker than the other cases; None when chance explains all there is."""
    cells = [cell for cell in _cells(report) if cell.enough]
    level = 1 - CHANCE / max(1, len(cells))
    high, cell = min(((cell.high(level), cell) for cell in cells), key=lambda each: each[0], default=(0.0, None))
    return cell.told() if cell is not None and high < 0 else None


def _cells(report: Report) -> Iterator[_Cell]:
    for score in HEADLINES:
        asked = [each for each in report.cases if score in each.scores]
        for dimension in PLACES:
            yield from _of_dimension(dimension, score, asked)


def _of_dimension(dimension: str, score: str, asked: list[CaseResult]) -> Iterator[_Cell]:
    values = tuple(each.scores[score] for each in asked)
    families = tuple(each.case.family for each in asked)
    places = [DIMENSIONS[dimension](each.case) for each in asked]
    for place in sorted(set(places) - {OPEN}):
        yield _Cell(dimension, place, score, values, families, tuple(each == place for each in places))
