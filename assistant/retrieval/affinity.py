"""Which guide a message belongs to, learned from every way of asking when the index is built.

One-vs-rest kernel ridge regression (`assistant.learning`). It complements the nearest way of asking: the nearest
neighbour hears one sentence, this hears what all the ways of asking a guide have in common, and no others.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.learning import Learned, learn
from assistant.messages import Vectors
from assistant.ngrams import packed, unpacked
from assistant.retrieval.entries import Entry, guide_of, key

FILE = "affinity.npz"
RIDGE, WORDS_COUNT = 2.0, 1.0  # chosen on the dev split (n=144) among .3, 1, 2 and 3, and 0, .6, 1 and 2
LEAST = 6  # ways of asking, as every guide has; fewer teach nothing
KEPT = 4  # likeness is kept to one in four ways of asking
FEW = 1_000  # but to all where there are no more
MOST = 3_000  # and to no more: 4,000 did as well as all 7,800 on the dev split, 3,000 nearly


class Affinity:
    """A score for each guide: near 1 where the message is like its ways of asking, near 0 where not."""

    def __init__(self, guides: Sequence[str], learned: Learned) -> None:
        self._guides = tuple(guides)
        self._places = {guide: place for place, guide in enumerate(guides)}
        self._learned = learned

    def __call__(self, text: str, vector: Vectors, count: int, others: Collection[str] = ()) -> Mapping[str, float]:
        """Scores by guide for one text and its embedding: of the `count` best guides, and of `others`."""
        (scores,) = self._learned.scores(vector[None], [text])
        best = np.argpartition(-scores, count)[:count] if count < len(scores) else range(len(scores))
        places = {*map(int, best), *(self._places[guide] for guide in others if guide in self._places)}
        return {self._guides[place]: float(scores[place]) for place in places}


def learned_from(entries: Sequence[Entry], vectors: Mapping[str, Vectors]) -> tuple[tuple[str, ...], Learned] | None:
    """The guides, and what tells them apart; None when no guide has enough ways of asking."""
    asked = [entry for entry in entries if entry.kind == "asked"]
    number = Counter(guide_of(entry.target) for entry in asked)
    chosen = [entry for entry in asked if number[guide_of(entry.target)] >= LEAST]
    if not chosen:
        return None
    guides = tuple(sorted({guide_of(entry.target) for entry in chosen}))
    places = {guide: place for place, guide in enumerate(guides)}
    targets = np.zeros((len(chosen), len(guides)), np.float32)
    targets[np.arange(len(chosen)), [places[guide_of(entry.target)] for entry in chosen]] = 1
    rows = np.stack([vectors[key(entry.text)] for entry in chosen])
    most = min(max(len(chosen) // KEPT, FEW), MOST)
    return guides, learn([entry.text for entry in chosen], rows, targets, RIDGE, WORDS_COUNT, most)


def write_affinity(home: Path, entries: Sequence[Entry], vectors: Mapping[str, Vectors]) -> None:
    """Also where there is nothing to learn, so that a missing file is noticed."""
    found = learned_from(entries, vectors)
    if found is None:
        np.savez(home / FILE, allow_pickle=False, guides=np.array([], dtype=np.str_))
        return
    guides, learned = found
    np.savez(
        home / FILE,
        allow_pickle=False,
        guides=np.array(guides, dtype=np.str_),
        vectors=learned.vectors.astype(np.float16),
        coefficients=learned.coefficients.astype(np.float16),
        ngrams=packed(learned.ngrams),
        rarity=learned.rarity,
        weights=learned.weights.astype(np.float16),
    )


def read_affinity(home: Path) -> Affinity | None:
    """None where nothing was learned. Raises OSError, ValueError, KeyError or BadZipFile when it is not whole."""
    with (home / FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        guides = arrays["guides"].tolist()
        if not guides:
            return None
        learned = Learned(
            vectors=arrays["vectors"].astype(np.float32),
            coefficients=arrays["coefficients"].astype(np.float32),
            ngrams=unpacked(arrays["ngrams"]),
            rarity=arrays["rarity"],
            weights=arrays["weights"].astype(np.float32),
            words_count=WORDS_COUNT,
        )
    return Affinity(guides, learned)
