"""Backups that people ask for, and bringing one back."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import AssistantError, InputError, StoreError
from assistant.situation import Situation
from assistant.store import Said, Store, restore, restoring, save_backup
from assistant.store.backups import backups
from assistant.store.migrations import REVISIONS
from tests.store import old_shapes
from tests.store.conftest import Clock, Opener, holding

rows = old_shapes.rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere.db"


def say(store: Store, text: str) -> str:
    started = store.start(None, text, Situation())
    store.finish(started.id, "done", Said(text=f"answer to {text}"))
    return started.conversation


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xab" * (len(content) - 4096)
    path.write_bytes(content)


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_what_was_backed_up_comes_back_as_it_was(store: Store, path: Path, file: Path) -> None:
    say(store.for_owner("her"), "hers")
    store.rate(store.start(None, "mine", Situation()).id, "up")
    store.set_preference("keep", True)
    before = rows(path)
    save_backup(path, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert rows(file) == before
    store.forget_everything()
    restore(path, file)
    assert rows(path) == before
    assert [summary.title for summary in store.conversations()] == ["mine"]


def test_a_file_that_is_there_is_not_written_over_unless_asked(store: Store, path: Path, file: Path) -> None:
    say(store, "hello")
    file.write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        save_backup(path, file)
    assert file.read_text() == "mine"
    save_backup(path, file, replace=True)
    assert rows(file) == rows(path)
    assert [left.name for left in file.parent.glob("*.part*")] == []


def test_where_there_is_nothing_there_is_nothing_to_back_up(path: Path, file: Path) -> None:
    with pytest.raises(InputError, match="nothing to back up"):
        save_backup(path, file)
    assert not path.parent.exists()


WRITER = """
import sys
from pathlib import Path
from assistant.situation import Situation
from assistant.store import Said, open_store
store = open_store(Path(sys.argv[1]))
while True:
    started = store.start(None, "hello", Situation())
    store.finish(started.id, "done", Said(text="answered"))
    print("said", flush=True)
"""


def test_a_backup_made_while_others_write_holds_whole_turns_only(store: Store, path: Path, file: Path) -> None:
    say(store, "hello")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=-1) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for _ in range(5):
            save_backup(path, file, replace=True)
            copied = rows(file)
            assert len(copied["turns"]) == 2 * len(copied["conversations"]) > 2
        assert writer.poll() is None
        writer.kill()


def test_those_who_have_it_open_see_what_was_restored(store: Store, opened: Opener, path: Path, file: Path) -> None:
    kept = say(store, "kept")
    save_backup(path, file)
    other = opened()
    store.delete(kept)
    gone = say(other, "said since")
    restored = restore(path, file)
    for one in (store, other):
        assert [summary.id for summary in one.conversations()] == [kept]
    assert restored.before is not None
    assert [row[1] for row in rows(restored.before)["conversations"]] == [gone]
    assert holding(path.parent, "said since") == [restored.before.name]
    say(store, "and on")
    assert len(other.conversations()) == 2


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    revision: str, store: Store, path: Path, file: Path
) -> None:
    old_shapes.make(file, revision)
    before = file.read_bytes()
    restore(path, file)
    assert store.conversation("c1") is not None
    assert file.read_bytes() == before


def foreign(file: Path) -> None:
    file.unlink()
    change(file, "CREATE TABLE recipes (name TEXT)")


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "is not there"),
    "empty": (lambda file: file.write_bytes(b""), "no backup of Alongside"),
    "text": (lambda file: file.write_text("not a database " * 1000), "no backup of Alongside"),
    "damaged": (damage, "no backup of Alongside"),
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:20_000]), "no backup of Alongside"),
    "foreign": (foreign, "no backup of Alongside"),
    "newer": (lambda file: change(file, "UPDATE alembic_version SET version_num = '9999'"), "newer Alongside.*'9999'"),
    "trigger": (
        lambda file: change(file, "CREATE TRIGGER t AFTER INSERT ON turns BEGIN DELETE FROM turns; END"),
        "no backup of Alongside",
    ),
    "stray": (lambda file: change(file, "UPDATE turns SET conversation = 'nowhere'"), "no backup of Alongside"),
    "nonsense": (lambda file: change(file, "UPDATE turns SET situation = '{\"role\": '"), "no backup of Alongside"),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    kind: str, store: Store, path: Path, file: Path
) -> None:
    say(store, "the marked sentence " * 2000)
    before = rows(path)
    save_backup(path, file)
    spoil, told = SPOILED[kind]
    spoil(file)
    with pytest.raises(AssistantError, match=f"elsewhere.db.*{told}") as refusal:
        restore(path, file)
    assert "marked" not in str(refusal.value)
    assert rows(path) == before
    assert store.backups() == ()
    assert list((path.parent / "backups").iterdir() if kind != "missing" else []) == []


@pytest.mark.parametrize("spoil", [damage, lambda path: path.write_bytes(b"\0" * 8192)], ids=["damaged", "zeros"])
def test_a_damaged_database_is_kept_aside_and_replaced(
    spoil: Callable[[Path], None], store: Store, opened: Opener, path: Path, file: Path
) -> None:
    kept = say(store, "kept")
    save_backup(path, file)
    store.close()
    spoil(path)
    damaged = path.read_bytes()
    restored = restore(path, file)
    assert restored.was_damaged
    assert restored.before is not None
    assert restored.before.read_bytes() == damaged
    assert [summary.id for summary in opened().conversations()] == [kept]
    assert restored.before in {backup.path for backup in opened().backups()}


def test_whoever_had_a_damaged_database_open_goes_on_with_what_was_restored(
    store: Store, path: Path, file: Path
) -> None:
    kept = say(store, "kept")
    save_backup(path, file)
    store.scrub()
    damage(path)
    restore(path, file)
    assert [summary.id for summary in store.conversations()] == [kept]
    say(store, "and on")
    assert len(rows(path)["conversations"]) == 2


def test_a_backup_can_be_restored_where_there_was_nothing(store: Store, path: Path, file: Path, clock: Clock) -> None:
    say(store, "hello")
    save_backup(path, file)
    store.close()
    shutil.rmtree(path.parent)
    assert restore(path, file, clock).before is None
    assert rows(path) == rows(file)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_locked_database_is_waited_for_and_then_left(
    store: Store, path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(store, "hello")
    save_backup(path, file)
    say(store, "since")
    before = rows(path)
    monkeypatch.setattr(restoring, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr("assistant.store.connection.PRAGMAS", ("busy_timeout = 50",))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Something else is using"):
            restore(path, file)
    assert rows(path) == before


RESTORE = "import sys; from pathlib import Path; from assistant.store import restore; restore(*map(Path, sys.argv[1:]))"


def kill_while_restoring(path: Path, file: Path, seconds: float) -> None:
    """So long after what was there has been kept aside, which is when it begins to be replaced."""
    before = {kept.path for kept in backups(path)}
    with subprocess.Popen([sys.executable, "-c", RESTORE, str(path), str(file)]) as process:
        while process.poll() is None and {kept.path for kept in backups(path)} == before:
            time.sleep(0.001)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


def test_killed_in_the_middle_it_leaves_the_old_or_the_new_and_no_mixture(store: Store, path: Path, file: Path) -> None:
    for number in range(3):
        say(store, f"old {number} " * 60_000)
    save_backup(path, file)
    old = rows(path)
    store.forget_everything()
    say(store, "new " * 60_000)
    new = rows(path)
    for milliseconds in (0, 5, 15, 45):
        kill_while_restoring(path, file, milliseconds / 1000)
        assert rows(path) in (old, new)
    restore(path, file)
    assert rows(path) == old
