"""A database that fails: what people are told, and what must never be told."""

import logging
import os
import shutil
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import Said, Store, open_store
from assistant.store.database import Database

MARKED = "the marked sentence nobody else may read"
NOBODY = 65534
Opener = Callable[..., Store]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of an ordinary user: nothing is read-only for root, so root steps down for the test."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-test-"))  # pytest's own folders are closed to others
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_read_only_file_is_explained_and_still_read(folder: Path) -> None:
    path = folder / "alongside.db"
    store = open_store(path)
    started = store.start(None, "she keeps cancelling", Situation())
    store.close()
    path.chmod(0o400)
    store = open_store(path)
    with pytest.raises(StoreError, match=r"cannot be changed.*writable"):
        store.start(started.conversation, MARKED, Situation())
    assert len(store.conversations()) == 1
    store.close()


def test_a_read_only_folder_is_explained(folder: Path) -> None:
    folder.chmod(0o500)
    with pytest.raises(StoreError, match="Set ALONGSIDE_DATA"):
        open_store(folder / "alongside.db")


def test_a_folder_that_became_read_only_is_explained(folder: Path) -> None:
    open_store(folder / "alongside.db").close()
    folder.chmod(0o500)
    with pytest.raises(StoreError, match=r"writable|you may write in it"):
        open_store(folder / "alongside.db").start(None, MARKED, Situation())


@pytest.mark.usefixtures("store")
def test_a_locked_database_is_explained(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.connection.PRAGMAS", ("busy_timeout = 50",))
    impatient = open_store(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"Something else is using.*try again"):
        impatient.start(None, MARKED, Situation())
    assert impatient.conversations() == ()
    other.close()
    impatient.close()


def test_a_full_disk_is_explained_and_nothing_is_half_recorded(store: Store) -> None:
    started = store.start(None, "hello", Situation())
    fill_up(store)
    with pytest.raises(StoreError, match="disk is full"):
        store.finish(started.id, "done", Said(text=MARKED * 10_000))
    turn = store.turn(started.id)
    assert turn is not None
    assert (turn.state, turn.text) == ("running", "")


@pytest.mark.parametrize("content", [b"not a database " * 1000, b"\0" * 8192], ids=["text", "zeros"])
def test_a_damaged_file_is_explained_and_left_alone(path: Path, opened: Opener, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        opened()
    assert path.read_bytes() == content


def test_damage_in_the_middle_is_explained(path: Path, opened: Opener) -> None:
    opened().start(None, "hello " * 5000, Situation())
    opened().close()
    with_log = sqlite3.connect(path)
    with_log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with_log.close()
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\xab" * (len(damaged) - 4096)
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match="damaged"):
        opened().conversations()


def test_a_missing_folder_that_cannot_be_made_is_explained(opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Set ALONGSIDE_DATA"):
        opened(tmp_path / "file" / "alongside.db")


def test_a_folder_that_was_deleted_meanwhile_swallows_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    started = store.start(None, "hello", Situation())
    path.parent.rename(tmp_path / "unplugged")
    for attempt in (store.conversations, lambda: store.start(None, MARKED, Situation())):
        with pytest.raises(StoreError, match=r"moved or deleted.*Put it back"):
            attempt()
    assert not path.parent.exists()
    (tmp_path / "unplugged").rename(path.parent)
    assert store.finish(started.id, "done", Said(text="answered"))


def test_no_fault_tells_what_a_person_wrote(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    started = store.start(None, MARKED, Situation())
    fill_up(store)
    with pytest.raises(StoreError) as failure:
        store.start(started.conversation, MARKED * 10_000, Situation())
    told = "".join(traceback.format_exception(failure.value))
    assert "INSERT INTO turns" in told
    assert MARKED not in told
    assert MARKED not in caplog.text


def fill_up(store: Store) -> None:
    """Leave no page to write on."""
    database: Database = store._database
    event.listen(database._engine, "checkout", lambda connection, *_: connection.execute("PRAGMA max_page_count = 1"))
