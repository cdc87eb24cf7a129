"""Which guide a message belongs to, learned from every way of asking and every line.

One-vs-rest least squares with a ridge penalty (Hoerl and Kennard, 1970) from embeddings to guides. It is fitted when
the index is opened: a few thousand short vectors take some tens of milliseconds. It complements the nearest way of
asking: the nearest neighbour hears one sentence, this hears what all of a guide's sentences have in common.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.messages import Vectors

RIDGE = 2.0  # chosen on the dev split among 0.5, 1 and 2
ROWS = 8_192  # sentences taken at a time: their float64 copy is 25 MB however many there are


class Affinity:
    """A score for each guide: near 1 where the message is like its sentences, near 0 where not."""

    def __init__(self, vectors: Vectors, guides: Sequence[str], weights: Sequence[float]) -> None:
        """`vectors` has shape (sentences, dimensions); `guides` and `weights` have one entry for each."""
        self._places = {guide: place for place, guide in enumerate(sorted(set(guides)))}
        self._guides = tuple(self._places)
        places = np.array([self._places[guide] for guide in guides])
        self._weights = _fit(vectors, places, np.asarray(weights, dtype=np.float64), len(self._guides))

    def __call__(self, vector: Vectors, count: int, others: Collection[str] = ()) -> Mapping[str, float]:
        """Scores by guide for one embedding of shape (dimensions,): of the `count` best guides, and of `others`."""
        scores = vector @ self._weights
        best = np.argpartition(-scores, count)[:count] if count < len(scores) else range(len(scores))
        places = {*map(int, best), *(self._places[guide] for guide in others if guide in self._places)}
        return {self._guides[place]: float(scores[place]) for place in places}


def _fit(vectors: Vectors, places: NDArray[np.intp], counts: NDArray[np.float64], guides: int) -> Vectors:
    """Solve (X'CX + ridge I) W = X'CY, C the weights; shape (dimensions, guides). X'CY sums each guide's sentences."""
    products = RIDGE * np.eye(vectors.shape[1])
    sums = np.zeros((guides, vectors.shape[1]))
    for start in range(0, len(vectors), ROWS):
        inputs = vectors[start : start + ROWS].astype(np.float64)
        weighted = inputs * counts[start : start + ROWS, None]
        products += inputs.T @ weighted
        np.add.at(sums, places[start : start + ROWS], weighted)
    weights: Vectors = np.linalg.solve(products, sums.T).astype(np.float32)
    return weights
