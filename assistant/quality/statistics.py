"""Means with honest ranges. Cases of one family resemble each other, so families are what is resampled.

Only the standard library and NumPy.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

FEW = 10  # families; below this a range says little, and pages say "too few to tell"
FEWEST = 6  # families; with fewer, even all of them getting worse is 1 in 16 or more by chance (2 / 2^5, two-sided)
MANY = 500  # families; from here on bootstrap and t range differ by about a fiftieth of their width
DRAWS = 4_000  # the ends of a 95 % range move by less than a point between seeds
EXACT_T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776}  # where the expansion in `t_quantile` is poor

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % range."""

    mean: float
    stderr: float
    """Clustered by family; 0 when there is only one."""
    low: float
    high: float
    n: int
    families: int

    @property
    def few(self) -> bool:
        return self.families < FEW


def estimate(values: Sequence[float], families: Sequence[Hashable], level: float = 0.95) -> Estimate:
    """The mean of scores between 0 and 1, its clustered standard error and a t range kept within 0 and 1.

    With one family nothing is known of the spread and the range is everything. When every score is 0 or every
    score is 1 there is no spread to measure, and the other end is the rule of three's over families: cases of one
    family resemble each other, so eighty of twelve families rule out no more than twelve.
    """
    groups = _sums(values, families)
    n, count = len(values), len(groups)
    mean = float(np.mean(values))
    if n and mean in {0.0, 1.0}:
        bound = rule_of_three(count, level)
        return Estimate(mean, 0.0, max(0.0, mean - bound), min(1.0, mean + bound), n, count)
    if count < 2:
        return Estimate(mean, 0.0, 0.0, 1.0, n, count)
    error = clustered_stderr(values, families)
    reach = t_quantile(0.5 + level / 2, count - 1) * error
    return Estimate(mean, error, max(0.0, mean - reach), min(1.0, mean + reach), n, count)


def clustered_stderr(values: Sequence[float], families: Sequence[Hashable]) -> float:
    """The standard error of the mean when whole families vary together (with the finite-cluster correction)."""
    groups = _sums(values, families)
    count, n = len(groups), len(values)
    if count < 2:
        return 0.0
    deviations = groups[:, 0] - groups[:, 1] * float(np.mean(values))
    return float(np.sqrt((deviations**2).sum() * count / (count - 1)) / n)


def bootstrap_range(
    values: Sequence[float],
    families: Sequence[Hashable],
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 20_261_121,
) -> tuple[float, float]:
    """The percentile range of the mean when whole families are drawn again. For differences, pass the differences."""
    groups = _sums(values, families)
    picks = np.random.default_rng(seed).integers(0, len(groups), size=(draws, len(groups)))
    totals = groups[picks].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], [0.5 - level / 2, 0.5 + level / 2])
    return float(low), float(high)


def paired_range(differences: Sequence[float], families: Sequence[Hashable]) -> tuple[float, float]:
    """The 95 % range of the mean of paired differences (-1 to 1): a bootstrap over families.

    Percentiles of few families are too narrow (Cameron, Gelbach and Miller 2008, "Bootstrap-based improvements for
    inference with clustered errors", on few clusters), so below FEW the wider of them and the clustered t range holds.
    Of MANY and more the t range alone, which is then the same and needs no draws.
    """
    count = len(set(families))
    if not any(differences):
        return 0.0, 0.0
    if count < 2:
        return bootstrap_range(differences, families)
    mean, reach = float(np.mean(differences)), t_quantile(0.975, count - 1) * clustered_stderr(differences, families)
    low, high = max(-1.0, mean - reach), min(1.0, mean + reach)
    if count >= MANY:
        return low, high
    drawn = bootstrap_range(differences, families)
    return drawn if count >= FEW else (min(low, drawn[0]), max(high, drawn[1]))


def gap_range(
    values: Sequence[float], families: Sequence[Hashable], inside: Sequence[bool], level: float = 0.95
) -> tuple[float, float]:
    """The range of the mean of what is inside less the mean of the others, by two clustered standard errors.

    A small group that happens to be all alike shows too little spread (as Wald ranges of rare events do), so no less
    spread is believed of it than so many families of the others have. The t is that of the side with fewer families.
    Families on both sides make the range wider than it need be. Raises ValueError when a side has none or one.
    """
    sides = [
        ([value for value, each in zip(values, inside, strict=True) if each is side],
         [family for family, each in zip(families, inside, strict=True) if each is side])
        for side in (True, False)
    ]  # fmt: skip
    counts = [len(set(of)) for _, of in sides]
    if min(counts) < 2:
        raise ValueError("a gap needs two families on either side")
    spread, others = (clustered_stderr(*side) for side in sides)
    spread = max(spread, others * (counts[1] / counts[0]) ** 0.5)
    gap = float(np.mean(sides[0][0]) - np.mean(sides[1][0]))
    reach = t_quantile(0.5 + level / 2, min(counts) - 1) * float(np.hypot(spread, others))
    return max(-1.0, gap - reach), min(1.0, gap + reach)


def rule_of_three(n: int, level: float = 0.95) -> float:
    """The highest rate that n independent trials without one failure leave possible: about 3 / n.

    Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all right?". Of cases, `n` is their families.
    """
    if n < 1:
        return 1.0
    return float(1 - (1 - level) ** (1 / n))


def t_quantile(p: float, freedom: int) -> float:
    """Student's t, by the expansion around the normal quantile (within 0.005 of the tables from 5 on)."""
    if freedom in EXACT_T and abs(p - 0.975) < 1e-9:
        return EXACT_T[freedom]
    z = NormalDist().inv_cdf(p)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def _sums(values: Sequence[float], families: Sequence[Hashable]) -> Floats:
    """One row a family: the sum of its scores and how many there are."""
    if len(values) != len(families) or not values:
        raise ValueError(f"need as many families as values, and at least one: {len(values)} and {len(families)}")
    sums: dict[Hashable, list[float]] = {}
    for value, family in zip(values, families, strict=True):
        row = sums.setdefault(family, [0.0, 0.0])
        row[0] += value
        row[1] += 1
    return np.asarray(list(sums.values()), dtype=np.float64)
