"""Which guide a message belongs to, learned from every way of asking when the index is built.

One-vs-rest kernel ridge regression (`assistant.learning`). It complements the nearest way of asking: the nearest
neighbour hears one sentence, this hears what all the ways of asking a guide have in common, and no others.

Its embeddings are not those of the index: `needs.onnx` is MiniLM adapted to what people need, in which messages that
ask the same guide lie near each other (made by `python -m evals.retrieval.adapt`).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.learning import Learned, learn
from assistant.messages import Embedder, Vectors
from assistant.ngrams import packed, unpacked
from assistant.retrieval.entries import Entry, guide_of, key
from assistant.retrieval.minilm import MiniLM

NEEDS = Path(__file__).with_name("needs.onnx")
FILE = "affinity.npz"
RIDGE, WORDS_COUNT = 2.0, 1.0  # chosen on the dev split (n=144) among .3, 1, 2 and 3, and 0, .6, 1 and 2
LEAST = 6  # ways of asking, as every guide has; fewer teach nothing
TEACH = 3  # one in three ways of asking teaches: on the dev split (n=327) as good as all, and embedded in a third
FEW = 1_000  # but all where there are no more
MOST = 3_000  # likeness is kept to no more of them
ADAPTED = MiniLM(graph=NEEDS)


class Affinity:
    """A score for each guide: near 1 where the message is like its ways of asking, near 0 where not."""

    def __init__(self, guides: Sequence[str], learned: Learned, needs: Embedder) -> None:
        self._guides = tuple(guides)
        self._places = {guide: place for place, guide in enumerate(guides)}
        self._learned = learned
        self._needs = needs

    def __call__(self, text: str, count: int, others: Collection[str] = ()) -> Mapping[str, float]:
        """Scores by guide for one text: of the `count` best guides, and of `others`."""
        (scores,) = self._learned.scores(self._needs.embed([text]), [text])
        best = np.argpartition(-scores, count)[:count] if count < len(scores) else range(len(scores))
        places = {*map(int, best), *(self._places[guide] for guide in others if guide in self._places)}
        return {self._guides[place]: float(scores[place]) for place in places}


def teachers(entries: Sequence[Entry]) -> list[Entry]:
    """The ways of asking that teach, of each guide as many of its own."""
    asked = [entry for entry in entries if entry.kind == "asked"]
    number = Counter(guide_of(entry.target) for entry in asked)
    chosen = sorted(
        (entry for entry in asked if number[guide_of(entry.target)] >= LEAST), key=lambda entry: guide_of(entry.target)
    )
    return chosen if len(chosen) <= FEW else chosen[::TEACH]


def untaught(entries: Sequence[Entry], kept: Collection[str]) -> dict[str, str]:
    """What teaches and has no vector yet, by the key of the text."""
    return {key(entry.text): entry.text for entry in teachers(entries) if key(entry.text) not in kept}


def learned_from(asked: Sequence[Entry], vectors: Mapping[str, Vectors]) -> tuple[tuple[str, ...], Learned]:
    """The guides, and what tells them apart. `vectors` are those of needs, by the key of the text."""
    guides = tuple(sorted({guide_of(entry.target) for entry in asked}))
    places = {guide: place for place, guide in enumerate(guides)}
    targets = np.zeros((len(asked), len(guides)), np.float32)
    targets[np.arange(len(asked)), [places[guide_of(entry.target)] for entry in asked]] = 1
    rows = np.stack([vectors[key(entry.text)] for entry in asked])
    return guides, learn([entry.text for entry in asked], rows, targets, RIDGE, WORDS_COUNT, MOST)


def write_affinity(home: Path, entries: Sequence[Entry], vectors: Mapping[str, Vectors]) -> None:
    """Also where there is nothing to learn, so that a missing file is noticed. The vectors stay, to be taken over."""
    asked = teachers(entries)
    if not asked:
        np.savez(home / FILE, allow_pickle=False, guides=np.array([], dtype=np.str_))
        return
    guides, learned = learned_from(asked, vectors)
    taught = dict.fromkeys(key(entry.text) for entry in asked)
    np.savez(
        home / FILE,
        allow_pickle=False,
        guides=np.array(guides, dtype=np.str_),
        taught=np.array(list(taught), dtype=np.str_),
        needs=np.stack([vectors[name] for name in taught]).astype(np.float16),
        vectors=learned.vectors.astype(np.float16),
        coefficients=learned.coefficients.astype(np.float16),
        ngrams=packed(learned.ngrams),
        rarity=learned.rarity,
        weights=learned.weights.astype(np.float16),
    )


def read_taught(home: Path) -> dict[str, Vectors]:
    """The vectors that taught, by the key of their text. Raises as `read_affinity` does."""
    with (home / FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        if not arrays["guides"].size:
            return {}
        return dict(zip(arrays["taught"].tolist(), arrays["needs"].astype(np.float32), strict=True))


def read_affinity(home: Path, needs: Embedder = ADAPTED) -> Affinity | None:
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
    return Affinity(guides, learned, needs)
