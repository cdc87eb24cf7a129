"""A process told to end while an answer is being written: what there was is kept, and nothing else tells of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.running import Running
from assistant.settings import CHECKOUT, Settings
from assistant.store import open_store
from tests.leaks.places import MARKED, holders
from tests.running.scripted import LEASE, Script, conversation, stored, texts, until

WRITES = f"""
import logging, signal, time
from assistant.running import Running
from assistant.settings import Settings
from assistant.store import open_store
from assistant.ui.start import keep_words_out
from tests.running.scripted import HERE, Script
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell has put into the background
keep_words_out()
for name in list(logging.root.manager.loggerDict):
    logging.getLogger(name).setLevel(logging.DEBUG)
script = Script()
script.hang({MARKED!r})
store = open_store(Settings.from_env().database, lease_seconds={LEASE})
turn = Running(script.assistant, store).answer(None, {MARKED!r}, HERE)
while store.turn(turn).text != {MARKED!r}:
    time.sleep(0.01)
print(turn, flush=True)
words = {MARKED!r}
time.sleep(60)
"""


Place = dict[str, str]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A home, a place for temporary files and a data folder, each its own."""
    folders = {name: tmp_path / name for name in ("HOME", "TMPDIR", "ALONGSIDE_DATA")}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    return {name: str(folder) for name, folder in folders.items()}


def write_until(told: signal.Signals, place: Place, output: Path) -> str:
    """Returns the answer that was being written."""
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1",
        "ALONGSIDE_LOG_LEVEL": "debug", **place,
    }  # fmt: skip
    command = [sys.executable, "-c", WRITES]
    with (
        output.open("w") as errors,
        subprocess.Popen(
            command, cwd=place["HOME"], env=environment, text=True, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        assert process.stdout is not None
        turn = process.stdout.readline().strip()
        process.send_signal(told)
        output.with_suffix(".more").write_text(process.communicate(timeout=60)[0])
    return turn


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM], ids=lambda told: told.name)
def test_a_process_told_to_end_while_it_writes_leaves_words_in_the_database_alone(
    tmp_path: Path, place: Place, script: Script, told: signal.Signals
) -> None:
    turn = write_until(told, place, tmp_path / "output")
    database = Settings.from_env(place).database
    store = open_store(database, lease_seconds=LEASE)
    Running(script.assistant, store)
    until(lambda: stored(store, turn).state == "interrupted")
    assert texts(conversation(store, turn).turns) == [MARKED, MARKED]
    store.close()
    assert {Path(holder).parent for holder in holders([tmp_path])} == {database.parent}
