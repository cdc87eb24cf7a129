"""The real `Assistant` around a scripted responder, and how the tests look at what is stored."""

import time
from collections.abc import Callable, Iterator, Sequence
from threading import Event

from assistant.conversation import Assistant
from assistant.messages import (
    Concern,
    Draft,
    Findings,
    Hit,
    Passage,
    Piece,
    Question,
    Sent,
    Signposting,
    Support,
    Tokens,
    Turn,
)
from assistant.running import Running
from assistant.situation import Situation
from assistant.store import Conversation, Store, StoredTurn

HERE = Situation(role="mentor")
MARKED = "the marked sentence nobody else may read"
PASSAGE = Passage("commitment/missed#do", "commitment/missed", "Missed", "do", None, "Ask before you assume.")
HELP = Signposting("danger", "Ring 999 now.")
PATIENCE = 10.0  # far longer than anything here takes
LEASE = 0.6

Pieces = Callable[[Question], Iterator[Piece]]


class Script:
    """What the responder says, and what it was asked."""

    def __init__(self) -> None:
        self.pieces: Pieces = lambda _question: iter(
            [Piece("Ask first.", (Support(PASSAGE.id, 0, 10),)), Piece(" Then wait.")]
        )
        self.hits = [Hit(PASSAGE, 0.9)]
        self.sent: Sent | None = None
        """What a model is said to have been sent."""
        self.moderated: Concern | None = None
        """What a moderation service makes of every message."""
        self.asked: list[Question] = []
        self.go_on = Event()
        self.broken: Exception | None = None

    def assistant(self) -> Assistant:
        if self.broken:
            raise self.broken
        return Assistant(
            triage=lambda text, _history: Concern("urgent" if "danger" in text else "none"),
            signpost=lambda _text, concern, *_: HELP if concern.level == "urgent" or concern.moderated else None,
            search=lambda _text, _situation, _history: Findings("query", tuple(self.hits), reliable=True),
            responder=self.respond,
            passages={PASSAGE.id: PASSAGE},
            find_support=lambda _sentence, _passage: None,
            moderate=lambda question: self.moderated or question.concern,
        )

    def respond(self, question: Question) -> Draft:
        self.asked.append(question)
        return Draft(self.pieces(question), "model", "small", Tokens(10, 5), prompt="ab12", sent=self.sent)

    def hang(self, *words: str) -> None:
        """Say these words, then nothing until told to go on."""

        def pieces(_question: Question) -> Iterator[Piece]:
            yield from map(Piece, words)
            self.go_on.wait(PATIENCE)
            yield Piece(" and the rest")

        self.pieces = pieces

    def fail(self, error: Exception, *words: str) -> None:
        def pieces(_question: Question) -> Iterator[Piece]:
            yield from map(Piece, words)
            raise error

        self.pieces = pieces


def stored(store: Store, turn: str) -> StoredTurn:
    found = store.turn(turn)
    assert found is not None
    return found


def conversation(store: Store, turn: str) -> Conversation:
    found = store.conversation(stored(store, turn).conversation)
    assert found is not None
    return found


def ended(running: Running, store: Store, turn: str) -> StoredTurn:
    assert running.wait(turn, PATIENCE)
    return stored(store, turn)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def texts(turns: Sequence[Turn | StoredTurn]) -> list[str]:
    return [turn.text for turn in turns]
