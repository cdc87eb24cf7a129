"""How much of a score is length alone: its correlation with the words of what is scored, kept as rows pass by."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from assistant.quality.records import RunRecord

ONLY_LENGTH = 0.8  # from this correlation on, length explains two thirds of the scores (r squared .64)
FEW = 10  # rows; fewer tell nothing


@dataclass(slots=True)
class Lengths:
    """Pearson's correlation with the logarithm of the word count, in one pass (Welford, 1962)."""

    n: int = 0
    _words: float = 0.0
    _score: float = 0.0
    _words_spread: float = 0.0
    _score_spread: float = 0.0
    _together: float = 0.0

    def add(self, words: int, score: float) -> None:
        size = log(1 + words)
        self.n += 1
        off = size - self._words
        self._words += off / self.n
        self._words_spread += off * (size - self._words)
        before = score - self._score
        self._score += before / self.n
        self._score_spread += before * (score - self._score)
        self._together += off * (score - self._score)

    @property
    def correlation(self) -> float | None:
        """None where it cannot be told: few rows, or all of one length or score."""
        spread = self._words_spread * self._score_spread
        return self._together / sqrt(spread) if self.n >= FEW and spread > 1e-18 else None

    @property
    def is_all(self) -> bool:
        """Does the scorer measure little else than length here?"""
        found = self.correlation
        return found is not None and abs(found) >= ONLY_LENGTH

    def as_dict(self) -> dict[str, Any]:
        found = self.correlation
        return {"correlation": None if found is None else round(found, 3), "only_length": self.is_all}


def with_length(record: RunRecord) -> Mapping[str, Lengths]:
    """How each score goes with the length of the answer alone; fixed words, which nobody composed, left out."""
    found = {score: Lengths() for score in record.score_names}
    for case in record.cases:
        if case.answer.strip():
            for score, value in case.scores.items():
                found[score].add(len(case.answer.split()), value)
    return found
