"""A real store in a temporary folder, with a clock that stands still until it is moved."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.store import Store, open_store


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def holding(folder: Path, words: str) -> list[str]:
    """The files that hold these words. Grep reads them: closing a database's file here would drop its locks."""
    found = subprocess.run(["grep", "-rlaF", "--", words, str(folder)], capture_output=True, text=True, check=False)
    return sorted(Path(line).name for line in found.stdout.splitlines())


Opener = Callable[..., Store]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "alongside.db"


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Opener]:
    """Open the store as another process would: with a lease holder of its own."""
    stores: list[Store] = []

    def open_another(at: Path | None = path) -> Store:
        stores.append(open_store(at, clock=clock))
        return stores[-1]

    yield open_another
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()
