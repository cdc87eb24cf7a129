"""Upgrades, backups, exports and forgetting on a disk that is full or may not be written."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import Said, Store, open_store, restore, save_backup
from tests.faults.conftest import Disk
from tests.store import old_shapes
from tests.store.conftest import holding
from tests.store.old_shapes import rows

MARKED = "the marked sentence nobody else may read"
SmallDisk = Callable[[float], Disk]


@pytest.fixture
def disk(small_disk: SmallDisk) -> Disk:
    return small_disk(3)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """On a disk with room."""
    path = tmp_path / "data" / "alongside.db"
    store = open_store(path)
    say(store, f"{MARKED} " * 5_000)
    store.close()
    return path


def say(store: Store, text: str) -> str:
    started = store.start(None, text, Situation())
    store.finish(started.id, "done", Said(text="answered"))
    return started.conversation


def test_an_upgrade_without_room_leaves_the_old_shape_whole(disk: Disk) -> None:
    path = disk.folder / "data" / "alongside.db"
    old_shapes.make(path, "0001")
    before = rows(path)
    disk.fill(leaving=100_000)
    with pytest.raises(StoreError, match=r"disk is full|must be copied before|could not be read or written"):
        open_store(path)
    disk.free()
    assert rows(path) == before
    store = open_store(path)
    assert len(store.conversations()) == 1
    store.close()


WAYS_OUT: dict[str, Callable[[Store, Path, Path], object]] = {
    "backup": lambda _, database, target: save_backup(database, target, replace=True),
    "export": lambda store, _, target: store.export_all(target, replace=True),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_what_there_is_no_room_for_leaves_the_file_before(way: str, database: Path, disk: Disk) -> None:
    target = disk.folder / "kept"
    store = open_store(database)
    WAYS_OUT[way](store, database, target)
    before = target.read_bytes()
    say(store, f"{MARKED} " * 10_000)
    disk.fill()
    with pytest.raises(StoreError, match=r"full|space") as told:
        WAYS_OUT[way](store, database, target)
    assert MARKED not in str(told.value)
    assert target.read_bytes() == before
    assert {left.name for left in disk.folder.iterdir()} == {"kept", "ballast"}
    store.close()


def test_restoring_without_room_changes_nothing(database: Path, disk: Disk) -> None:
    path = disk.folder / "data" / "alongside.db"
    store = open_store(path)
    say(store, "what is here")
    before = rows(path)
    disk.fill(leaving=60_000)
    with pytest.raises(StoreError, match=r"full|space"):
        restore(path, database)
    assert rows(path) == before
    disk.free()
    restore(path, database)
    assert rows(path) == rows(database)
    store.close()


def test_what_is_deleted_without_room_is_overwritten_when_there_is_some(disk: Disk) -> None:
    path = disk.folder / "alongside.db"
    store = open_store(path)
    for number in range(3):
        say(store, f"kept {number} " * 20_000)
    gone = say(store, MARKED)
    disk.fill(leaving=80_000)
    with suppress(StoreError):
        store.delete(gone)
    assert not store.scrub() or store.conversation(gone)
    disk.free()
    store.delete(gone)
    assert store.scrub()
    assert holding(disk.folder, MARKED) == []
    store.close()


def test_what_may_only_be_read_can_be_backed_up(database: Path, disk: Disk) -> None:
    path = disk.folder / "alongside.db"
    path.write_bytes(database.read_bytes())
    path.chmod(0o600)
    disk.allow_writing(allowed=False)
    target = database.parent / "rescued.db"
    save_backup(path, target)
    assert rows(target) == rows(database)
    with pytest.raises(StoreError, match="could not be read or written"):
        save_backup(database, disk.folder / "kept.db")


def test_an_old_database_that_may_only_be_read_is_left_as_it_is(disk: Disk) -> None:
    path = disk.folder / "alongside.db"
    old_shapes.make(path, "0001")
    disk.allow_writing(allowed=False)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="Read-only file system"):
        open_store(path)
    assert path.read_bytes() == before
