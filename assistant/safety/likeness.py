"""How much a message is like messages that somebody has labelled: worrying or ordinary, and if worrying, of what kind.

Triage's second signal: kernel ridge regression over the embeddings of 46,000 short examples and over the words
and letters they are written in. A sentence counts as much as the message it stands in, so that one line in a page of
notes is heard. `likeness.npz` holds the embeddings in their main directions, the coefficients and the weights of words;
`likeness-languages.npz` holds the weights of words in other languages, of which the embeddings know little: with them
beside the words messages of other writers were told apart no better. Each part of a message is asked of the file that
knows more of its words. Both are made from evals/safety/examples by `python -m evals.safety.train`.

English parts are asked a second time: `adapted.onnx` is the embedding model with thin matrices beside its layers that
learned from the same examples (`python -m evals.safety.adapt`). It reads a sentence in order, where the regression
knows its words and its drift: each mends some of the other's mistakes, and they do without each other.
"""

import logging
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError
from assistant.learning import Learned
from assistant.messages import About, Embedder, Span, Vectors
from assistant.ngrams import Matrix, unpacked, words
from assistant.safety.disguise import plain
from assistant.safety.languages import LANGUAGES, Language
from assistant.safety.signals import CATEGORIES, Category

logger = logging.getLogger(__name__)

ENGLISH = Path(__file__).with_name("likeness.npz")
OTHERS = Path(__file__).with_name("likeness-languages.npz")
ADAPTED = Path(__file__).with_name("adapted.onnx")
OUTPUTS = ("risk", "urgent", "other", *CATEGORIES)
"""What is told of a part, each about +1 for yes and -1 for no. In other languages there follows which of them it is."""
WORDS_COUNT = 0.6  # the share of words beside embeddings; .6 and 1 did equally well on held-out families, 0 worse
ADAPTED_COUNTS = (
    0.2  # its share, on the dev splits; with .4 it noticed as much and took more ordinary questions for worrying
)
OF_A_PART = 0.3  # of many sentences one is like something by chance; of 0 to .5, on the dev splits
OF_A_PART_ELSEWHERE = 0.1  # in other languages; of 0, .1, .2 and .3
LONG_WORDS = 60  # a longer message is heard by its sentences only: of its whole a model hears little
MOST_PARTS = 60  # sentences; about two pages
SHORTEST_PART = 3  # words; "ok." says nothing by itself
KNOWN_SHARE = 0.5  # of a part's different words; below it is in no language that is known, or in none

_SENTENCE = re.compile(r"[^.!?;\n…।؟؛。！？；]+[.!?;…।؟؛。！？；]*")


@dataclass(frozen=True, slots=True)
class Likely:
    """What a message is most like, by its most worrying part."""

    risk: float
    """About 1 when it is like worrying messages, about -1 when like ordinary ones."""
    urgent: float
    category: Category
    about: About
    part: Span
    language: Language | None = None
    """None: English."""
    whole: bool = False
    """The message is this one part: nothing else stands in it."""
    of_a_part: bool = False
    """It is told of one sentence among others."""
    most: float = -1.0
    """The highest risk of any part, this one or another."""
    compared: tuple[Span, ...] = ()
    """The sentences that were compared by themselves: not the shortest, not those after the sixtieth, and not those in
    words that no example has.
    """

    def vouches_for(self, evidence: Sequence[Span]) -> bool:
        """Was each of these spans compared, in a sentence of its own?"""
        return all(
            any(part.start <= span.start and span.end <= part.end for part in self.compared) for span in evidence
        )

    @property
    def alone(self) -> float:
        """The risk by which it may raise a concern that nothing else speaks for: less for one sentence of many."""
        if not self.of_a_part:
            return self.risk
        return self.risk - (OF_A_PART_ELSEWHERE if self.language else OF_A_PART)


UNLIKE = Likely(-1.0, -1.0, CATEGORIES[0], "self", Span(0, 0))
"""What is said of a message that has no words the examples know."""


Adapted = Callable[[Sequence[str]], Vectors]
"""Shape (texts, OUTPUTS), before any squashing. Raises AssistantError."""


class Alike(Protocol):
    def __call__(self, message: str) -> Likely | None:
        """Return None when it cannot be told; help is then shown more readily."""


