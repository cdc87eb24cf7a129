"""Answers written outside the page's rerun: recorded before they start, as they grow and however they end.

* done         all of it was said
* stopped      the person stopped it; what there was is kept
* interrupted  something broke, or the process writing it is gone; what there was is kept, `problem` says what to do

An answer holds a lease that is renewed while it is written, even by a model that says nothing, so that a crash is
told from a live turn.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from itertools import repeat
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Literal

from assistant.conversation import Assistant, Reply, readable, refuse_unusable
from assistant.errors import AssistantError, InputError, StoreError
from assistant.messages import Signposting, Turn
from assistant.situation import Situation
from assistant.store import Said, StartedTurn, Store, StoredTurn

logger = logging.getLogger(__name__)

GROWTH_SECONDS = 0.15  # faster than the page looks, slow enough for twenty answers at once on one disk
RENEWALS = 3  # per lease
STOP_SECONDS = 6.0  # a little longer than a busy database makes anybody wait
LAST_TRIES = (
    0.2,
    1.0,
    3.0,
    *repeat(9.0, 66),
)  # pauses between attempts to record an ending: ten minutes to empty a disk

BROKEN = "Something went wrong inside Alongside. Your message is kept; ask for the answer again."

NOTHING_TO_EDIT = "That message is not here any more. Send it as a new one; nothing else has changed."


@dataclass(frozen=True, slots=True)
class Ending:
    state: Literal["done", "stopped", "interrupted"]
    problem: str | None = None


class Running:
    """The answers being written to one store by this process."""

    def __init__(self, assistant: Callable[[], Assistant], store: Store) -> None:
        self._assistant = assistant
        self._store = store
        self._live: dict[str, Answering] = {}
        self._lock = Lock()
        with suppress(StoreError):  # whoever reads them sees by their leases that they are broken off
            self.recover()

    def answer(self, conversation: str | None, text: str, situation: Situation, *, unmasked: bool = False) -> str:
        """Record the message, start answering and return the id of the answer.

        Raises InputError for a message that cannot be answered as it is, StoreError when it could not be recorded;
        then nothing is stored, and whoever holds the text must keep it.
        """
        text = readable(text)
        early = None
        if not _usable(text):
            known = self._store.history(conversation) if conversation else ()
            early = self._assistant().stream(text, situation, known)
        return self._begin(self._store.start(conversation, text, situation, unmasked=unmasked), early)

    def regenerate(self, turn: str, situation: Situation | None = None) -> str:
        """Answer the same question again: another version, or the way to finish a broken answer.

        What the person chose for the question holds: it is sent as it is again, or masked again.
        """
        self.stop(turn)
        return self._begin(self._store.regenerate(turn, situation))

    def edit_last(
        self, conversation: str, text: str, situation: Situation | None = None, *, unmasked: bool = False
    ) -> str:
        """Say the last message differently and answer that. Raises as `answer` does."""
        text = readable(text)
        stored = self._store.conversation(conversation)
        question = stored.last_question if stored else None
        if stored is None or question is None:
            raise StoreError(NOTHING_TO_EDIT)
        early = None
        if not _usable(text):
            known = self._store.history(conversation, before=question.position)
            early = self._assistant().stream(text, situation or question.situation, known)
        for turn in stored.running:
            self.stop(turn.id)
        return self._begin(self._store.edit_last(conversation, text, situation, unmasked=unmasked), early)

    def stop(self, turn: str) -> None:
        """Stop an answer and keep what there is of it; one that has ended stays as it is."""
        live = self._live.get(turn)
        if live is None or not live.stop():
            self._store.stop(turn)

    def wait(self, turn: str, timeout: float | None = None) -> bool:
        """Wait until an answer of this process has ended; return whether it has."""
        live = self._live.get(turn)
        return live is None or live.ended.wait(timeout)

    def writing(self, turn: str) -> bool:
        """Is this answer being written here? Then it is no orphan, whatever has become of its lease."""
        live = self._live.get(turn)
        return live is not None and not live.ended.is_set()

    def look(self, turn: str) -> StoredTurn | None:
        """An answer as it stands: while it is written here, with what the disk has not taken yet."""
        stored, live = self._store.turn(turn), self._live.get(turn)
        return live.over(stored) if stored and live else stored

    def help_for(self, conversation: str | None, text: str, situation: Situation) -> Signposting | None:
        """The fixed words for a message that could not be recorded, if it needs them: help waits for no disk."""
        known: tuple[Turn, ...] = ()
        with suppress(StoreError):
            known = self._store.history(conversation) if conversation else ()
        with suppress(AssistantError):
            return self._assistant().stream(text, situation, known).signposting
        return None

    def recover(self) -> None:
        """Mark as interrupted what was left behind by a process that is gone."""
        with self._lock:
            live = set(self._live)
        if lost := self._store.recover(sparing=live):
            logger.warning("answers interrupted by the end of their process: %d", lost)

    def _begin(self, started: StartedTurn, early: Reply | None = None) -> str:
        def reply() -> Reply:
            return early or self._assistant().stream(
                started.text, started.situation, started.history, unmasked=started.unmasked, called=started.called
            )

        live = Answering(self._store, started, reply)
        with self._lock:
            ended = [turn for turn, other in self._live.items() if other.ended.is_set()]
            for turn in ended:
                del self._live[turn]
            self._live[started.id] = live
        live.start()
        return started.id


class Answering:
    """One answer being written.

    One thread reads the words and may hang with the model; the other alone writes the stored turn, so that a
    hung model can be stopped and keeps its lease.
    """

    def __init__(self, store: Store, started: StartedTurn, reply: Callable[[], Reply]) -> None:
        self._store = store
        self._turn = started.id
        self._reply = reply
        self._said = Said(situation=started.situation)
        self._news: SimpleQueue[Said | Ending] = SimpleQueue()
        self._over = Event()
        self._problem: str | None = None
        """Why the newest words are not recorded yet, and what to do."""
        self.ended = Event()

    def start(self) -> None:
        for target in (self._read, self._keep):
            Thread(target=target, name="answer", daemon=True).start()

    def stop(self) -> bool:
        """Ask it to stop; return whether it has ended."""
        self._over.set()
        self._news.put(Ending("stopped"))
        return self.ended.wait(STOP_SECONDS)

    def over(self, stored: StoredTurn) -> StoredTurn:
        """The stored turn with the words only memory has."""
        if self.ended.is_set() or stored.state in {"done", "stopped"}:
            return stored
        said = self._said
        newest = {field.name: getattr(said, field.name) for field in fields(Said)}
        return replace(stored, **newest, state="running", problem=self._problem)

    def _read(self) -> None:
        try:
            self._listen()
            ending = Ending("done")
        except AssistantError as error:
            self._log("answer interrupted", error)
            ending = Ending("interrupted", str(error))
        except Exception as error:  # noqa: BLE001 - whatever broke, the turn must not stay open
            self._log("answer broken off by a fault", error)
            ending = Ending("interrupted", BROKEN)
        self._news.put(ending)

    def _listen(self) -> None:
        reply = self._reply()
        self._news.put(so_far(reply))
        for _ in reply:
            if self._over.is_set():
                return
            self._news.put(so_far(reply))
        self._news.put(so_far(reply))

    def _keep(self) -> None:
        try:
            self._end(self._grow())
        except Exception as error:  # noqa: BLE001 - the lease will pass, which marks the turn interrupted
            self._log("answer not recorded", error)
        finally:
            self._over.set()
            self.ended.set()

    def _grow(self) -> Ending | None:
        """Record what is said until it ends; None when the turn is no longer ours."""
        recorded, written = self._said, monotonic() - GROWTH_SECONDS
        renewal = self._store.lease_seconds / RENEWALS
        while True:
            due = written + (renewal if self._said is recorded else GROWTH_SECONDS)
            news = self._next(due - monotonic())
            if isinstance(news, Ending):
                return news
            if news is not None:
                self._said = news
                due = min(due, written + GROWTH_SECONDS)
            if monotonic() < due:
                continue
            written = monotonic()
            try:
                if not self._store.grow(self._turn, self._said):
                    return None
                recorded, self._problem = self._said, None
            except StoreError as error:  # it is still in memory; the next write brings it along
                self._not_yet(error)

    def _next(self, seconds: float) -> Said | Ending | None:
        try:
            return self._news.get(timeout=max(seconds, 0))
        except Empty:
            return None

    def _end(self, ending: Ending | None) -> None:
        if ending is None:
            return
        for pause in LAST_TRIES:
            try:
                self._store.finish(self._turn, ending.state, self._said, ending.problem)
            except StoreError as error:
                self._not_yet(error)
                sleep(pause)
            else:
                return

    def _not_yet(self, error: StoreError) -> None:
        self._problem = str(error)
        self._log("answer not recorded yet", error)

    def _log(self, event: str, error: Exception) -> None:
        """By type and id only: a message or a traceback could quote what a person wrote."""
        logger.warning("%s: turn=%s error=%s", event.replace(" ", "-"), self._turn, type(error).__name__)


def _usable(text: str) -> bool:
    """What cannot be answered is given to the assistant before it is recorded: it refuses, unless help is needed."""
    try:
        refuse_unusable(text)
    except InputError:
        return False
    return True


def so_far(reply: Reply) -> Said:
    """What a reply has said and is known of it by now."""
    draft, timing = reply.draft, reply.timing
    return Said(
        text=reply.text,
        situation=reply.situation,
        citations=tuple(reply.grounding.citations),
        concern=reply.concern,
        signposting=reply.signposting,
        found=reply.found if reply.findings else None,
        dropped=reply.grounding.dropped,
        responder=draft.responder,
        model=draft.model,
        prompt=draft.prompt,
        sent=draft.sent,
        tokens=draft.tokens,
        ms={"triage": timing.triage, "search": timing.search, "first_text": timing.first_text, "total": timing.total},
    )
