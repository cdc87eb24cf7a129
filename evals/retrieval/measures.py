"""How good a ranking is. Each is between 0 and 1, for one query.

nDCG after Järvelin and Kekäläinen (2002) with gain 2^grade - 1; MRR is the reciprocal rank of the first answer.
"""

from collections.abc import Mapping, Sequence
from math import log2

DEPTH = 10
TOP = 5  # guides a person might still look at


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Over all grades, of which there must be one above 0; `depth` is how far down the ranking is read."""
    best = sorted(grades.values(), reverse=True)
    return _discounted([grades.get(name, 0) for name in ranking[:depth]]) / _discounted(best[:depth])


def recall(ranking: Sequence[str], answers: Sequence[str]) -> float:
    """At 5, over the answers."""
    return len(set(answers) & set(ranking[:TOP])) / len(answers)


def reciprocal_rank(ranking: Sequence[str], answers: Sequence[str]) -> float:
    return next((1 / rank for rank, name in enumerate(ranking, 1) if name in answers), 0.0)


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
