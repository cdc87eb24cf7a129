"""Backups people ask for, and putting one in the place of what is there now.

A backup is examined, and brought to the present shape, as a private copy: nothing is changed before it is known to be
whole. It then replaces everything in one transaction, while others may have the database open, or not at all.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection, text

from assistant.errors import InputError, StoreError
from assistant.store.backups import NOT_WHOLE, back_up, check, copy, folder_of, place
from assistant.store.connection import connect
from assistant.store.conversations import read, summaries
from assistant.store.database import Database, make_private, utc_now
from assistant.store.faults import BUSY, DamagedError, DatabaseFault, explained
from assistant.store.schema import metadata
from assistant.store.traces import Traces, leave_mark
from assistant.store.values import LEASE_SECONDS
from assistant.wholefile import private, reach_the_disk

PATIENCE_SECONDS = 20.0  # for others to let go of the database; a write of theirs takes milliseconds

NO_BACKUP = "{file} is no backup of Alongside, or it is damaged. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Restored:
    before: Path | None
    """Where what was there before is kept; None: there was nothing."""
    was_damaged: bool = False
    """Then whoever has it open still sees the damaged file, and must start again."""


def save_backup(database: Path, file: Path, *, replace: bool = False) -> None:
    """Write a checked copy of everything to a file only its owner can read, also while the database is in use.

    Raises InputError for a file that is there already, unless it may be replaced, and for a place it cannot go to.
    """
    if not database.exists():
        raise InputError(f"There is nothing to back up: {str(database)!r} is not there yet.")
    refuse_target(file, replace=replace, besides=database)
    with explained(file), _at_hand(database, file) as source:
        with explained(database):
            _ours(source)
        copy(source, file)


@contextmanager
def _at_hand(database: Path, file: Path) -> Iterator[Path]:
    """Where nothing may be written SQLite cannot even read: then it is copied first, with its log."""
    if os.access(database.parent, os.W_OK):
        yield database
        return
    with private(file) as part:
        _copy_with_log(database, part)
        yield part


def refuse_target(file: Path, *, replace: bool, besides: Path | None) -> None:
    """Raises InputError when a file cannot be written there, or may not, and StoreError when the disk cannot tell."""
    with explained(file):
        if not file.parent.is_dir():
            raise InputError(f"The folder {str(file.parent)!r} is not there. Make it, or choose another.")
        if file.is_dir():
            raise InputError(f"{str(file)!r} is a folder. Give the name of a file.")
        if besides and besides.exists() and _own(file, besides):
            raise InputError(
                f"{str(file)!r} is among Alongside's own files. Choose a place outside "
                f"{str(besides.parent.resolve())!r}, or in its folder {folder_of(besides).name!r}."
            )
        if os.path.lexists(file) and not file.is_file():  # replacing a device or a pipe would break whatever uses it
            raise InputError(f"{str(file)!r} is no ordinary file. Choose another name.")
        if file.exists() and not replace:
            raise InputError(f"{str(file)!r} is there already. Choose another name, or add `--replace`.")


def _own(file: Path, database: Path) -> bool:
    """Whether it is in the data folder, but not among the backups, or of the database where that is a link."""
    if file.exists() and file.samefile(database):
        return True
    place, real = file.parent.resolve(), database.resolve()
    if place.samefile(real.parent) and file.name.startswith(real.name):  # also its log and the log's index
        return True
    places = (place, *place.parents)
    return _among(places, database.parent) and not _among(places, folder_of(database))


def _among(places: Iterable[Path], folder: Path) -> bool:
    return folder.is_dir() and any(place.samefile(folder) for place in places)


def restore(database: Path, file: Path, clock: Callable[[], datetime] = utc_now) -> Restored:
    """Replace everything by what a backup holds. What is there now is kept among the backups.

    Raises InputError or StoreError for what is no backup, damaged, or made by a newer version; then nothing is changed.
    """
    if not file.is_file():
        raise InputError(f"{str(file)!r} is not there, or is no file. Give a file made by `alongside backup`.")
    make_private(database)
    if file.samefile(database):
        raise InputError(f"{str(file)!r} is where the conversations are now. Give a file made by `alongside backup`.")
    with explained(database), _prepared(database, file) as copied:
        now = clock().astimezone(UTC)
        try:
            with explained(database):
                before = _keep(database, now)
        except DamagedError:
            return Restored(_put_in_place_of_damaged(copied, database, now), was_damaged=True)
        _pour(copied, database)
        Traces(lambda: connect(database)).scrub(1.0)
        return Restored(before)


@contextmanager
def _prepared(database: Path, file: Path) -> Iterator[Path]:
    """A copy that is known to be whole and of the present shape."""
    folder = folder_of(database)
    folder.mkdir(mode=0o700, exist_ok=True)
    with private(folder / "alongside-restoring.db") as part:
        with explained(file):
            _copy_with_log(file, part)
        try:
            _ours(part)
            _bring_up_to_date(part)
        except (*DatabaseFault, DamagedError, LookupError, TypeError, ValueError) as error:
            raise StoreError(NO_BACKUP.format(file=repr(str(file)))) from _kind(error)
        except StoreError as error:
            raise StoreError(str(error).replace(str(part), str(file))) from None
        yield part


def _copy_with_log(file: Path, part: Path) -> None:
    """Somebody may have copied a database in use, by hand and with its log."""
    shutil.copyfile(file, part)
    log = file.with_name(f"{file.name}-wal")
    if log.exists():
        shutil.copyfile(log, part.with_name(f"{part.name}-wal"))


def _ours(path: Path) -> None:
    """Raises DamagedError or sqlite3.Error for what Alongside did not make."""
    with closing(connect(path)) as connection:
        known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
        if not known:
            raise DamagedError(f"{str(path)!r} is a database, but not one of Alongside's.")


def _bring_up_to_date(part: Path) -> None:
    upgraded = Database(part, LEASE_SECONDS, utc_now, keeps_copies=False)
    try:
        with upgraded.whole(writes=True) as connection:
            _refuse_what_is_not_ours(connection)
            owners = connection.scalars(text("SELECT DISTINCT owner FROM conversations")).all()
            leave_mark(connection)  # nothing of what it replaces may stay between the lines
        for owner in owners:
            with upgraded.transaction(owner, writes=False) as tx:
                for summary in summaries(tx, ""):
                    read(tx, summary.id)
    finally:
        upgraded.close()
    with closing(connect(part)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # everything in the one file
    check(part)


def _refuse_what_is_not_ours(connection: Connection) -> None:
    """Triggers and views would run with every statement."""
    names = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    found = set(connection.scalars(text(names)).all())
    ours = {*metadata.tables, *(index.name for table in metadata.tables.values() for index in table.indexes)}
    if found != ours | {"alembic_version"}:
        raise DamagedError("It holds something that is not Alongside's.")


def _keep(database: Path, now: datetime) -> Path | None:
    """Raises DamagedError when there is nothing whole to keep."""
    if database.stat().st_size == 0:
        return None
    with closing(connect(database)) as connection:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            return None
    _ours(database)
    return back_up(database, "before-restore", now)


def _pour(copied: Path, database: Path) -> None:
    """In one transaction: whoever is killed in the middle leaves what was there."""
    deadline = monotonic() + PATIENCE_SECONDS

    def give_up(_status: int, _remaining: int, _total: int) -> None:
        if monotonic() > deadline:
            raise StoreError(BUSY.format(place=repr(str(database))))

    with closing(sqlite3.connect(copied)) as source, closing(connect(database)) as live:
        size = live.execute("PRAGMA page_size").fetchone()[0]
        if source.execute("PRAGMA page_size").fetchone()[0] != size:
            source.execute(f"PRAGMA page_size = {size}")
            source.execute("VACUUM")
        source.backup(live, progress=give_up, sleep=0.1)


def _put_in_place_of_damaged(copied: Path, database: Path, now: datetime) -> Path:
    """Keep the damaged file with its log, and let the copy take its name in one step."""
    aside = place(database, NOT_WHOLE, now)
    for suffix in ("-wal", "-shm"):  # a log would be played into whatever has the name
        with suppress(FileNotFoundError):
            database.with_name(database.name + suffix).rename(f"{aside}{suffix}")
    shutil.copyfile(database, aside)
    aside.chmod(0o600)
    reach_the_disk(copied)
    copied.replace(database)
    return aside


def _kind(error: Exception) -> Exception | None:
    """An error that SQLite made tells no words; one of reading a value might."""
    return error if isinstance(error, DatabaseFault) else None
