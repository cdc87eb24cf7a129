"""Is a saboteur caught? It must lose its targets and nothing that it did not declare, paired by case, over families.

A loss is significant when the 95 % range of the mean difference lies below zero, as everywhere else: `paired_range`
over families, and with fewer than FEWEST of them it cannot be told. Only cases that a saboteur changes are compared:
where it does nothing there is nothing to see. A score that no longer applies to a broken answer can show no loss, so
how many cases lost it altogether is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.quality.statistics import FEWEST, paired_range
from evals.answers import Answer
from evals.cases import Case
from evals.sabotage.recorded import Recorded
from evals.sabotage.saboteurs import Saboteur
from evals.scorers import SCORERS, grade

NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a score changed, over the cases that both answers are judged on."""

    mean: float
    low: float
    high: float
    n: int
    families: int

    @property
    def enough(self) -> bool:
        return self.families >= FEWEST

    @property
    def lost(self) -> bool:
        return self.enough and self.high < -NOTHING


@dataclass(frozen=True, slots=True)
class Verdict:
    saboteur: Saboteur
    changed: int
    """Cases."""
    differences: Mapping[str, Difference]
    """By score, where there is one."""
    unjudged: Mapping[str, int]
    """By score, how many cases the honest answer is judged on and the broken one is not."""

    @property
    def untouched(self) -> tuple[str, ...]:
        """Targets that it did not lose: a scorer is blind to it, or too few cases tell."""
        return tuple(name for name in self.saboteur.targets if not self._lost(name))

    @property
    def undeclared(self) -> tuple[str, ...]:
        declared = {*self.saboteur.targets, *self.saboteur.may}
        return tuple(name for name in self.differences if name not in declared and self._lost(name))

    @property
    def caught(self) -> bool:
        return not self.untouched and not self.undeclared

    def _lost(self, name: str) -> bool:
        return name in self.differences and self.differences[name].lost


Scores = Mapping[str, float]


def scores(case: Case, answer: Answer) -> Scores:
    grades = {f"{group}.{name}": each for group in SCORERS for name, each in grade(group, case, answer).items()}
    return {name: each.score for name, each in grades.items() if each is not None}


class Trial:
    """The honest answers, scored once, against which every saboteur is held."""

    def __init__(self, answered: Sequence[Recorded]) -> None:
        self._answered = answered
        self._honest = [scores(each.case, each.last) for each in answered]

    def of(self, saboteur: Saboteur) -> Verdict:
        pairs = [
            (given.case.family, honest, scores(given.case, broken))
            for given, honest in zip(self._answered, self._honest, strict=True)
            if (broken := saboteur.change(given)) is not None
        ]
        names = dict.fromkeys(name for _, honest, _ in pairs for name in honest)
        found = {name: each for name in names if (each := _difference(name, pairs)) is not None}
        gone = Counter(name for _, honest, broken in pairs for name in honest if name not in broken)
        return Verdict(saboteur, len(pairs), found, gone)


def _difference(name: str, pairs: Iterable[tuple[str, Scores, Scores]]) -> Difference | None:
    both = [
        (family, broken[name] - honest[name]) for family, honest, broken in pairs if name in honest and name in broken
    ]
    if not both:
        return None
    families, changes = [family for family, _ in both], [change for _, change in both]
    low, high = paired_range(changes, families)
    return Difference(sum(changes) / len(changes), low, high, len(changes), len(set(families)))
