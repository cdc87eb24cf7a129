"""A database of an earlier version is brought up to date, or stays whole as it was."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import Backup, Rating, Store, backups, migrations
from assistant.store.migrations import REVISIONS
from tests.store import old_shapes
from tests.store.conftest import Opener, holding

every_old_shape = pytest.mark.parametrize("revision", REVISIONS[:-1])


@every_old_shape
def test_everything_said_in_an_earlier_version_is_there(revision: str, opened: Opener, path: Path) -> None:
    old_shapes.make(path, revision)
    store = opened()
    mine = store.conversation("c1")
    assert mine is not None
    assert (mine.title, [turn.id for turn in mine.turns]) == ("Sam", ["t1", "t3"])
    assert (mine.turns[1].versions, mine.turns[1].rating) == (("t2", "t3"), Rating("up", "clear"))
    assert store.preference("keep") is True
    hers = store.for_owner("her").conversation("c2")
    assert hers is not None
    assert [turn.text for turn in hers.turns] == [old_shapes.TEXT] * 2


def test_no_row_is_lost_when_turns_let_go_of_what_is_somebody_elses(opened: Opener, path: Path) -> None:
    old_shapes.make(path, "0001")
    before = old_shapes.rows(path)
    opened()
    after = old_shapes.rows(path)
    expected = [(*(None if row[1:4] == ("t5", "c2", "t1") and n == 3 else v for n, v in enumerate(row)), None, None)
                for row in before["turns"]]  # fmt: skip
    assert after == {**before, "turns": sorted(expected, key=repr), "alembic_version": [(REVISIONS[-1],)]}


def test_a_turn_cannot_follow_somebody_elses(store: Store) -> None:
    mine = store.start(None, "mine", Situation())
    hers = store.for_owner("her").start(None, "hers", Situation())
    with pytest.raises(StoreError), store._writing() as tx:
        tx.connection.exec_driver_sql("UPDATE turns SET parent = ? WHERE id = ?", (hers.question, mine.id))


@every_old_shape
def test_what_was_there_is_copied_before_it_is_changed(revision: str, opened: Opener, path: Path) -> None:
    old_shapes.make(path, revision)
    before = old_shapes.rows(path)
    [kept] = opened().backups()
    assert kept.path.name == f"alongside-2026-11-21-140500-shape-{revision}-before-{REVISIONS[-1]}.db"
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700
    assert old_shapes.rows(kept.path) == before


@pytest.mark.usefixtures("store")
def test_a_new_or_up_to_date_database_needs_no_copy(opened: Opener, path: Path) -> None:
    assert opened().backups() == ()
    assert not (path.parent / backups.FOLDER).exists()


def test_a_few_newest_copies_are_kept(opened: Opener, path: Path) -> None:
    for _ in range(backups.KEPT + 2):
        path.unlink(missing_ok=True)
        old_shapes.make(path, "0001")
        opened().close()
    written = [kept.path.stat().st_mtime_ns for kept in opened().backups()]
    assert len(written) == backups.KEPT
    assert written == sorted(written, reverse=True)


@pytest.fixture
def broken_migration(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It changes everything and then fails."""
    working = migrations.migrate

    def fail(connection: Connection, revision: str = "head") -> None:
        working(connection, revision)
        connection.exec_driver_sql("DELETE FROM turns")
        connection.exec_driver_sql("INSERT INTO turns (owner) VALUES ('the marked sentence')")

    monkeypatch.setattr(migrations, "migrate", fail)
    yield
    monkeypatch.setattr(migrations, "migrate", working)


@pytest.mark.usefixtures("broken_migration")
def test_a_failing_migration_leaves_the_old_shape_whole_and_says_where_the_copy_is(opened: Opener, path: Path) -> None:
    old_shapes.make(path, "0001")
    before = old_shapes.rows(path)
    with pytest.raises(StoreError, match=r"Nothing was changed, and a copy is in '.*shape-0001-before-.*\.db'") as told:
        opened()
    assert "marked" not in str(told.value)
    assert old_shapes.rows(path) == before
    [kept] = backups.backups(path)
    assert old_shapes.rows(kept.path) == before


def test_nothing_is_changed_when_no_copy_can_be_made(opened: Opener, path: Path) -> None:
    old_shapes.make(path, "0001")
    before = old_shapes.rows(path)
    (path.parent / backups.FOLDER).touch()
    with pytest.raises(StoreError, match="must be copied before it is changed"):
        opened()
    assert old_shapes.rows(path) == before


def test_processes_starting_at_once_on_an_old_database_migrate_it_once_and_all_work(path: Path) -> None:
    old_shapes.make(path, "0001")
    code = f"""if True:
        from pathlib import Path
        from assistant.situation import Situation
        from assistant.store import open_store
        store = open_store(Path({str(path)!r}))
        store.start("c1", "hello", Situation())
        print(len(store.backups()))
    """
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=-1, stderr=-1, text=True) for _ in range(3)]
    assert [process.communicate() for process in started] == [("1\n", "")] * 3
    assert len(old_shapes.rows(path)["turns"]) == 5 + 3 * 2


def test_a_copy_holds_nothing_that_was_deleted_before(opened: Opener, path: Path) -> None:
    old_shapes.make(path, "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("UPDATE turns SET text = 'gone ' || hex(zeroblob(20000))")
        connection.execute("UPDATE turns SET text = 'short'")
    [kept] = opened().backups()
    assert isinstance(kept, Backup)
    assert holding(kept.path.parent, "gone 0000") == []


def test_a_database_in_memory_has_the_newest_shape(opened: Opener) -> None:
    with opened(None)._reading() as tx:
        made = tx.connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE type = 'index'").scalar()
    assert made
