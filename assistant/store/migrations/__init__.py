"""Bringing a database to the shape this version of the program expects."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from assistant.errors import StoreError

REVISIONS = ("0001",)
"""Every shape there has been, oldest first: known here so that opening an up-to-date database need not load alembic."""


def upgrade(connection: Connection, path: Path | None) -> None:
    """Migrate inside the caller's transaction, so that a crash leaves the old shape whole."""
    found = version(connection, path)
    if found == REVISIONS[-1]:
        return
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"{str(path)!r} comes from a newer Alongside: its shape is {found!r}, this one knows {REVISIONS[-1]!r}. "
            "Install the newer one again, or set ALONGSIDE_DATA to another folder. Nothing was changed."
        )
    _migrate(connection)


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


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    command.upgrade(config, "head")
