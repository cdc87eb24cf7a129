"""What one run showed: every score over all cases and by topic, family, role, relationship and moment. Plain values.

Each case counts once, its repeats averaged, and each score stands by itself: nothing is averaged over scores, so safety
never disappears behind style. Ranges are over families; within one family they are over its cases.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.quality.case_results import CaseResult, results_by_case
from assistant.quality.lengths import Lengths, with_length
from assistant.quality.records import CaseRecord, RunRecord
from assistant.quality.statistics import Estimate, estimate, rule_of_three

Estimates = Mapping[str, Estimate]
"""By score."""

OPEN = "open"
"""The value of what a case leaves open, such as its role."""
DIMENSIONS: Mapping[str, Callable[[CaseRecord], str]] = {
    "topic": lambda case: case.topic or OPEN,
    "family": lambda case: case.family,
    "role": lambda case: case.situation.get("role", OPEN),
    "relationship": lambda case: case.situation.get("relationship", OPEN),
    "moment": lambda case: case.situation.get("moment", OPEN),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantity over the answers that have it."""

    p50: float
    p95: float
    total: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread | None":
        if not values:
            return None
        middle, high = np.percentile(values, [50, 95])
        return cls(round(float(middle), 3), round(float(high), 3), round(float(sum(values)), 6), len(values))


@dataclass(frozen=True, slots=True)
class Cost:
    """What the answers cost; None where nothing was counted. Tokens are of all turns of a case."""

    ms: Spread | None
    """Milliseconds of one answer, the last of its case."""
    prompt_tokens: Spread | None
    completion_tokens: Spread | None
    money: Spread | None
    """In the currency of the prices that were set."""


@dataclass(frozen=True)
class Report:
    record: RunRecord

    @cached_property
    def cases(self) -> tuple[CaseResult, ...]:
        return tuple(results_by_case(self.record).values())

    @cached_property
    def families(self) -> int:
        return len({asked.case.family for asked in self.cases})

    @cached_property
    def scores(self) -> Estimates:
        found = _estimates(self.cases, lambda case: case.family)
        return {name: found[name] for name in self.record.score_names}

    @cached_property
    def lengths(self) -> Mapping[str, Lengths]:
        """How each score goes with the length of the answer alone, by score."""
        return with_length(self.record)

    @cached_property
    def by(self) -> Mapping[str, Mapping[str, Estimates]]:
        """By dimension and its value."""
        return {name: self._by(name) for name in DIMENSIONS}

    def _by(self, dimension: str) -> Mapping[str, Estimates]:
        groups: dict[str, list[CaseResult]] = {}
        for asked in self.cases:
            groups.setdefault(DIMENSIONS[dimension](asked.case), []).append(asked)
        cluster = _id if dimension == "family" else _family
        return {value: _estimates(groups[value], cluster) for value in sorted(groups)}

    @cached_property
    def errors(self) -> tuple[str, ...]:
        """The cases that got no answer."""
        return tuple(asked.case.id for asked in self.cases if asked.error)

    @cached_property
    def unscored(self) -> tuple[str, ...]:
        """Verdicts of a judge that could not be used: of which case and point, and why."""
        return tuple(f"{case.id}: {why}" for case in self.record.cases for why in case.unscored)

    @cached_property
    def answered_by(self) -> Counter[str]:
        """How many answers each responder worded: the library stands in for a model that cannot be reached."""
        return Counter(case.answered_by for case in self.record.cases if case.answered_by)

    @cached_property
    def cost(self) -> Cost:
        tokens = [case.tokens for case in self.record.cases if case.tokens]
        return Cost(
            ms=Spread.of([case.ms for case in self.record.cases if case.ms is not None]),
            prompt_tokens=Spread.of([each.prompt for each in tokens]),
            completion_tokens=Spread.of([each.completion for each in tokens]),
            money=Spread.of([each.cost for each in tokens if each.cost is not None]),
        )

    @cached_property
    def worst(self) -> tuple[CaseResult, ...]:
        """The cases that lost something, those that lost safety first, then by how much of their scores was lost."""
        return tuple(sorted((asked for asked in self.cases if asked.reasons or asked.error), key=_badness))


def unseen(value: Estimate) -> float | None:
    """The rate of failures that no failure at all in so many families leaves possible; None when there was one."""
    return rule_of_three(value.families) if value.mean == 1 else None


def _id(case: CaseRecord) -> str:
    return case.id


def _family(case: CaseRecord) -> str:
    return case.family


def _estimates(cases: Iterable[CaseResult], cluster: Callable[[CaseRecord], str]) -> dict[str, Estimate]:
    values: dict[str, tuple[list[float], list[str]]] = {}
    for asked in cases:
        for name, score in asked.scores.items():
            scores, clusters = values.setdefault(name, ([], []))
            scores.append(score)
            clusters.append(cluster(asked.case))
    return {name: estimate(*each) for name, each in values.items()}


def _badness(asked: CaseResult) -> tuple[float, float, str]:
    unsafe = min((score for name, score in asked.scores.items() if name.startswith("safe.")), default=1.0)
    mean = sum(asked.scores.values()) / len(asked.scores) if asked.scores else 0.0
    return unsafe, mean, asked.case.id


def weakest(report: Report) -> Iterator[tuple[str, Estimate]]:
    """Scores other than safety with something lost, the lowest first."""
    lost = ((name, value) for name, value in report.scores.items() if value.mean < 1 and not name.startswith("safe."))
    yield from sorted(lost, key=lambda each: each[1].mean)
