"""Which guide a message belongs to, learned from every way of asking and every line.

One-vs-rest least squares with a ridge penalty (Hoerl and Kennard, 1970) from embeddings to guides. It is fitted when
the index is opened: a few thousand short vectors take some tens of milliseconds. It complements the nearest way of
asking: the nearest neighbour hears one sentence, this hears what all of a guide's sentences have in common.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.messages import Vectors

RIDGE = 3.0  # chosen on the dev split among 1, 3 and 10


class Affinity:
    """A score for each guide: near 1 where the message is like its sentences, near 0 where not."""

    def __init__(self, vectors: Vectors, guides: Sequence[str]) -> None:
        """`vectors` has shape (sentences, dimensions); `guides` names the guide of each."""
        self._guides = sorted(set(guides))
        self._weights = _fit(vectors, guides, self._guides)

    def __call__(self, vector: Vectors) -> Mapping[str, float]:
        """Scores by guide for one embedding of shape (dimensions,)."""
        scores = vector @ self._weights
        return {guide: float(score) for guide, score in zip(self._guides, scores, strict=True)}


def _fit(vectors: Vectors, guides: Sequence[str], names: Sequence[str]) -> Vectors:
    """Solve (X'X + ridge I) W = X'Y; shape (dimensions, guides)."""
    place = {name: column for column, name in enumerate(names)}
    belongs = np.zeros((len(guides), len(names)), dtype=np.float64)
    belongs[np.arange(len(guides)), [place[guide] for guide in guides]] = 1.0
    inputs = vectors.astype(np.float64)
    penalty = RIDGE * np.eye(inputs.shape[1])
    weights: Vectors = np.linalg.solve(inputs.T @ inputs + penalty, inputs.T @ belongs).astype(np.float32)
    return weights
