"""A large library that never was: Zipf text in the library's own words, vectors clustered around its real ones.

Embedding a hundred thousand passages takes the best part of an hour, so their vectors are drawn: a guide's centre lies
off one of the real vectors, and its texts lie around it about as near as the real ones do to theirs.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assistant.guides.guide import HEADINGS, Guide, Line, Section
from assistant.guides.library import Library
from assistant.messages import Passage, Vectors
from assistant.retrieval.entries import KINDS, Entry, guide_of, library_entries
from assistant.retrieval.minilm import MiniLM
from evals.speed.bench import Bench

SEED = 20_261_121
PASSAGE_WORDS, LINE_WORDS = 45, 14
INVENTED = 20_000  # rare words beside the library's own, as a larger library would have
ASKED_PER_GUIDE = 3
OFF_CENTRE, AROUND = 1.2, 0.9  # lengths of the noise added to unit vectors
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Corpus:
    guides: dict[str, Guide]
    entries: list[Entry]
    vectors: dict[str, Vectors]
    """By text."""
    changed: str = ""

    @property
    def library(self) -> Library:
        return Library(self.guides)


class Prepared:
    """Gives the vectors that were prepared, under the name of the real embedder."""

    name = MiniLM.name

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        self._vectors = vectors

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])


def synthetic(bench: Bench, passages: int, per_guide: int, lines_per_guide: int) -> Corpus:
    """Guides of `per_guide` passages each until there are `passages`, drawn the same every time."""
    draw = Draw(bench)
    guides: dict[str, Guide] = {}
    entries: list[Entry] = []
    vectors: dict[str, Vectors] = {}
    for number in range(max(passages // per_guide, 1)):
        guide = draw.guide(f"synthetic/guide-{number}", min(per_guide, passages), lines_per_guide)
        own = _entries(guide)
        guides[guide.id] = guide
        entries += own
        vectors |= dict(zip((entry.text for entry in own), draw.vectors(len(own)), strict=True))
    return Corpus(guides, entries, vectors)


def with_real(corpus: Corpus, bench: Bench) -> Corpus:
    """The real guides among them, with their real vectors."""
    real = bench.parts.library
    index = bench.parts.index.index()
    found = {entry_id.rpartition("|")[2]: vector for kind in KINDS for entry_id, vector in index.rows(kind)}
    own = _whole(library_entries(real))
    vectors = {entry.text: found[entry.id.rpartition("|")[2]] for entry in own}
    return Corpus({**real.guides, **corpus.guides}, own + corpus.entries, {**corpus.vectors, **vectors})


def rewritten(corpus: Corpus) -> Corpus:
    """The same with one guide in the middle said otherwise from beginning to end."""
    name = list(corpus.guides)[len(corpus.guides) // 2]
    entries = [
        replace(entry, text=f"{entry.text} anew") if guide_of(entry.target) == name else entry
        for entry in corpus.entries
    ]
    vectors = {entry.text: corpus.vectors[entry.text.removesuffix(" anew")] for entry in entries}
    return Corpus(corpus.guides, entries, vectors, name)


class Draw:
    """Draws words and vectors, always the same ones."""

    def __init__(self, bench: Bench) -> None:
        self._random = np.random.default_rng(SEED)
        said = Counter(word for entry in library_entries(bench.parts.library) for word in WORD.findall(entry.text))
        own = [word for word, _ in said.most_common()]
        self._words = np.array(own + [f"{word}{own[-1 - at % 99]}" for at, word in enumerate(_many(own, INVENTED))])
        chances = 1 / np.arange(1, len(self._words) + 1)
        self._chances = chances / chances.sum()
        self._anchors = np.stack([vector for _, vector in bench.parts.index.index().rows("asked")])

    def guide(self, name: str, passages: int, lines: int) -> Guide:
        texts = self._texts(passages, PASSAGE_WORDS)
        sections = tuple(
            Section(
                Passage(f"{name}#{HEADINGS[at % 9]}.{at}", name, texts[at][:40], HEADINGS[at % 9], None, text), (), 1
            )
            for at, text in enumerate(texts)
        )
        first = sections[0].passage
        spoken = tuple(Line(first.id, at, at + 1, text) for at, text in enumerate(self._texts(lines, LINE_WORDS)))
        sections = (replace(sections[0], lines=spoken), *sections[1:])
        asked = tuple(self._texts(ASKED_PER_GUIDE, LINE_WORDS))
        return Guide(name, name, name, (), ("mentor",), ("mentoring",), ("between",), (), asked, "practice", (),
                     date(2026, 11, 21), None, sections)  # fmt: skip

    def vectors(self, count: int) -> Vectors:
        """Unit vectors of one guide's texts, shape (count, dimensions)."""
        centre = self._off(self._anchors[self._random.integers(len(self._anchors))][None], OFF_CENTRE)
        return self._off(np.repeat(centre, count, axis=0), AROUND)

    def _texts(self, count: int, words: int) -> list[str]:
        return [" ".join(row) for row in self._random.choice(self._words, (count, words), p=self._chances)]

    def _off(self, vectors: Vectors, length: float) -> Vectors:
        noise = self._random.standard_normal(vectors.shape) * length / vectors.shape[1] ** 0.5
        moved = vectors + noise
        unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return unit


def _entries(guide: Guide) -> list[Entry]:
    return _whole(library_entries(Library.of([guide])))


def _whole(entries: Sequence[Entry]) -> list[Entry]:
    """Passages with vectors that are given, not made of their lines'."""
    return [replace(entry, parts=()) for entry in entries]


def _many(words: Sequence[str], count: int) -> list[str]:
    return [words[at % len(words)] for at in range(count)]
