"""Words that say the opposite of each other, read from opposites.yaml, and the prefixes that make one."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import yaml

from evals.scorers.claims.words import stem

PAIRS = Path(__file__).with_name("opposites.yaml")
PREFIXES = {"un": 3, "dis": 3, "in": 5, "im": 5, "il": 5, "ir": 5, "non": 4, "mis": 4}
"""Each with the letters a stem must have: "input" is no opposite of "put"."""


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """By stem. Raises nothing: the file is committed and tested."""
    found: dict[str, set[str]] = {}
    for one, other in yaml.safe_load(PAIRS.read_text(encoding="utf-8")):
        found.setdefault(stem(one), set()).add(stem(other))
        found.setdefault(stem(other), set()).add(stem(one))
    return {word: frozenset(others - {word}) for word, others in found.items()}


def opposite_among(word: str, others: Collection[str]) -> str | None:
    """The one of the other stems that says the opposite of this stem."""
    listed = opposites().get(word, frozenset()) & set(others)
    if listed:
        return min(listed)
    return next((other for other in others if _is_prefixed(word, other) or _is_prefixed(other, word)), None)


def _is_prefixed(word: str, other: str) -> bool:
    return any(word == prefix + other and len(other) >= letters for prefix, letters in PREFIXES.items())
