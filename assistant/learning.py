"""Learn from labelled sentences what others are like: kernel ridge regression, in memory, on numpy alone.

Two sentences are alike by the Gaussian kernel of their embeddings, and by the words, pairs of words and letters in a
row they share, the rare ones counting more (Saunders, Gammerman and Vovk, 1998, on ridge regression with kernels).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.ngrams import Matrix, Places, Postings, add_shared, ngrams, unit, vocabulary

NEAR_ENOUGH, MOST_STEPS = 1e-4, 1_000  # what may be left of the targets; single precision gives no more
TINY = np.float32(np.finfo(np.float32).tiny)


@dataclass(frozen=True)
class Learned:
    """From n sentences and their w different n-grams, k outputs."""

    vectors: Matrix
    """(n, dimensions)"""
    coefficients: Matrix
    """(n, k)"""
    ngrams: tuple[str, ...]
    rarity: Matrix
    """(w,): the logarithm of one in how many sentences has it."""
    weights: Matrix
    """(w, k)"""
    words_count: float
    """The share of n-grams beside embeddings."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {ngram: place for place, ngram in enumerate(self.ngrams)}

    @cached_property
    def _squares(self) -> Matrix:
        return _squares(self.vectors)

    def scores(self, vectors: Matrix, texts: Sequence[str]) -> Matrix:
        """Shape (texts, k)."""
        told: Matrix = _nearness(vectors, self.vectors, self._squares) @ self.coefficients
        for row, text in enumerate(texts):
            found = [self.places[ngram] for ngram in ngrams(text) if ngram in self.places]
            told[row] += self.words_count * (unit(self.rarity[found]) @ self.weights[found])
        return told


def learn(
    texts: Sequence[str], vectors: Matrix, targets: Matrix, ridge: float, words_count: float, most: int | None = None
) -> Learned:
    """`vectors` has shape (n, dimensions), `targets` (n, k).

    With `most`, all sentences teach, but likeness to that many of them, evenly taken, is what is kept (subset of
    regressors; Smola and Bartlett, 2001): it takes n x most numbers of memory, and without it twice n².
    """
    found = [ngrams(text) for text in texts]
    kept, rarity = vocabulary(found)
    postings = Postings.of(found, kept, rarity)
    chosen = np.arange(len(texts))[:: -(-len(texts) // (most or len(texts)))]
    own = postings.among(chosen, len(texts))
    kernel = nearness(vectors, vectors[chosen])
    add_shared(kernel, postings, own, len(kept), words_count)
    coefficients = _solved(kernel, chosen, targets, ridge)
    return Learned(vectors[chosen], coefficients, kept, rarity, _summed(own, coefficients, len(kept)), words_count)


def _solved(kernel: Matrix, chosen: Places, targets: Matrix, ridge: float) -> Matrix:
    """Shape (chosen, k)."""
    if len(chosen) == len(kernel):
        return _by_gradients(kernel, targets, ridge)
    products = (kernel.T @ kernel).astype(np.float64) + ridge * kernel[chosen]
    return np.linalg.solve(products, kernel.T @ targets).astype(np.float32)


def _by_gradients(kernel: Matrix, targets: Matrix, ridge: float) -> Matrix:
    """Solve (kernel + ridge) x = targets by conjugate gradients (Hestenes and Stiefel, 1952), each column by itself.

    LAPACK takes four times as long for 17,000 sentences and, in single precision, falls over at 21,000.
    """
    found, rest, step = np.zeros_like(targets), targets.copy(), targets.copy()
    length = _squares(rest.T)
    enough = NEAR_ENOUGH**2 * length
    for _ in range(MOST_STEPS):
        if not (length > enough).any():
            break
        moved = kernel @ step + np.float32(ridge) * step
        share = length / np.maximum(np.einsum("ij,ij->j", step, moved), TINY)
        found += share * step
        rest -= share * moved
        before, length = length, _squares(rest.T)
        step *= length / np.maximum(before, TINY)
        step += rest
    return found


def _summed(own: Postings, coefficients: Matrix, kept: int) -> Matrix:
    """What the sentences with each n-gram add up to, by their shares; shape (kept, k)."""
    ends = np.cumsum(own.counts(kept))
    sums = [
        own.shares[start:end] @ coefficients[own.rows[start:end]]
        for start, end in zip((0, *ends[:-1]), ends, strict=True)
    ]
    return np.array(sums, np.float32).reshape(kept, coefficients.shape[1])


def nearness(vectors: Matrix, others: Matrix) -> Matrix:
    """The Gaussian kernel exp(-|a - b|^2); shape (vectors, others)."""
    return _nearness(vectors, others, _squares(others))


def _nearness(vectors: Matrix, others: Matrix, squares: Matrix) -> Matrix:
    near: Matrix = 2 * (vectors @ others.T)
    near -= _squares(vectors)[:, None]
    near -= squares
    np.exp(near, out=near)
    return near


def _squares(vectors: Matrix) -> Matrix:
    lengths: Matrix = np.einsum("ij,ij->i", vectors, vectors)
    return lengths
