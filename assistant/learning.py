"""Learn from labelled sentences what others are like: kernel ridge regression, in memory, on numpy alone.

Two sentences are alike by the Gaussian kernel of their embeddings, and by the words, pairs of words and letters in a
row they share, the rare ones counting more (Saunders, Gammerman and Vovk, 1998, on ridge regression with kernels).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Posting = tuple[NDArray[np.intp], Matrix]
"""The sentences that have an n-gram, and its share of each."""

LETTERS = 4  # in a row: short enough to survive a slip of the thumb
SEEN_TWICE = 2  # an n-gram of one sentence teaches nothing about another
OFTEN = 100  # sentences; n-grams in that many are taken together, which is quicker
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHES = re.compile("['’]")


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
    kept, rarity = vocabulary(texts)
    held = _postings(texts, kept, rarity)
    chosen = np.arange(len(texts))[:: -(-len(texts) // (most or len(texts)))]
    columns = np.full(len(texts), -1)
    columns[chosen] = np.arange(len(chosen))
    own = [(columns[rows][columns[rows] >= 0], shares[columns[rows] >= 0]) for rows, shares in held]
    kernel = nearness(vectors, vectors[chosen])
    _add_words(kernel, held, own, words_count)
    coefficients = _solved(kernel, chosen, targets, ridge)
    weights = np.stack([shares @ coefficients[places] for places, shares in own]) if own else np.zeros((0, 0))
    return Learned(vectors[chosen], coefficients, kept, rarity, weights.astype(np.float32), words_count)


def _solved(kernel: Matrix, chosen: NDArray[np.intp], targets: Matrix, ridge: float) -> Matrix:
    """Shape (chosen, k)."""
    if len(chosen) == len(kernel):
        kernel[np.diag_indices(len(kernel))] += ridge
        return np.linalg.solve(kernel, targets).astype(np.float32)
    products = (kernel.T @ kernel).astype(np.float64) + ridge * kernel[chosen]
    return np.linalg.solve(products, kernel.T @ targets).astype(np.float32)


def _add_words(kernel: Matrix, held: Sequence[Posting], own: Sequence[Posting], count: float) -> None:
    """`own` has for each n-gram those of `held` that are columns of the kernel, by column."""
    often = [place for place, (rows, _) in enumerate(held) if len(rows) >= OFTEN]
    kernel += np.float32(count) * (_dense(held, often, len(kernel)) @ _dense(own, often, kernel.shape[1]).T)
    for (rows, shares), (columns, others) in zip(held, own, strict=True):
        if len(rows) < OFTEN and len(columns):
            kernel[np.ix_(rows, columns)] += np.float32(count) * np.outer(shares, others)


def _dense(postings: Sequence[Posting], chosen: Sequence[int], count: int) -> Matrix:
    """Shape (count, chosen)."""
    dense = np.zeros((count, len(chosen)), np.float32)
    for column, place in enumerate(chosen):
        rows, shares = postings[place]
        dense[rows, column] = shares
    return dense


def vocabulary(texts: Sequence[str]) -> tuple[tuple[str, ...], Matrix]:
    """The n-grams that count, and how rare each is."""
    seen = Counter(ngram for text in texts for ngram in ngrams(text))
    kept = tuple(sorted(ngram for ngram, count in seen.items() if count >= SEEN_TWICE))
    return kept, np.log(len(texts) / np.array([seen[ngram] for ngram in kept], np.float32))


def nearness(vectors: Matrix, others: Matrix) -> Matrix:
    """The Gaussian kernel exp(-|a - b|^2); shape (vectors, others)."""
    return _nearness(vectors, others, _squares(others))


def _nearness(vectors: Matrix, others: Matrix, squares: Matrix) -> Matrix:
    near: Matrix = 2 * (vectors @ others.T)
    near -= _squares(vectors)[:, None]
    near -= squares
    np.exp(near, out=near)
    return near


def packed(ngrams: Sequence[str]) -> NDArray[np.uint8]:
    """As they are kept in a file of arrays."""
    return np.frombuffer("\n".join(ngrams).encode(), np.uint8)


def unpacked(kept: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(kept.tobytes().decode().split("\n"))


def unit(values: Matrix) -> Matrix:
    length = float(np.sqrt(values @ values))
    return values / np.float32(length) if length else values


def ngrams(text: str) -> list[str]:
    """Words, pairs of words, and letters in a row across words, each once, in a fixed order."""
    found = words(text)
    line = f" {' '.join(found)} "
    pairs = [f"{one}_{other}" for one, other in pairwise(found)]
    letters = [f"#{line[at : at + LETTERS]}" for at in range(len(line) - LETTERS + 1)]
    return list(dict.fromkeys((*found, *pairs, *letters)))


def words(text: str) -> list[str]:
    return [_APOSTROPHES.sub("", word) for word in _WORD.findall(text.lower())]


def _squares(vectors: Matrix) -> Matrix:
    lengths: Matrix = np.einsum("ij,ij->i", vectors, vectors)
    return lengths


def _postings(texts: Sequence[str], kept: Sequence[str], rarity: Matrix) -> list[Posting]:
    """Of each n-gram, as `Learned.scores` reads a text."""
    places = {ngram: place for place, ngram in enumerate(kept)}
    found: list[tuple[list[int], list[float]]] = [([], []) for _ in kept]
    for row, text in enumerate(texts):
        held = [places[ngram] for ngram in ngrams(text) if ngram in places]
        for place, share in zip(held, unit(rarity[held]), strict=True):
            found[place][0].append(row)
            found[place][1].append(float(share))
    return [(np.array(rows, np.intp), np.array(shares, np.float32)) for rows, shares in found]
