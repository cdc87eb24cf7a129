"""Copies of a whole database: those made by themselves, in a folder beside it, and those people ask for.

A copy is written anew by SQLite, so that it is one consistent moment of a database in use and holds nothing that was
deleted. It appears under its name only when it is whole and has been checked.
"""

import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time

from assistant.errors import StoreError
from assistant.store.connection import connect
from assistant.store.faults import DAMAGED, DamagedError
from assistant.wholefile import unfinished

FOLDER = "backups"
NAME = re.compile(r"alongside-(\d{4}-\d\d-\d\d-\d{6})-[a-z0-9-]+\.db")
KEPT = 5  # enough to go back past a bad week of upgrades, little enough to know what is where
NOT_WHOLE = "damaged"  # how a copy is labelled that was kept although it is not whole

STALE_SECONDS = 3600  # no copy takes so long


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of everything as it stood at one moment. What was deleted later is still in it."""

    path: Path
    made: datetime


def folder_of(database: Path) -> Path:
    return database.parent / FOLDER


def backups(database: Path) -> tuple[Backup, ...]:
    """Those beside this database, newest first."""
    folder = folder_of(database)
    if not folder.is_dir():
        return ()
    ages: dict[Backup, tuple[datetime, int]] = {}
    for path in folder.iterdir():
        if name := NAME.fullmatch(path.name):
            with suppress(FileNotFoundError):  # another process may be making room
                ages[Backup(path, _moment(name[1]))] = (_moment(name[1]), path.stat().st_mtime_ns)
    return tuple(sorted(ages, key=lambda backup: ages[backup], reverse=True))


def remove_backups(database: Path) -> None:
    """Also those that were never finished. Raises StoreError when one cannot be removed."""
    try:
        for path in folder_of(database).glob("alongside-*"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"A copy in {str(folder_of(database))!r} could not be removed ({error.strerror}). Delete it yourself."
        ) from error


def back_up(database: Path, label: str, now: datetime) -> Path:
    """Copy it into its own folder of backups, of which a few newest are kept. Raises OSError or sqlite3.Error."""
    path = place(database, label, now)
    clear_unfinished(database)
    copy(database, path)
    for old in backups(database)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return path


def place(database: Path, label: str, now: datetime) -> Path:
    """A free name among its backups, that tells when and what for."""
    folder = folder_of(database)
    folder.mkdir(mode=0o700, exist_ok=True)
    start = stem(label, now)
    taken = {path.name for path in folder.iterdir()}
    names = (f"{start}{'' if number == 1 else f'-{number}'}.db" for number in range(1, len(taken) + 2))
    return folder / next(name for name in names if name not in taken)


def stem(label: str, now: datetime) -> str:
    return f"alongside-{now.astimezone(UTC):%Y-%m-%d-%H%M%S}-{label}"


def copy(database: Path, target: Path) -> None:
    """Replace the target by a checked copy. Raises OSError or sqlite3.Error; then the target is as it was."""
    with unfinished(target) as part:
        with closing(connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        check(part)


def check(path: Path) -> None:
    """Raises DamagedError or sqlite3.Error when a file nobody else uses is damaged."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchall()
        strays = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found != [("ok",)] or strays:
        raise DamagedError(DAMAGED.format(place=repr(str(path))))


def clear_unfinished(database: Path) -> None:
    """Remove copies that were never finished because their process was killed: nobody would find them there."""
    for part in folder_of(database).glob("alongside-*.part*"):
        with suppress(OSError):
            if time() - part.stat().st_mtime > STALE_SECONDS:
                part.unlink()


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)
