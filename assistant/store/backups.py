"""The copies of a database that are made by themselves, in a folder beside it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "backups"
NAME = re.compile(r"alongside-(\d{4}-\d\d-\d\d-\d{6})-[a-z0-9-]+\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of everything as it stood at one moment. What was deleted later is still in it."""

    path: Path
    made: datetime


def backups(database: Path) -> tuple[Backup, ...]:
    """Newest first."""
    folder = database.parent / FOLDER
    if not folder.is_dir():
        return ()
    named = ((NAME.fullmatch(path.name), path) for path in folder.iterdir())
    found = [Backup(path, _moment(name[1])) for name, path in named if name]
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.path), reverse=True))


def remove_backups(database: Path) -> None:
    """Also those that were never finished."""
    for path in (database.parent / FOLDER).glob("alongside-*"):
        path.unlink(missing_ok=True)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)
