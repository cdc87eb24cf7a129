"""How far labels agree beyond what chance alone would make them agree, with ranges. Pure: only NumPy.

1 is full agreement, 0 what chance gives, less than 0 worse than chance. Both measures are sums over what was labelled,
so families of cases are drawn again for the ranges as everywhere else (`assistant.quality.statistics`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.quality.statistics import DRAWS, FEW

Level = Literal["nominal", "ordinal"]
"""Are categories only different from each other, or in an order?"""
Floats = NDArray[np.float64]
Measure = Callable[[Floats], Floats]

SEED = 20_261_130
MOST_UNDEFINED = 0.5  # share of draws without a value from which a range of the others would mislead


@dataclass(frozen=True, slots=True)
class Agreement:
    """A chance-corrected agreement (-1 to 1) with its 95 % range."""

    value: float | None
    """None where it cannot be told: nothing was labelled twice, or no second category was ever chosen; for kappa, one
    of the two always said the same, which makes it 0 whatever the other said."""
    low: float
    high: float
    observed: float
    """The share of pairs of labels (0 to 1) that are the same, chance not taken off; 0 when there is no pair."""
    n: int
    """What was labelled at least twice: answers for alpha, pairs of labels for kappa."""
    families: int

    @property
    def few(self) -> bool:
        """Too few to tell: below this many families a range says little."""
        return self.families < FEW


def krippendorff(
    units: Sequence[Sequence[int | None]], families: Sequence[Hashable], categories: int, level: Level
) -> Agreement:
    """Krippendorff's alpha between any number of raters who need not have labelled everything.

    `units` holds for each thing labelled what each rater chose: 0 to `categories` - 1, None for a gap; `families` says
    of each which cluster it is in. Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": coincidences of
    values within units, one unit of m labels counting m / (m - 1) each; the ordinal difference is his squared sum of
    what lies between two categories.
    """
    counts = np.zeros((len(units), categories))
    for place, unit in enumerate(units):
        for value in unit:
            if value is not None:
                counts[place, value] += 1
    labelled = counts.sum(axis=1)
    paired = labelled >= 2
    kept = counts[paired]
    tables = np.einsum("uc,uk->uck", kept, kept) - np.einsum("uc,ck->uck", kept, np.eye(categories))
    tables /= (labelled[paired] - 1)[:, None, None]
    clusters = [family for family, usable in zip(families, paired, strict=True) if usable]
    return _estimated(tables, clusters, lambda sums: _alphas(sums, level))


def cohen(
    pairs: Sequence[tuple[int, int]], families: Sequence[Hashable], categories: int, level: Level = "nominal"
) -> Agreement:
    """Cohen's kappa between two raters, or one scorer and whoever labelled the same.

    `pairs` holds 0 to `categories` - 1 of each. Cohen (1960), "A coefficient of agreement for nominal scales"; of an
    order, Cohen's (1968) weighted kappa with disagreement in proportion to the distance.
    """
    tables = np.zeros((len(pairs), categories, categories))
    for place, (one, other) in enumerate(pairs):
        tables[place, one, other] = 1
    return _estimated(tables, families, lambda sums: _kappas(sums, level))


def _alphas(sums: Floats, level: Level) -> Floats:
    """Alpha of each coincidence matrix; sums has shape (draws, categories, categories)."""
    margins = sums.sum(axis=2)
    total = margins.sum(axis=1)
    difference = _unlike(margins) if level == "ordinal" else 1 - np.eye(sums.shape[1])[None]
    observed = (sums * difference).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * difference).sum(axis=(1, 2))
    return _one_less((total - 1) * observed, expected)


def _unlike(margins: Floats) -> Floats:
    """The ordinal difference between categories: the square of the labels from one to the other, ends by half."""
    up_to = margins.cumsum(axis=1) - margins / 2
    return np.square(up_to[:, :, None] - up_to[:, None, :])


def _kappas(sums: Floats, level: Level) -> Floats:
    """Kappa of each table of one rater's labels (rows) against the other's (columns)."""
    size = sums.shape[1]
    places = np.arange(size, dtype=float)
    distance = np.abs(places[:, None] - places[None, :])
    weight = distance if level == "ordinal" else (distance > 0).astype(float)
    rows, columns = sums.sum(axis=2), sums.sum(axis=1)
    chance = rows[:, :, None] * columns[:, None, :]
    expected = (chance * weight).sum(axis=(1, 2))
    alike = ((rows > 0).sum(axis=1) < 2) | ((columns > 0).sum(axis=1) < 2)
    return _one_less(sums.sum(axis=(1, 2)) * (sums * weight).sum(axis=(1, 2)), np.where(alike, 0.0, expected))


def _one_less(observed: Floats, expected: Floats) -> Floats:
    """One less observed over expected disagreement; nan where no disagreement was to be expected."""
    ratio = np.full(len(observed), np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return np.asarray(1 - ratio, dtype=np.float64)


def _estimated(tables: Floats, families: Sequence[Hashable], measure: Measure) -> Agreement:
    """The measure of all tables together and its percentile range when families are drawn again."""
    names = list(dict.fromkeys(families))
    if not names:
        return Agreement(None, -1.0, 1.0, 0.0, 0, 0)
    places = {name: place for place, name in enumerate(names)}
    summed = np.zeros((len(names), *tables.shape[1:]))
    np.add.at(summed, [places[family] for family in families], tables)
    whole = summed.sum(axis=0)
    value = float(measure(whole[None])[0])
    low, high = _range(summed, measure)
    observed = float(np.trace(whole) / whole.sum())
    return Agreement(None if np.isnan(value) else value, low, high, observed, len(tables), len(names))


def _range(summed: Floats, measure: Measure) -> tuple[float, float]:
    count = len(summed)
    picks = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=DRAWS)
    drawn = measure(np.einsum("df,fck->dck", picks.astype(float), summed, optimize=True))
    known = drawn[~np.isnan(drawn)]
    if count < 2 or len(known) < MOST_UNDEFINED * DRAWS:
        return -1.0, 1.0
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