class Likeness:
    """Implements `Alike`. Nothing is read before the first message, and each file does without the other."""

    def __init__(self, embedder: Embedder, *paths: Path, adapted: Adapted | None = None) -> None:
        self._embedder = embedder
        self._paths = paths or (ENGLISH, OTHERS)
        self._missing: set[Path] = set()
        self._adapted = adapted

    def __call__(self, message: str) -> Likely | None:
        spans = parts(message)
        if not spans:
            return UNLIKE
        whole = Span(0, len(message))
        told = [
            replace(likely, of_a_part=likely.part != whole)
            for path, model, asked in self._asked(message, spans)
            for likely in self._told(path, model, asked)
        ]
        if not told and len(self._missing) == len(self._paths):
            return None
        worst = max(told, key=lambda likely: likely.alone, default=UNLIKE)
        compared = tuple(likely.part for likely in told if likely.part != whole or _is_one_sentence(message))
        most = max((likely.risk for likely in told), default=UNLIKE.risk)
        return replace(worst, whole=len(spans) == len(told) == 1, most=most, compared=compared)

    def _asked(self, message: str, spans: Sequence[Span]) -> Iterator[tuple[Path, "Model", dict[Span, str]]]:
        """The parts that each file is asked about, as an eye sees them: those of which it knows more than others do."""
        texts = {span: plain(message[span.start : span.end]).text for span in spans}
        models = {path: model for path in self._paths if (model := self._model(path)) is not None}
        shares = {
            span: {path: model.share_known(text) for path, model in models.items()} for span, text in texts.items()
        }
        best = {span: max(known, key=known.__getitem__) for span, known in shares.items() if known}
        for path, model in models.items():
            asked = {span: texts[span] for span in best if best[span] == path and shares[span][path] >= KNOWN_SHARE}
            if asked:
                yield path, model, asked

    def _told(self, path: Path, model: "Model", asked: Mapping[Span, str]) -> list[Likely]:
        texts = [*asked.values()]
        try:
            told = model.told(texts, self._embedder)
        except AssistantError as error:
            self._miss(path, error)
            return []
        return [*map(_likely, self._read_again(texts, told) if model.directions.size else told, asked)]

    def _read_again(self, texts: Sequence[str], told: Matrix) -> Matrix:
        """What the adapted model and the regression tell together, on the regression's scale."""
        if self._adapted is None or ADAPTED in self._missing:
            return told
        try:
            again = squashed(self._adapted(texts))
        except AssistantError as error:
            self._miss(ADAPTED, error)
            return told
        return told + ADAPTED_COUNTS * (again - told)

    def _model(self, path: Path) -> "Model | None":
        if path in self._missing:
            return None
        try:
            return load_model(path, self._embedder.name)
        except AssistantError as error:
            self._miss(path, error)
            return None

    def _miss(self, path: Path, error: AssistantError) -> None:
        """Asked once: to look for weights on every message would cost what they do."""
        logger.warning("no likeness: %s", type(error).__name__)
        self._missing.add(path)


def squashed(told: Vectors) -> Matrix:
    """What the adapted model tells, from -1 for no to +1 for yes."""
    first = len(OUTPUTS) - len(CATEGORIES)
    likely = np.exp(told[:, first:] - told[:, first:].max(axis=1, keepdims=True))
    kinds = 2 * likely / likely.sum(axis=1, keepdims=True) - 1
    return np.hstack([np.tanh(told[:, :first] / 2), kinds]).astype(np.float32)


def _likely(told: Matrix, part: Span) -> Likely:
    risk, urgent, other = (float(value) for value in told[: len(OUTPUTS) - len(CATEGORIES)])
    categories, languages = np.split(told[len(OUTPUTS) - len(CATEGORIES) :], [len(CATEGORIES)])
    return Likely(
        risk,
        urgent,
        CATEGORIES[int(categories.argmax())],
        "other" if other > 0 else "self",
        part,
        LANGUAGES[int(languages.argmax())] if languages.size else None,
    )


class LikenessMissingError(AssistantError):
    """The examples' coefficients are missing, spoilt or of other embeddings."""


@dataclass(frozen=True)
class Model:
    embedder: str
    directions: Matrix
    """(384, d): the main directions of the examples' embeddings; d is 0 where words alone tell."""
    learned: Learned
    """From the examples in these directions; its outputs are OUTPUTS, and in other languages LANGUAGES after them."""

    def told(self, texts: Sequence[str], embedder: Embedder) -> Matrix:
        """Shape (texts, outputs). Nothing is embedded where words alone tell."""
        none = np.zeros((len(texts), len(self.directions)), np.float32)
        return self.scores(embedder.embed(texts) if self.directions.size else none, texts)

    def share_known(self, text: str) -> float:
        """The share of its different words that stand in the examples."""
        found = set(words(text))
        return len(found & self.learned.places.keys()) / max(len(found), 1)

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


def _is_one_sentence(message: str) -> bool:
    return sum(bool(found.group().strip()) for found in _SENTENCE.finditer(message)) == 1


def _words(message: str, span: Span) -> int:
    return len(words(message[span.start : span.end]))


@lru_cache(maxsize=2)
def load_model(path: Path, embedder: str) -> Model:
    """Raises LikenessMissingError when the file is missing, spoilt or was made with another embedder."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            model = _model(file)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise LikenessMissingError(f"{path.name} cannot be read. Install Alongside again.") from error
    if model.directions.size and model.embedder != embedder:
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
