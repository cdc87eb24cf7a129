"""The words, pairs of words and letters in a row that sentences are made of, and how much sentences share of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Places = NDArray[np.intp]

LETTERS = 4  # in a row: short enough to survive a slip of the thumb
SEEN_TWICE = 2  # an n-gram of one sentence teaches nothing about another
OFTEN = 150  # sentences; n-grams in that many are taken together, which is quicker
PAIRS = 4_000_000  # of sentences that share an n-gram, taken at a time: a hundred megabytes
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_LETTER = rf"(?:[^\W_{_HAN}]|[\u0900-\u0963])"
"""Of words that are written apart; Python counts the vowel signs of Devanagari as no letters."""
_WORD = re.compile(rf"[{_HAN}]|{_LETTER}+(?:['’]{_LETTER}+)*")
"""Chinese is not written in words: each sign counts as one."""
_APOSTROPHES = re.compile("['’]")


def words(text: str) -> list[str]:
    return [_APOSTROPHES.sub("", word) for word in _WORD.findall(text.lower())]


def ngrams(text: str) -> list[str]:
    """Words, pairs of words, and letters in a row across words, each once, in a fixed order."""
    found = words(text)
    line = f" {' '.join(found)} "
    pairs = [f"{one}_{other}" for one, other in pairwise(found)]
    letters = [f"#{line[at : at + LETTERS]}" for at in range(len(line) - LETTERS + 1)]
    return list(dict.fromkeys((*found, *pairs, *letters)))


def vocabulary(found: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], Matrix]:
    """The n-grams that count among those of each sentence, and how rare each is."""
    seen = Counter(chain.from_iterable(found))
    kept = tuple(sorted(ngram for ngram, count in seen.items() if count >= SEEN_TWICE))
    return kept, np.log(len(found) / np.array([seen[ngram] for ngram in kept], np.float32))


def packed(ngrams: Sequence[str]) -> NDArray[np.uint8]:
    """As they are kept in a file of arrays."""
    return np.frombuffer("\n".join(ngrams).encode(), np.uint8)


def unpacked(kept: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(kept.tobytes().decode().split("\n"))


def unit(values: Matrix) -> Matrix:
    length = float(np.sqrt(values @ values))
    return values / np.float32(length) if length else values


@dataclass(frozen=True, slots=True)
class Postings:
    """Which sentences have which n-grams: one entry for each pair, in the order of the n-grams."""

    ngrams: Places
    rows: Places
    shares: Matrix
    """The n-gram's part of its sentence: their squares add up to 1 for a sentence."""

    @classmethod
    def of(cls, found: Sequence[Sequence[str]], kept: Sequence[str], rarity: Matrix) -> "Postings":
        places = {ngram: place for place, ngram in enumerate(kept)}
        held = [np.array([places[ngram] for ngram in each if ngram in places], np.intp) for each in found]
        ngrams = np.concatenate(held)
        order = np.argsort(ngrams, kind="stable")
        rows = np.repeat(np.arange(len(held)), [len(each) for each in held])
        shares = np.concatenate([unit(rarity[each]) for each in held])
        return cls(ngrams[order], rows[order], shares[order])

    def only(self, chosen: NDArray[np.bool_]) -> "Postings":
        """The chosen of its entries."""
        return Postings(self.ngrams[chosen], self.rows[chosen], self.shares[chosen])

    def among(self, rows: Places, count: int) -> "Postings":
        """Those of these of the `count` sentences, which are counted anew."""
        fresh = np.full(count, -1)
        fresh[rows] = np.arange(len(rows))
        chosen = self.only(fresh[self.rows] >= 0)
        return Postings(chosen.ngrams, fresh[chosen.rows], chosen.shares)

    def counts(self, kept: int) -> Places:
        """In how many sentences each of the `kept` n-grams is."""
        return np.bincount(self.ngrams, minlength=kept)

    def dense(self, columns: Places, count: int) -> Matrix:
        """The shares of these n-grams, of shape (count, columns)."""
        place = np.searchsorted(columns, self.ngrams)
        held = np.isin(self.ngrams, columns)
        matrix = np.zeros((count, len(columns)), np.float32)
        matrix[self.rows[held], place[held]] = self.shares[held]
        return matrix


def add_shared(matrix: Matrix, rows: Postings, columns: Postings, kept: int, weight: float) -> None:
    """Add to each cell how much its two sentences share of the `kept` n-grams, times the weight."""
    often = rows.counts(kept) >= OFTEN
    common = np.flatnonzero(often)
    matrix += np.float32(weight) * rows.dense(common, len(matrix)) @ columns.dense(common, matrix.shape[1]).T
    rare, others = rows.only(~often[rows.ngrams]), columns.only(~often[columns.ngrams])
    cells = matrix.reshape(-1)
    for left, right in _pairs(rare.ngrams, others.ngrams, kept):
        shared = np.float32(weight) * rare.shares[left] * others.shares[right]
        np.add.at(cells, rare.rows[left] * matrix.shape[1] + others.rows[right], shared)


def _pairs(one: Places, other: Places, kept: int) -> Iterator[tuple[Places, Places]]:
    """The places in both of equal n-grams, each with each; both are sorted."""
    counts = np.bincount(other, minlength=kept)
    starts = np.cumsum(counts) - counts
    many = counts[one]
    ends = np.cumsum(many)
    for at in np.split(
        np.arange(len(one)), np.searchsorted(ends, np.arange(PAIRS, ends[-1] if len(ends) else 0, PAIRS))
    ):
        part = many[at]
        within = np.arange(part.sum()) - np.repeat(np.cumsum(part) - part, part)
        yield np.repeat(at, part), np.repeat(starts[one[at]], part) + within
