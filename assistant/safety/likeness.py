"""How much a message is like messages that somebody has labelled: worrying or ordinary, and if worrying, of what kind.

Triage's second signal: kernel ridge regression over the embeddings of some thousand short examples and over the words
and letters they are written in. A sentence counts as much as the message it stands in, so that one line in a page of
notes is heard. `likeness.npz` holds the embeddings in their main directions, the coefficients and the weights of words;
it is made from evals/safety/examples by `python -m evals.safety.train`.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError
from assistant.learning import Learned
from assistant.messages import About, Embedder, Span, Vectors
from assistant.ngrams import Matrix, unpacked, words
from assistant.safety.disguise import plain
from assistant.safety.signals import CATEGORIES, Category

logger = logging.getLogger(__name__)

MODEL = Path(__file__).with_name("likeness.npz")
OUTPUTS = ("risk", "urgent", "other", *CATEGORIES)
"""What is told of a part, each about +1 for yes and -1 for no."""
WORDS_COUNT = 0.6  # the share of words beside embeddings; .6 and 1 did equally well on held-out families, 0 worse
LONG_WORDS = 60  # a longer message is heard by its sentences only: of its whole a model hears little
MOST_PARTS = 60  # sentences; about two pages
SHORTEST_PART = 3  # words; "ok." says nothing by itself
KNOWN_SHARE = 0.5  # of a part's different words; below it is another language or no language, and like nothing here

_SENTENCE = re.compile(r"[^.!?;\n…]+[.!?;…]*")


@dataclass(frozen=True, slots=True)
class Likely:
    """What a message is most like, by its most worrying part."""

    risk: float
    """About 1 when it is like worrying messages, about -1 when like ordinary ones."""
    urgent: float
    category: Category
    about: About
    part: Span


UNLIKE = Likely(-1.0, -1.0, CATEGORIES[0], "self", Span(0, 0))
"""What is said of a message that has no words the examples know."""


class Alike(Protocol):
    def __call__(self, message: str) -> Likely | None:
        """Return None when it cannot be told; help is then shown more readily."""


class Likeness:
    """Implements `Alike`. Nothing is read before the first message."""

    def __init__(self, embedder: Embedder, path: Path = MODEL) -> None:
        self._embedder = embedder
        self._path = path
        self._missing = False

    def __call__(self, message: str) -> Likely | None:
        spans = parts(message)
        if not spans:
            return UNLIKE
        if self._missing:
            return None
        try:
            model = load_model(self._path, self._embedder.name)
            texts = {span: plain(message[span.start : span.end]).text for span in spans}
            known = {span: text for span, text in texts.items() if model.knows(text)}
            if not known:
                return UNLIKE
            told = model.scores(self._embedder.embed([*known.values()]), [*known.values()])
        except AssistantError as error:
            logger.warning("no likeness: %s", type(error).__name__)
            self._missing = True  # asked once: to look for weights on every message would cost what they do
            return None
        return _likely(told, [*known])


def _likely(told: Matrix, spans: Sequence[Span]) -> Likely:
    worst = int(told[:, 0].argmax())
    risk, urgent, other = (float(value) for value in told[worst, :3])
    category = CATEGORIES[int(told[worst, 3:].argmax())]
    return Likely(risk, urgent, category, "other" if other > 0 else "self", spans[worst])


class LikenessMissingError(AssistantError):
    """The examples' coefficients are missing, spoilt or of other embeddings."""


@dataclass(frozen=True)
class Model:
    embedder: str
    directions: Matrix
    """(384, d): the main directions of the examples' embeddings."""
    learned: Learned
    """From the examples in these directions; its outputs are OUTPUTS."""

    def knows(self, text: str) -> bool:
        """Is it in the language of the examples?"""
        found = set(words(text))
        return len(found & self.learned.places.keys()) >= KNOWN_SHARE * max(len(found), 1)

    def scores(self, vectors: Vectors, texts: Sequence[str]) -> Matrix:
        """Shape (texts, outputs)."""
        return self.learned.scores(vectors @ self.directions, texts)


def parts(message: str) -> list[Span]:
    """The message when it is short, and each of its sentences when there are several."""
    sentences = [Span(found.start(), found.end()) for found in _SENTENCE.finditer(message)]
    sentences = [span for span in sentences if _words(message, span) >= SHORTEST_PART][:MOST_PARTS]
    whole = Span(0, len(message))
    if not _words(message, whole):
        return []
    if len(sentences) < 2:
        return [whole]
    return [whole, *sentences] if _words(message, whole) <= LONG_WORDS else sentences


def _words(message: str, span: Span) -> int:
    return len(words(message[span.start : span.end]))


@lru_cache(maxsize=2)
def load_model(path: Path, embedder: str) -> Model:
    """Raises LikenessMissingError when the file is missing, spoilt or was made with another embedder."""
    try:
        with np.load(path, allow_pickle=False) as file:
            model = _model(file)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise LikenessMissingError(f"{path.name} cannot be read. Install Alongside again.") from error
    if model.embedder != embedder:
        raise LikenessMissingError(f"{path.name} was made with {model.embedder}, not {embedder}.")
    return model


def _model(file: Any) -> Model:
    return Model(
        embedder=str(file["embedder"]),
        directions=file["directions"].astype(np.float32),
        learned=Learned(
            vectors=from_eight_bits(file["examples"], file["example_steps"]),
            coefficients=file["coefficients"].astype(np.float32),
            ngrams=unpacked(file["ngrams"]),
            rarity=file["rarity"].astype(np.float32),
            weights=from_eight_bits(file["weights"], file["weight_steps"]),
            words_count=WORDS_COUNT,
        ),
    )


def from_eight_bits(values: NDArray[np.int8], steps: Matrix) -> Matrix:
    """`steps` has one for each column."""
    return values.astype(np.float32) * steps
