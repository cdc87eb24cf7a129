"""Making, migrating and refusing databases."""

import re
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from assistant import store as package
from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import Store, open_store
from assistant.store.migrations import REVISIONS
from assistant.store.schema import metadata

MIGRATIONS = Path(package.__file__).parent / "migrations"
PROMISES = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "temp_store": 2, "busy_timeout": 5000}
Opener = Callable[..., Store]


def parts(statement: str) -> list[str]:
    """What it declares, in no order: migrations may name the same things in another one."""
    return sorted(re.findall(r"[^\s,()\"]+", statement))


def created(path: Path) -> list[list[str]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
    statements = sorted(parts(row[0]) for row in rows)
    connection.close()
    return statements


@pytest.mark.usefixtures("store")
def test_a_new_database_has_the_shape_the_program_expects(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    engine.dispose()


@pytest.mark.usefixtures("store")
def test_migrating_makes_every_table_check_and_key_of_the_schema(path: Path, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'expected.db'}")
    metadata.create_all(engine)
    engine.dispose()
    assert created(path) == created(tmp_path / "expected.db")
    assert len(created(path)) == len(metadata.tables) + 5


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(script.revision for script in revisions)[::-1] == REVISIONS


@pytest.mark.usefixtures("store")
def test_an_up_to_date_database_opens_without_loading_alembic(path: Path) -> None:
    code = f"""
        import sys
        from pathlib import Path
        from assistant.store import open_store
        open_store(Path({str(path)!r})).close()
        assert "alembic" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_what_was_said_is_there_when_opened_again(opened: Opener) -> None:
    started = opened().start(None, "she keeps cancelling", Situation(role="mentor"))
    found = opened().conversation(started.conversation)
    assert found is not None
    assert [turn.text for turn in found.turns] == ["she keeps cancelling", ""]


def test_nobody_else_on_the_machine_can_read_the_files(store: Store, path: Path) -> None:
    store.start(None, "she keeps cancelling", Situation())
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(["alongside.db", "alongside.db-shm", "alongside.db-wal"], 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_every_connection_keeps_its_promises_whatever_sqlite_was_built_with(store: Store) -> None:
    with store._reading() as tx:
        values = {name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PROMISES}
    assert values == PROMISES


def test_a_file_others_could_read_is_made_private(path: Path, opened: Opener) -> None:
    opened().close()
    path.chmod(0o644)
    opened()
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_not_kept_never_touches_the_disk(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    in_memory = opened(None)
    started = in_memory.start(None, "just between us", Situation())
    assert not in_memory.kept
    assert in_memory.conversation(started.conversation) is not None
    assert list(tmp_path.rglob("*")) == []
    assert opened(None).conversations() == ()


def test_a_newer_database_is_refused_and_left_as_it_is(path: Path, opened: Opener) -> None:
    opened().close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer Alongside.*'9999'.*Nothing was changed"):
        opened()
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused(path: Path, opened: Opener) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="not one of Alongside's"):
        opened()


def test_processes_starting_at_once_make_one_database(path: Path) -> None:
    code = f"from pathlib import Path; from assistant.store import open_store; open_store(Path({str(path)!r})).close()"
    processes = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[1] for process in processes] == [b""] * 4
    open_store(path).close()
