"""What a database error means to a person: one place, one translation, never with the values of a statement."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assistant.errors import StoreError

DatabaseFault = (DBAPIError, PoolTimeout, sqlite3.Error)

BUSY = "Something else is using {place}. Wait a moment and try again; if it stays so, close other copies of Alongside."
READ_ONLY = (
    "The conversations in {place} cannot be changed. Make the file and its folder writable, or set ALONGSIDE_DATA."
)
DAMAGED = (
    "The file {place} is damaged or no database. Bring back a backup with `alongside restore FILE`, "
    "or start afresh: `alongside doctor` shows how to move it away."
)
OTHER = "The conversations in {place} could not be read or written ({name}). Try again; `alongside doctor` shows more."

WORDS = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: "The disk is full, so {place} cannot be written. Free some space and try again.",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: "{place} cannot be opened. Check that its folder is there and that you may write in it.",
    sqlite3.SQLITE_IOERR: "The disk did not read or write {place}. Check the disk, then try again.",
}


class DamagedError(StoreError):
    """The file is damaged or no database."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Whatever SQLite or the disk refuses is told as a StoreError about this file."""
    try:
        yield
    except DatabaseFault as error:
        raise store_error(error, path) from error
    except OSError as error:
        raise StoreError(
            f"{str(path)!r} could not be read or written ({error.strerror}). See that there is space and that you may "
            "write in its folder, then try again."
        ) from error


def store_error(error: Exception, path: Path | None) -> StoreError:
    place = repr(str(path)) if path else "memory"
    if isinstance(error, PoolTimeout):
        return StoreError(BUSY.format(place=place))
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its detail
    name = getattr(cause, "sqlite_errorname", type(cause).__name__)
    kind = DamagedError if WORDS.get(code) is DAMAGED else StoreError
    return kind(WORDS.get(code, OTHER).format(place=place, name=name))
