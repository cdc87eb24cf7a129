"""Kill a process that answers, at random moments, and look each time whether anything was lost.

`python -m tests.faults.soak --rounds 200 --seed 7`; `--start 120` goes on at that round of the same seed.
"""

import argparse
import json
import multiprocessing
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from assistant.retrieval.index import open_index
from assistant.settings import Settings, content_folder
from assistant.store import Store, open_store
from assistant.store.database import utc_now
from tests.faults.answering import LEASE, Told, settings_for, talk
from tests.model_server import ModelServer, words

ROUNDS = 200
START_SECONDS = 600.0  # a busy machine, and perhaps an index to build
LONGEST_TALK = 3.0  # seconds
REBUILDS = 8  # one round in so many finds a stale index and may be killed while it is built anew
WORDS = "Begin with one plain question. Then wait for the answer. Say what you saw. Ask what would help."
CHUNKS = [f"{word} " for word in WORDS.split()]
STATES = {"running", "done", "stopped", "interrupted"}


@dataclass
class Soak:
    """Rounds of one seed on one data folder, and what has been promised in them so far."""

    settings: Settings
    seed: int
    whole: str = ""
    """What an answer says when it is not broken off."""
    said: dict[str, str] = field(default_factory=dict)
    """Conversation by message."""
    deleting: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    states: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.faults.answering"])

    def run(self, number: int) -> None:
        """One round: start, talk, kill, look. Raises AssertionError with the seed and the round."""
        chance = Random(f"{self.seed}/{number}")  # noqa: S311 - moments, not secrets
        rebuild = number % REBUILDS == REBUILDS - 1
        if rebuild:
            self._make_index_stale()
        ours, theirs = self._processes.Pipe(duplex=False)
        process = self._processes.Process(target=talk, args=(self.settings, f"round {number}", theirs))
        process.start()
        theirs.close()
        if not rebuild:
            assert ours.poll(START_SECONDS), "the process did not start"
        time.sleep(chance.uniform(0, LONGEST_TALK))
        process.kill()
        process.join()
        self._note(ours)
        self._look(number)

    def _make_index_stale(self) -> None:
        path = self.settings.index / "current.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "library": "stale"}))

    def _note(self, told: Connection) -> None:
        """Read what the process had been promised before it died."""
        while True:
            try:
                self._remember(told.recv())
            except EOFError:
                return

    def _remember(self, told: Told) -> None:
        match told.what:
            case "said":
                self.said[told.text] = told.conversation
            case "deleting":
                self.deleting.add(told.conversation)
            case "deleted":
                self.deleted.add(told.conversation)

    def _look(self, number: int) -> None:
        where = f"seed {self.seed}, round {number}"
        database = self.settings.database
        with closing(sqlite3.connect(database)) as raw:
            raw.row_factory = sqlite3.Row
            assert [row[0] for row in raw.execute("PRAGMA integrity_check")] == ["ok"], where
            assert not list(raw.execute("PRAGMA foreign_key_check")), where
            turns = [dict(row) for row in raw.execute("SELECT * FROM turns")]
        self._look_at_messages(turns, where)
        self._look_at_answers(turns, where)
        open_index(self.settings.index).keywords.search("cancelling", 1)
        self._look_as_people_do(database, where)

    def _look_at_messages(self, turns: list[dict[str, Any]], where: str) -> None:
        stored = Counter(turn["text"] for turn in turns if turn["speaker"] == "person")
        for text, conversation in self.said.items():
            if conversation in self.deleted:
                assert stored[text] == 0, f"{where}: deleted and still there: {text}"
            elif conversation not in self.deleting:
                assert stored[text] == 1, f"{where}: stored {stored[text]} times: {text}"
        answered = {turn["parent"] for turn in turns if turn["speaker"] == "assistant"}
        assert {turn["id"] for turn in turns if turn["speaker"] == "person"} == answered, f"{where}: nothing answers it"

    def _look_at_answers(self, turns: list[dict[str, Any]], where: str) -> None:
        for turn in (turn for turn in turns if turn["speaker"] == "assistant"):
            assert turn["state"] in STATES, where
            assert (turn["lease_until"] is not None) == (turn["state"] == "running"), where
            self.whole = self.whole or (turn["text"] if turn["state"] == "done" else "")
            if turn["state"] == "done":
                assert turn["text"] == self.whole, f"{where}: not the whole answer: {turn['text']!r}"
            else:
                assert self._is_part(turn["text"]), f"{where}: no beginning of an answer: {turn['text']!r}"

    def _is_part(self, text: str) -> bool:
        return not self.whole or self.whole.startswith(text)

    def _look_as_people_do(self, database: Path, where: str) -> None:
        """Once the lease has passed nothing is shown as being written, and what is broken off says what to do."""
        later = timedelta(seconds=3 * LEASE)
        store = open_store(database, lease_seconds=LEASE, clock=lambda: _later(later))
        for turn in _shown(store):
            self.states[turn.state] += 1
            assert turn.state != "running", where
            assert turn.problem or turn.state != "interrupted", where
        store.close()


def _later(by: timedelta) -> datetime:
    return utc_now() + by


def _shown(store: Store) -> list[Any]:
    found = (store.conversation(summary.id) for summary in store.conversations())
    return [turn for conversation in found if conversation for turn in conversation.turns]


def prepared(folder: Path, index: Path | None) -> Path:
    """A data folder, with a copy of an index when there is one: making it takes a minute."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    if index is not None:
        shutil.copytree(index, data / "index")
    return data


def soak(data: Path, content: Path, seed: int, rounds: range, *, loud: bool = False) -> Soak:
    """`content` is what the guides are read from."""
    server = ModelServer()
    server.script(words(*CHUNKS, pause=0.03))
    with server.running():
        run = Soak(settings_for(data, content, server.url), seed)
        for number in rounds:
            run.run(number)
            if loud:
                print(f"round {number}: {len(run.said)} messages, shown {dict(run.states)}", flush=True)  # noqa: T201
            run.states.clear()
    return run


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--start", type=int, default=0)
    options.add_argument("--seed", type=int, default=int(time.time()))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}, rounds {chosen.start} to {chosen.rounds - 1}", flush=True)  # noqa: T201
    with TemporaryDirectory(prefix="alongside-soak-") as folder:
        data = prepared(Path(folder), None)
        run = soak(data, content_folder(), chosen.seed, range(chosen.start, chosen.rounds), loud=True)
    print(f"nothing lost: {len(run.said)} messages, {len(run.deleted)} conversations deleted")  # noqa: T201


if __name__ == "__main__":
    main()
