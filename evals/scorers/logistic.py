"""Logistic regression on a few features, fitted by Newton's method. numpy alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SAME = 1e-9  # spread of a feature that is always the same
STEPS = 50  # it settles within ten
RIDGE = 1.0  # of .1, 1 and 10 on held-out families; the intercept is not held back


@dataclass(frozen=True)
class Logistic:
    weights: Floats
    """(1 + features,): the intercept first."""
    middle: Floats
    spread: Floats

    @classmethod
    def of(cls, values: Mapping[str, Sequence[float]]) -> Self:
        """Read what `as_dict` gave."""
        return cls(*(np.asarray(values[name], np.float64) for name in ("weights", "middle", "spread")))

    def as_dict(self) -> dict[str, list[float]]:
        found = {"weights": self.weights, "middle": self.middle, "spread": self.spread}
        return {name: [round(float(value), 4) for value in values] for name, values in found.items()}

    def chance(self, features: Sequence[float]) -> float:
        placed = (np.asarray(features, np.float64) - self.middle) / self.spread
        return float(1 / (1 + np.exp(-(self.weights[0] + placed @ self.weights[1:]))))


def fit(features: Sequence[Sequence[float]], yes: Sequence[bool], ridge: float = RIDGE) -> Logistic:
    """Both answers count the same, however many there are of each."""
    raw, wanted = np.asarray(features, np.float64), np.asarray(yes, np.float64)
    middle, spread = raw.mean(axis=0), raw.std(axis=0)
    spread[spread < SAME] = 1.0
    rows = np.hstack([np.ones((len(raw), 1)), (raw - middle) / spread])
    share = wanted.mean()
    counts = np.where(wanted > 0, 0.5 / max(share, 1e-9), 0.5 / max(1 - share, 1e-9))
    held = np.diag([0.0, *[ridge] * raw.shape[1]])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(rows @ weights)))
        slope = rows.T @ (counts * (wanted - chance)) - held @ weights
        curve = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + held
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return Logistic(weights, middle, spread)
