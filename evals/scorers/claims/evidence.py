"""What of the passages could hold a sentence: its best stretch, and how much of the sentence it covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from assistant.messages import Embedder
from assistant.ngrams import Matrix
from evals.answers import SENTENCE_END
from evals.scorers.claims.opposites import opposite_among
from evals.scorers.claims.words import LONGEST, Token, names_in, tokens, with_names

ALIKE = 0.62  # cosine of two words' embeddings from which one may stand for the other, on the examples
WEIGHT = {"number": 1.5, "name": 1.5, "word": 1.0}  # what a changed figure or name costs
MOST_SENTENCES = 400  # of the passages of one row; about twenty pages


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a sentence may be held, and how well."""

    text: str
    tokens: tuple[Token, ...]
    near: float
    """Cosine of the sentence and this stretch."""
    held: Mapping[str, float]
    """How far each of the sentence's stems is covered here, 0 to 1."""


class Passages:
    """The sentences of a row's passages with their embeddings."""

    def __init__(self, texts: Sequence[str], embedder: Embedder) -> None:
        self._stretches = [each for text in texts for each in stretches(text)][:MOST_SENTENCES]
        self._vectors = embedder.embed(self._stretches)
        self._embedder = embedder
        read = [token for text in texts for token in tokens(text)]
        self.names = names_in(read)
        self.tokens = with_names(read, self.names)
        self.stems = frozenset(token.stem for token in self.tokens)

    def evidence(self, claim: str, vector: Matrix) -> Evidence:
        """The stretch that covers most of the claim; of equals, the nearest and shortest."""
        asked = self.read(claim)
        near = self._vectors @ vector
        literal = [coverage(asked, exact(asked, self.read(stretch))) for stretch in self._stretches]
        best = int(np.argmax([held + 0.5 * float(cosine) for held, cosine in zip(literal, near, strict=True)]))
        stretch = self.read(self._stretches[best])
        return Evidence(self._stretches[best], stretch, float(near[best]), self._held(asked, stretch))

    def read(self, sentence: str) -> tuple[Token, ...]:
        """Its words, those that are names in the passages taken for names."""
        return with_names(tokens(sentence), self.names)

    def _held(self, claim: Sequence[Token], stretch: Sequence[Token]) -> Mapping[str, float]:
        """Word for word, else by a word like it that is not its opposite."""
        held = dict(exact(claim, stretch))
        loose = [token for token in claim if token.kind == "word" and not held[token.stem]]
        others = list(dict.fromkeys(token.text.lower() for token in stretch if token.kind == "word"))
        if not loose or not others:
            return held
        words = [token.text.lower() for token in loose]
        found = word_vectors(words, self._embedder) @ word_vectors(others, self._embedder).T
        stems = [token.stem for token in stretch]
        for token, row in zip(loose, found, strict=True):
            alike = float(row.max())
            held[token.stem] = alike if alike >= ALIKE and not opposite_among(token.stem, stems) else 0.0
        return held


def stretches(text: str) -> list[str]:
    """Every sentence, and every two that follow each other."""
    sentences = [
        part.strip()[:LONGEST] for line in text.splitlines() for part in SENTENCE_END.split(line) if part.strip()
    ]
    return sentences + [f"{one} {other}" for one, other in pairwise(sentences)]


def exact(claim: Sequence[Token], stretch: Sequence[Token]) -> dict[str, float]:
    """Of each word of content whether the stretch has it. A name may be written in small letters there."""
    stems = {token.stem for token in stretch}
    return {token.stem: float(_stands(token, stems)) for token in claim if token.content}


def _stands(token: Token, stems: set[str]) -> bool:
    if token.stem in stems:
        return True
    return token.kind == "name" and len(token.stem) >= 4 and any(stem.startswith(token.stem[:4]) for stem in stems)


def coverage(claim: Sequence[Token], held: Mapping[str, float]) -> float:
    """The share of the claim's weight of words that is held; 1 when it has none."""
    weights = {token.stem: WEIGHT[token.kind] for token in claim if token.kind != "small"}
    total = sum(weights.values())
    return sum(weight * held.get(stem, 0.0) for stem, weight in weights.items()) / total if total else 1.0


def word_vectors(words: Sequence[str], embedder: Embedder) -> Matrix:
    """Shape (words, dimensions)."""
    known = _vocabulary(embedder.name)
    fresh = [word for word in dict.fromkeys(words) if word not in known]
    if fresh:
        known.update(zip(fresh, embedder.embed(fresh), strict=True))
    return np.stack([known[word] for word in words])


@lru_cache(maxsize=2)
def _vocabulary(embedder: str) -> dict[str, Matrix]:
    """By embedder; it grows with the words met, some megabytes for a language."""
    del embedder
    return {}
