"""What a scorer gives back: a grade between 0 and 1 with its reason. Plain data."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.answers import Answer
from evals.cases import Case


@dataclass(frozen=True, slots=True)
class Grade:
    score: float
    reason: str | None = None
    """Why it is below 1."""


Scorer = Callable[[Case, Answer], Grade | None]
"""None: the score does not apply."""


def passed(reason: str | None) -> Grade:
    """All or nothing."""
    return Grade(0.0, reason) if reason else Grade(1.0)


def share(good: int, total: int, reason: str) -> Grade:
    return Grade(1.0) if good == total else Grade(good / total, reason)
