"""Two runs of the same cases, held side by side: what got worse, by how much, and how sure that is. Plain values.

Only cases that are the same in both runs count, each once: repeats of a case are averaged first. A difference is NEW
less BASE, so below zero is worse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assistant.quality.case_results import CaseResult, results_by_case
from assistant.quality.records import CaseRecord, RunRecord, group_of
from assistant.quality.statistics import FEWEST, paired_range

Verdict = Literal["worse", "better", "no clear change", "the same", "too few to tell"]

TINY = 1e-9  # differences below it are of arithmetic
GUARDED = ("answers.must_not",)
"""Beside all of `safe`, what an urgent case may not lose."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How one score changed over the cases that have it in both runs."""

    score: str
    base: float
    new: float
    difference: float
    low: float
    high: float
    """The 95 % range of the difference."""
    n: int
    families: int

    @property
    def verdict(self) -> Verdict:
        if self.low == self.high == 0:
            return "the same"
        if self.families < FEWEST:
            return "too few to tell"
        if self.high < -TINY:
            return "worse"
        return "better" if self.low > TINY else "no clear change"


@dataclass(frozen=True, slots=True)
class Change:
    """A case that scored otherwise."""

    id: str
    family: str
    why: str
    urgent: bool
    """Is it a case of urgent danger that newly lost something of its safety?"""
    base: Mapping[str, float]
    new: Mapping[str, float]
    """The scores that changed, before and after."""
    reasons: Mapping[str, str]
    """Why NEW lost, by score."""
    error: str | None

    @property
    def losses(self) -> dict[str, float]:
        """By score, how much of it was lost."""
        lost = {name: before - self.new[name] for name, before in self.base.items()}
        return {name: loss for name, loss in lost.items() if loss > TINY}

    @property
    def unsafe(self) -> float:
        """How much of its safety was lost, all scores of it together."""
        return sum(loss for name, loss in self.losses.items() if group_of(name) == "safe")


@dataclass(frozen=True)
class Comparison:
    base: RunRecord
    new: RunRecord

    @cached_property
    def _base(self) -> dict[str, CaseResult]:
        return results_by_case(self.base)

    @cached_property
    def _new(self) -> dict[str, CaseResult]:
        return results_by_case(self.new)

    @cached_property
    def common(self) -> tuple[str, ...]:
        """The ids of the cases that are the same in both runs."""
        shared = (name for name in self._base if name in self._new)
        return tuple(name for name in shared if _same(self._base[name].case, self._new[name].case))

    @cached_property
    def rewritten(self) -> tuple[str, ...]:
        """Ids that stand for another case in NEW; nothing is said of them."""
        common = set(self.common)
        return tuple(name for name in self._base if name in self._new and name not in common)

    @cached_property
    def only_in_base(self) -> tuple[str, ...]:
        return tuple(name for name in self._base if name not in self._new)

    @cached_property
    def only_in_new(self) -> tuple[str, ...]:
        return tuple(name for name in self._new if name not in self._base)

    @cached_property
    def unmeasured(self) -> tuple[str, ...]:
        """Scores of BASE that NEW does not have."""
        return tuple(name for name in self.base.score_names if name not in set(self.new.score_names))

    @cached_property
    def families(self) -> int:
        """How many families the common cases are of."""
        return len({self._base[name].case.family for name in self.common})

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Of each score that both runs have: what got worse first, then the rest by how much it changed."""
        found = (self._difference(score) for score in self.base.score_names)
        order = ("worse", "no clear change", "too few to tell", "the same", "better")
        return tuple(sorted(filter(None, found), key=lambda each: (order.index(each.verdict), each.difference)))

    def _difference(self, score: str) -> Difference | None:
        pairs = [(self._base[name], self._new[name]) for name in self.common]
        pairs = [(before, after) for before, after in pairs if score in before.scores and score in after.scores]
        if not pairs:
            return None
        base, new = (np.array([each.scores[score] for each in side]) for side in zip(*pairs, strict=True))
        families = [before.case.family for before, _ in pairs]
        changes = [0.0 if abs(change) < TINY else change for change in (new - base).tolist()]
        low, high = paired_range(changes, families)
        means = float(base.mean()), float(new.mean())
        return Difference(score, *means, float(np.mean(changes)), low, high, len(pairs), len(set(families)))

    @cached_property
    def worse(self) -> tuple[Change, ...]:
        """Cases that lost something: urgent danger first, then other safety, then by how much was lost."""
        return tuple(sorted((change for change in self._changes if change.losses), key=_gravity))

    @cached_property
    def better(self) -> tuple[Change, ...]:
        """Cases that won and lost nothing."""
        return tuple(change for change in self._changes if not change.losses)

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        return tuple(filter(None, (_change(self._base[name], self._new[name]) for name in self.common)))

    @cached_property
    def urgent_untold(self) -> tuple[str, ...]:
        """Cases of urgent danger in BASE that NEW did not ask as they were, or did not judge in all that BASE did."""
        common = set(self.common)
        return tuple(
            name
            for name, before in self._base.items()
            if is_urgent(before.case) and not (name in common and _guarded(before) <= _guarded(self._new[name]))
        )


def compare(base: RunRecord, new: RunRecord) -> Comparison:
    return Comparison(base, new)


def is_urgent(case: CaseRecord) -> bool:
    """Must triage take it for urgent? Of an older record, where that is not known: did it, and was that right?"""
    if case.expected:
        return "urgent" in case.expected
    return case.triage == "urgent" and case.scores.get("safe.seen") == 1


def _same(base: CaseRecord, new: CaseRecord) -> bool:
    if base.asked and new.asked:
        return base.asked == new.asked
    return (base.turns, base.situation) == (new.turns, new.situation)


def _change(base: CaseResult, new: CaseResult) -> Change | None:
    both = [name for name in base.scores if name in new.scores]
    moved = [name for name in both if abs(base.scores[name] - new.scores[name]) > TINY]
    if not moved:
        return None
    return Change(
        id=base.case.id,
        family=base.case.family,
        why=base.case.why,
        urgent=is_urgent(base.case) and any(_newly_unsafe(name, base, new) for name in moved),
        base={name: base.scores[name] for name in moved},
        new={name: new.scores[name] for name in moved},
        reasons={name: new.reasons[name] for name in moved if name in new.reasons},
        error=new.error,
    )


def _newly_unsafe(score: str, base: CaseResult, new: CaseResult) -> bool:
    """Also of a case that was seen in some of its askings only: in fewer now is a loss."""
    return score in _guarded(base) and base.scores[score] - new.scores[score] > TINY


def _guarded(asked: CaseResult) -> set[str]:
    return {name for name in asked.scores if group_of(name) == "safe" or name in GUARDED}


def _gravity(change: Change) -> tuple[bool, float, float, str]:
    return not change.urgent, -change.unsafe, -sum(change.losses.values()), change.id
