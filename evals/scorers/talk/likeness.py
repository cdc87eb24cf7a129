"""How much a sentence is like sentences that somebody has sorted: kernel ridge regression over the labelled examples.

Learned when it is first asked, in a few seconds, from examples/talk-*.yaml; nothing is kept on disk.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.learning import Learned, learn
from assistant.messages import Embedder
from assistant.ngrams import Matrix
from evals.scorers.talk.examples import Kind, Utterance, read_utterances

RIDGE, WORDS_COUNT = 0.3, 1.0  # of .1, .3 and 1, and of .3, .6, 1 and 2, on held-out families
OUTPUTS = ("open", "reflects", "complex", "advises", "asks_leave", "reaction", "interpretation")
TARGETS: Mapping[Kind, tuple[float, ...]] = {
    #                 open reflects complex advises leave reaction interpretation
    "open":               (1, -1, 0, -1, 0, 0, 0),
    "closed":             (-1, -1, 0, -1, 0, 0, 0),
    "simple":             (0, 1, -1, -1, 0, 0, 0.3),
    "complex":            (0, 1, 1, -1, 0, 0, 0.7),
    "advice":             (0, -1, 0, 1, -1, 0, 0),
    "permitted":          (-0.3, -1, 0, 1, 1, 0, 0),
    "reaction":           (0, -1, 0, -1, 0, 1, 0.2),
    "reaction_weak":      (0, -1, 0, -1, 0, 0.5, 0),
    "understanding":      (0, 0.3, 0.5, -1, 0, 0.1, 1),
    "understanding_weak": (0, -1, 0, -1, 0, 0, 0.5),
    "other":              (0, -1, 0, -1, 0, 0, 0),
}  # fmt: skip
"""1 for yes, -1 for no, 0 where it does not matter; the last two are how strong, from 0 to 1."""


class Likeness:
    def __init__(self, embedder: Embedder, utterances: Sequence[Utterance] | None = None) -> None:
        self._embedder = embedder
        taught = read_utterances() if utterances is None else utterances
        texts = [each.text for each in taught]
        targets = np.array([TARGETS[each.kind] for each in taught], np.float32)
        self._learned: Learned = learn(texts, embedder.embed(texts), targets, RIDGE, WORDS_COUNT)

    def __call__(self, sentences: Sequence[str]) -> list[dict[str, float]]:
        """By output, for each sentence."""
        if not sentences:
            return []
        vectors: Matrix = self._embedder.embed(sentences)
        found = self._learned.scores(vectors, sentences)
        return [dict(zip(OUTPUTS, map(float, row), strict=True)) for row in found]
