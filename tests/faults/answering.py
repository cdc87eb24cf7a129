"""A process that talks with the real assistant until it is killed, and tells what it was promised.

Everything is the real thing but for the model, which is a scripted server on loopback.
"""

from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import assistant.responders.model  # noqa: F401 - loaded before the first process starts, as it takes a second
from assistant.build import build_assistant
from assistant.running import Running
from assistant.settings import Settings
from assistant.situation import Situation
from assistant.store import Store, open_store

LEASE = 0.5
HERE = Situation(role="mentor")
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a process was promised: `said` is stored, `deleting` may be gone, `deleted` is gone."""

    what: str
    text: str = ""
    conversation: str = ""


def settings_for(data: Path, content: Path, model: str) -> Settings:
    environ = {"ALONGSIDE_MODEL": "scripted", "OPENAI_BASE_URL": model, "OPENAI_API_KEY": "none"}
    return replace(Settings.from_env({"ALONGSIDE_DATA": str(data), **environ}), content=content)


def talk(settings: Settings, name: str, told: Connection) -> None:
    """Open everything, finish what was broken off, and talk on; it ends by being killed."""
    store = open_store(settings.database, lease_seconds=LEASE)
    made = build_assistant(settings)
    made.reply("hello", HERE)  # all that is loaded late is loaded now
    person = Person(Running(lambda: made, store), store, name, told)
    told.send(Told("up"))
    person.finish_the_last()
    while True:
        person.act()


class Person:
    """Somebody who writes, interrupts, changes their mind and deletes, by chance."""

    def __init__(self, running: Running, store: Store, name: str, told: Connection) -> None:
        self._running, self._store, self._told = running, store, told
        self._name, self._chance, self._count = name, Random(name), 0  # noqa: S311 - moments, not secrets
        self._conversation: str | None = None
        self._turn = ""

    def finish_the_last(self) -> None:
        """Press `Finish it` on the newest answer that was broken off."""
        for summary in self._store.conversations()[:1]:
            shown = self._store.conversation(summary.id)
            last = shown.turns[-1] if shown else None
            if last and last.state in {"interrupted", "stopped"}:
                self._turn = self._running.regenerate(last.id)
                self._conversation = summary.id
                self._running.wait(self._turn, PATIENCE)

    def act(self) -> None:
        acts = (self._ask, self._ask, self._ask_elsewhere, self._again, self._edit, self._delete)
        self._chance.choice(acts)()
        if (
            self._turn
            and not self._running.wait(self._turn, self._chance.uniform(0, 0.6))
            and self._chance.random() < 0.3
        ):
            self._running.stop(self._turn)

    def _say(self, conversation: str | None) -> None:
        text = self._words()
        self._turn = self._running.answer(conversation, text, HERE)
        self._stored(text)

    def _ask(self) -> None:
        self._say(self._conversation)

    def _ask_elsewhere(self) -> None:
        self._say(None)

    def _again(self) -> None:
        if self._turn:
            self._turn = self._running.regenerate(self._turn)

    def _edit(self) -> None:
        if self._conversation:
            text = self._words()
            self._turn = self._running.edit_last(self._conversation, text)
            self._stored(text)

    def _delete(self) -> None:
        if self._conversation and self._chance.random() < 0.5:
            self._told.send(Told("deleting", conversation=self._conversation))
            self._store.delete(self._conversation)
            self._told.send(Told("deleted", conversation=self._conversation))
            self._conversation, self._turn = None, ""

    def _words(self) -> str:
        self._count += 1
        return f"{self._name} message {self._count}: she keeps cancelling on me, what do I say to her?"

    def _stored(self, text: str) -> None:
        turn = self._store.turn(self._turn)
        assert turn is not None
        self._conversation = turn.conversation
        self._told.send(Told("said", text, turn.conversation))
