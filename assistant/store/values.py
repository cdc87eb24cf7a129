"""What is stored, as plain values. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.messages import Citation, Concern, ResponderName, Sent, Signposting, Tokens, Turn
from assistant.situation import Situation

State = Literal["running", "done", "stopped", "interrupted"]
Speaker = Literal["person", "assistant"]
Verdict = Literal["up", "down"]
Reason = Literal[
    "clear",
    "fits_me",
    "words_to_use",
    "not_my_question",
    "not_my_role",
    "not_true",
    "too_long",
    "too_vague",
    "unkind",
    "unsafe",
]
PreferenceName = Literal["situation", "keep", "all_at_once", "retention"]

REASONS: Mapping[Verdict, tuple[Reason, ...]] = {
    "up": ("clear", "fits_me", "words_to_use"),
    "down": ("not_my_question", "not_my_role", "not_true", "too_long", "too_vague", "unkind", "unsafe"),
}
"""Fixed, so that feedback never holds what a person wrote."""

RETENTIONS: tuple[int | None, ...] = (None, 30, 90, 365)
"""For how many days a conversation may be kept after something was last said in it; None: until it is deleted."""

LEASE_SECONDS = 10.0  # three renewals may fail before a live answer is taken for an orphan

INTERRUPTED = "This answer was interrupted. What there was of it is kept; ask for it again to finish it."
STOPPED_MARK = "[stopped before it was finished]"
"""Follows a stopped answer when it is handed to a responder, so that it is never taken for a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a turn says so far, and the facts about how it came to say it."""

    text: str = ""
    situation: Situation = field(default_factory=Situation)
    citations: tuple[Citation, ...] = ()
    concern: Concern = field(default_factory=Concern)
    signposting: Signposting | None = None
    """By value: the words as they were shown, whatever becomes of the file."""
    found: bool | None = None
    """Does it rest on guides that can be relied on? Settled at the end; None: nothing was searched."""
    dropped: int = 0
    """Citations that grounding dropped."""
    responder: ResponderName | None = None
    model: str | None = None
    prompt: str | None = None
    """Version of the prompt, when a model worded it."""
    sent: Sent | None = None
    """What a model was sent of the message, by value; None: nothing was."""
    unmasked: bool = False
    """Of a person's message: they chose that a model is sent it as it is, whenever it is answered."""
    tokens: Tokens | None = None
    ms: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rating:
    verdict: Verdict
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTurn(Said):
    """One turn as it stands in the store."""

    id: str
    conversation: str
    position: int
    speaker: Speaker
    state: State
    created: datetime
    problem: str | None = None
    """Why the answer was interrupted and what to do about it."""
    versions: tuple[str, ...] = ()
    """Ids of all versions of this turn, oldest first, itself included."""
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as a list shows it."""

    id: str
    title: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    title: str
    created: datetime
    updated: datetime
    turns: tuple[StoredTurn, ...]
    """Only the versions that are shown, and of those perhaps only the latest."""

    @property
    def earlier(self) -> int:
        """How many turns stand before these."""
        return self.turns[0].position if self.turns else 0

    @property
    def last_question(self) -> StoredTurn | None:
        return next((turn for turn in reversed(self.turns) if turn.speaker == "person"), None)

    @property
    def running(self) -> tuple[StoredTurn, ...]:
        return tuple(turn for turn in self.turns if turn.state == "running")


@dataclass(frozen=True, slots=True)
class StartedTurn:
    """An answer that has been recorded as running, with all that is needed to write it."""

    id: str
    conversation: str
    question: str
    """The id of the turn it answers."""
    text: str
    situation: Situation
    history: tuple[Turn, ...]
    """What was said before the question."""
    unmasked: bool = False
    """Whether a model is sent the question as it is."""
    called: str | None = None
    """What the person has called the conversation, if anything: often somebody's name."""
