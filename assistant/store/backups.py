"""Copies of a whole database: those made by themselves, in a folder beside it, and those people ask for.

A copy is written anew by SQLite, so that it is one consistent moment of a database in use and holds nothing that was
deleted. It appears under its name only when it is whole and has been checked.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from assistant.errors import StoreError
from assistant.store.connection import connect
from assistant.store.faults import DAMAGED

FOLDER = "backups"
NAME = re.compile(r"alongside-(\d{4}-\d\d-\d\d-\d{6})-[a-z0-9-]+\.db")
KEPT = 5  # enough to go back past a bad week of upgrades, little enough to know what is where


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of everything as it stood at one moment. What was deleted later is still in it."""

    path: Path
    made: datetime


def backups(database: Path) -> tuple[Backup, ...]:
    """Those beside this database, newest first."""
    folder = database.parent / FOLDER
    if not folder.is_dir():
        return ()
    named = ((NAME.fullmatch(path.name), path) for path in folder.iterdir())
    found = [Backup(path, _moment(name[1])) for name, path in named if name]
    return tuple(sorted(found, key=_age, reverse=True))


def remove_backups(database: Path) -> None:
    """Also those that were never finished. Raises StoreError when one cannot be removed."""
    try:
        for path in (database.parent / FOLDER).glob("alongside-*"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"A copy in {str(database.parent / FOLDER)!r} could not be removed ({error.strerror}). Delete it yourself."
        ) from error


def back_up(database: Path, label: str, now: datetime) -> Path:
    """Copy it into its own folder of backups, of which a few newest are kept. Raises OSError or sqlite3.Error."""
    path = place(database, label, now)
    copy(database, path)
    for old in backups(database)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return path


def place(database: Path, label: str, now: datetime) -> Path:
    """A free name among its backups, that tells when and what for."""
    folder = database.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    stem = f"alongside-{now.astimezone(UTC):%Y-%m-%d-%H%M%S}-{label}"
    taken = {path.name for path in folder.iterdir()}
    names = (f"{stem}{'' if number == 1 else f'-{number}'}.db" for number in range(1, len(taken) + 2))
    return folder / next(name for name in names if name not in taken)


def copy(database: Path, target: Path) -> None:
    """Replace the target by a checked copy. Raises OSError or sqlite3.Error; then the target is as it was."""
    with unfinished(target) as part:
        with closing(connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        check(part)


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A private file beside the target that takes its place at the end, or is removed when that is not reached."""
    part = target.with_name(f"{target.name}.{uuid4().hex}.part")
    part.touch(mode=0o600, exist_ok=False)
    try:
        yield part
        _reach_the_disk(part)
        part.replace(target)
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()
    _reach_the_disk(target.parent)


def check(path: Path) -> None:
    """Raises StoreError or sqlite3.Error when a file nobody else uses is damaged."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchall()
        strays = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found != [("ok",)] or strays:
        raise StoreError(DAMAGED.format(place=repr(str(path))))


def _reach_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _age(backup: Backup) -> tuple[datetime, int]:
    return backup.made, backup.path.stat().st_mtime_ns  # two may be made within one second


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)
