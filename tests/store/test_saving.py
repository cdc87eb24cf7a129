"""Where a backup or an export may be written: never over what is no file, or what Alongside itself needs."""

import os
from functools import partial
from pathlib import Path

import pytest

from assistant.errors import AssistantError, InputError
from assistant.situation import Situation
from assistant.store import Said, Store, save_backup
from tests.store.old_shapes import rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere.db"


def say(store: Store, text: str) -> None:
    store.finish(store.start(None, text, Situation()).id, "done", Said(text="answered"))


@pytest.mark.parametrize(
    ("to", "told"),
    [("no/such/x.db", "not there"), (".", "is a folder"), ("data/x", "own files"), ("x" * 300, "name too long")],
)
def test_a_place_a_backup_cannot_go_to_is_explained(to: str, told: str, store: Store, path: Path) -> None:
    say(store, "hello")
    before = rows(path)
    with pytest.raises(AssistantError, match=told):
        save_backup(path, path.parent.parent / to, replace=True)
    assert rows(path) == before


@pytest.mark.parametrize("replace", [True, False])
def test_what_is_no_ordinary_file_is_never_replaced(store: Store, path: Path, file: Path, replace: bool) -> None:
    os.mkfifo(file)
    link = file.with_name("link")
    link.symlink_to(file)
    for target in (file, link):
        for save in (partial(save_backup, path), store.export_all):
            with pytest.raises(InputError, match="is no ordinary file"):
                save(target, replace=replace)
    assert (file.is_fifo(), link.is_symlink()) == (True, True)


OWN = ("alongside.db", "alongside.db-wal", "alongside.db-shm", "index/new.db", "link.db", "../shortcut/x.db")


@pytest.mark.parametrize("name", OWN)
def test_nothing_is_written_among_the_programs_own_files(name: str, store: Store, path: Path) -> None:
    say(store, "hello")
    (path.parent / "index").mkdir()
    (path.parent / "link.db").symlink_to(path)
    (path.parent.parent / "shortcut").symlink_to(path.parent)
    before = {own: own.read_bytes() for own in path.parent.glob("*.db*")}
    for save in (partial(save_backup, path), store.export_all):
        with pytest.raises(InputError, match=r"is among Alongside's own files. Choose a place outside '.*/data'"):
            save(path.parent / name, replace=True)
    assert {own: own.read_bytes() for own in path.parent.glob("*.db*")} == before


def test_the_database_of_a_linked_name_is_not_replaced(store: Store, path: Path, tmp_path: Path) -> None:
    say(store, "hello")
    linked = tmp_path / "linked" / "alongside.db"
    linked.parent.mkdir()
    linked.symlink_to(path)
    for name in ("alongside.db", "alongside.db-wal"):
        with pytest.raises(InputError, match="is among Alongside's own files"):
            save_backup(linked, path.with_name(name), replace=True)


def test_a_backup_may_be_put_among_the_backups(store: Store, path: Path) -> None:
    say(store, "hello")
    (path.parent / "backups").mkdir()
    kept = path.parent / "backups" / "kept.db"
    save_backup(path, kept)
    save_backup(path, kept, replace=True)
    assert rows(kept) == rows(path)
