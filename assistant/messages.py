"""The values that flow through a conversation, and the Protocols of its parts. Plain data: no I/O, no libraries.

Offsets count code points. A span is half open: `text[start:end]`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.situation import Role, Situation

Vectors = NDArray[np.float32]
"""One row per text, each of unit length."""

Progress = Callable[[int, int], None]
"""Called with texts embedded so far and texts to embed."""

Heading = Literal["first_words", "in_short", "do", "say", "ask", "avoid", "get_help_when", "reflect", "why", "rule"]
"""Those of a guide, and `rule` for what a programme's own documents say, whose headings are their authors'."""
Source = Literal["guide", "programme"]
ResponderName = Literal["library", "model"]
Level = Literal["none", "caution", "urgent"]
About = Literal["self", "other"]

MaskKind = Literal["name", "place", "phone", "email", "web", "user_name", "address", "postcode", "id", "birth"]
"""What of a person is taken out before a text is sent."""

MAX_MESSAGE_CHARS = 4_000  # about two pages; longer messages are asked to be shortened


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Concern:
    """What triage made of a message in the light of the conversation."""

    level: Level = "none"
    category: str | None = None
    about: About | None = None
    evidence: tuple[Span, ...] = ()
    """Spans of the message that led to it."""
    moderated: bool = False
    """Triage saw nothing; a moderation service did."""

    def as_dict(self) -> dict[str, Any]:
        """As commands print it: `moderated` stands in it only where it is so."""
        told = asdict(self)
        return told if self.moderated else {name: told[name] for name in told if name != "moderated"}


@dataclass(frozen=True, slots=True)
class Signposting:
    """Fixed words shown before anything else."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading of one guide for one reader: the unit that is searched and cited."""

    id: str
    """`folder/file#say`, or `folder/file#say.peer` for a reader's own lines."""
    guide: str
    title: str
    heading: Heading
    reader: Role | None
    """None: shared by every reader of the guide."""
    text: str
    source: Source = "guide"
    place: str = ""
    """Where it stands in a programme's document: its heading, its page, or both. Empty for a guide."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a programme's own document says on a message: `passage.text[start:end]` is to be quoted."""

    passage: Passage
    start: int
    end: int
    score: float
    """How surely it is about the message; comparable between messages."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found, with its fused score (higher is better; comparable within one search)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What search found for one message."""

    query: str
    """The standalone query that was searched."""
    hits: tuple[Hit, ...] = ()
    reliable: bool = False
    """False: nothing found that can be relied on; the hits are only the nearest."""
    sure: bool = True
    """False: the best guide is hardly better than the next, so that the first few are offered instead of the best."""
    nearest: tuple[str, ...] = ()
    """Titles of the nearest guides, best first, at most two."""
    vector: Vectors | None = field(default=None, compare=False, repr=False)
    """The message's own embedding, shape (dimensions,), so that nobody embeds it twice."""
    topic: Vectors | None = field(default=None, compare=False, repr=False)
    """The embedding of the message with what it leans on; the same when it leans on nothing."""
    rules: tuple[Rule, ...] = ()
    """What the programme's own documents say on it, best first; empty unless they surely do."""


@dataclass(frozen=True, slots=True)
class Citation:
    n: int
    passage: str
    guide: str
    source: Source
    start: int
    end: int
    quote: str
    """`passage.text[start:end]`, kept by value so that old answers survive changed guides."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far, the person's or the assistant's."""

    speaker: Literal["person", "assistant"]
    text: str
    citations: tuple[Citation, ...] = ()
    concern: Concern = Concern()
    signposting: str | None = None
    """The id of the fixed words shown with it."""
    role: Role | None = None
    """As whom the person was answered, where that is known."""


@dataclass(frozen=True, slots=True)
class Support:
    """A claim by a responder that a passage holds what it just said.

    Without a span (start is None) grounding looks for the sentence of the passage that supports it.
    """

    passage: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of answer, a sentence or less, with what supports it. Markers are added by grounding."""

    text: str
    support: tuple[Support, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    prompt: int
    completion: int
    cost: float | None = None
    """In the currency of the prices that were set; None when none were."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Something personal that was taken out, and what stood for it."""

    was: str
    """As the person wrote it first."""
    instead: str
    kind: MaskKind


@dataclass(frozen=True, slots=True)
class Sent:
    """What a model was sent of what the person wrote."""

    text: str
    """Their message as it went."""
    masked: bool
    """False: the message went as it was written."""
    replaced: tuple[Replacement, ...] = ()
    """In the message and in the turns before it that went along, each once."""


@dataclass(frozen=True, slots=True)
class Question:
    """All that a responder is given."""

    text: str
    situation: Situation
    history: tuple[Turn, ...]
    findings: Findings
    concern: Concern
    unmasked: bool = False
    """The person wants this message sent as it is, names and numbers included."""
    called: str | None = None
    """What they have called the conversation, which is sent to nobody: often the nickname of whom it is about."""


class Triage(Protocol):
    def __call__(self, text: str, history: Sequence[Turn]) -> Concern: ...


class Signpost(Protocol):
    def __call__(
        self, text: str, concern: Concern, situation: Situation, history: Sequence[Turn]
    ) -> Signposting | None:
        """Return the fixed words to show, or None to carry on."""


class Moderate(Protocol):
    def __call__(self, question: "Question") -> Concern:
        """Return the concern to go on with: the question's own, or a caution where it had none."""


class Embedder(Protocol):
    @property
    def name(self) -> str:
        """Which model and which weights: vectors of different names must never be compared."""

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class Search(Protocol):
    def __call__(self, text: str, situation: Situation, history: Sequence[Turn]) -> Findings: ...


@dataclass(slots=True)
class Draft:
    """An answer being written. The facts beside the pieces are settled once the pieces are exhausted."""

    pieces: Iterator[Piece]
    """Sentences or less, in order. Iterating raises ModelError when the model cannot go on."""
    responder: ResponderName
    model: str | None = None
    tokens: Tokens | None = None
    prompt: str | None = None
    """Version of the prompt a model was given."""
    sent: Sent | None = None
    """What went to a model, known before it goes; None when nothing is sent."""
    withheld: str | None = None
    """What kind of thing a model said that was not shown: a category of knowledge/unsayable.yaml."""


class Responder(Protocol):
    def __call__(self, question: Question) -> Draft: ...
