"""A real store with a short lease, and answers running in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.running import Running
from assistant.store import Store, open_store
from tests.running.scripted import LEASE, PATIENCE, Script


@pytest.fixture
def script() -> Iterator[Script]:
    script = Script()
    yield script
    script.go_on.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alongside.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(path, lease_seconds=LEASE)
    yield store
    store.close()


@pytest.fixture
def running(script: Script, store: Store) -> Iterator[Running]:
    running = Running(script.assistant, store)
    yield running
    script.go_on.set()
    for turn in list(running._live):
        assert running.wait(turn, PATIENCE)
