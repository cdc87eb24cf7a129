"""Bringing a database to the shape this version of the program expects."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, inspect, text

from assistant.errors import StoreError
from assistant.store.schema import metadata

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every shape there has been, oldest first: known here so that opening an up-to-date database need not load alembic."""

PATIENCE_SECONDS = 60  # whoever starts at the same time waits while a slow disk is copied and migrated

Keep = Callable[[str], Path | None]
"""Copies the database aside under a label, and says where."""


def is_current(connection: Connection, path: Path | None) -> bool:
    return version(connection, path) == REVISIONS[-1]


def upgrade(connection: Connection, path: Path | None, back_up: Keep) -> None:
    """Migrate inside the caller's transaction, so that a failure or a crash leaves the old shape whole.

    What is there is copied aside first. Raises StoreError for a database that is newer or something else's, and for one
    that could not be migrated, saying where the copy is.
    """
    found = version(connection, path)
    if found == REVISIONS[-1]:
        return
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"{str(path)!r} comes from a newer Alongside: its shape is {found!r}, this one knows {REVISIONS[-1]!r}. "
            "Install the newer one again, or set ALONGSIDE_DATA to another folder. Nothing was changed."
        )
    if path is None:
        metadata.create_all(connection)
        return
    kept = back_up(f"shape-{found}-before-{REVISIONS[-1]}") if found else None
    try:
        migrate(connection)
        _refuse_strays(connection)
    except Exception as error:
        if kept is None:
            raise
        raise StoreError(
            f"{str(path)!r} could not be brought up to date ({type(error).__name__}). Nothing was changed, and a copy "
            f"is in {str(kept)!r}. Install the version you had before, and tell the people who make Alongside."
        ) from error


def version(connection: Connection, path: Path | None) -> str | None:
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreError(
            f"{str(path)!r} is a database, but not one of Alongside's. Set ALONGSIDE_DATA to another folder."
        )
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


@contextmanager
def upgrading(connection: Connection) -> Iterator[None]:
    """Around the transaction: tables are made anew, so keys must not delete what hangs on the old ones."""
    raw = cast(sqlite3.Connection, connection.connection.driver_connection)
    before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {before}")
        raw.execute("PRAGMA foreign_keys = ON")


def migrate(connection: Connection, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    command.upgrade(config, revision)


def _refuse_strays(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreError("Rows would hang on nothing.")
