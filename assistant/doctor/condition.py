"""The condition of the data folder: conversations, copies, log, room. Looking at it makes and changes nothing."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from assistant.doctor.finding import Finding
from assistant.errors import ProgrammeError
from assistant.logs import NAME
from assistant.settings import Settings

LITTLE_ROOM = 200_000_000  # bytes: the index, a copy of the conversations before an upgrade, and some air


def examine_data(settings: Settings) -> Iterator[Finding]:
    yield _folder(settings.data)
    yield _database(settings.database)
    yield _backups(settings.database)
    yield _programme(settings)
    yield _log(settings)
    yield _room(settings.data)


def _folder(path: Path) -> Finding:
    if not path.exists():
        return Finding("data folder", f"{path} (made on first use)")
    mode = path.stat().st_mode & 0o777
    fix = None if mode == 0o700 else f"chmod 700 {quote(str(path))}"
    return Finding("data folder", f"{path} (mode {mode:o}, {_megabytes(*path.rglob('*'))})", fix)


def _database(path: Path) -> Finding:
    from assistant.store.migrations import REVISIONS

    if not path.is_file():
        return Finding("database", f"{path} (made on first use)")
    size = _megabytes(path, path.with_name(f"{path.name}-wal"))
    try:
        shape = _shape(path)
    except sqlite3.Error as error:
        return Finding("database", f"{path} ({size}) cannot be read: {error.sqlite_errorname}", _bring_back(path))
    if shape not in REVISIONS:
        newer = "it is a newer Alongside's, or not one of ours"
        return Finding(
            "database", f"{path} ({size}, version {shape}): {newer}", "alongside serve --data ANOTHER_FOLDER"
        )
    known = "current" if shape == REVISIONS[-1] else f"brought to {REVISIONS[-1]} when it is opened, after a copy"
    return Finding("database", f"{path} ({size}, version {shape}: {known})")


def _shape(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return "none"
        (version,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(version)


def _bring_back(path: Path) -> str:
    from assistant.store.backups import NOT_WHOLE, backups

    whole = (copy.path for copy in backups(path) if f"-{NOT_WHOLE}" not in copy.path.name)
    return next((f"alongside restore {quote(str(copy))}" for copy in whole), _move_away(path))


def _move_away(path: Path) -> str:
    """To where a restored database leaves a damaged one. Its log goes with it: the newest words may be there only."""
    from assistant.store.backups import NOT_WHOLE, folder_of, stem

    folder = folder_of(path)
    aside = folder / f"{stem(NOT_WHOLE, datetime.now(UTC))}.db"
    parts = [part for part in ("", "-journal", "-wal", "-shm") if path.with_name(path.name + part).exists()]
    moves = (f"mv -n {quote(f'{path}{part}')} {quote(f'{aside}{part}')}" for part in parts)
    return " && ".join((f"mkdir -p -m 700 {quote(str(folder))}", *moves))


def _backups(path: Path) -> Finding:
    from assistant.store.backups import backups, folder_of

    found = backups(path)
    if not found:
        return Finding("backups", f"none yet in {folder_of(path)}")
    size = _megabytes(*(copy.path for copy in found))
    return Finding("backups", f"{len(found)} in {folder_of(path)} ({size}), the newest of {found[0].made:%Y-%m-%d}")


def _programme(settings: Settings) -> Finding:
    from assistant.safety.card import FIELDS, missing
    from assistant.safety.cardfile import CardFile

    path = settings.programme
    try:
        card = CardFile(path).read().card
    except ProgrammeError as error:
        return Finding("programme card", str(error), f"mv -n {quote(str(path))} {quote(f'{path}.aside')}")
    filled = sum(value is not None for value in card.as_dict().values())
    missed = f", {len(missing(card))} that people would miss are empty" if filled else ""
    return Finding("programme card", f"{path} ({filled} of {len(FIELDS)} fields filled in{missed})")


def _log(settings: Settings) -> Finding:
    path = settings.logs / NAME
    if not path.exists():
        return Finding("log", f"{path} (made by `alongside serve`)")
    value = f"{path} ({_megabytes(*settings.logs.glob(f'{NAME}*'))} with the older ones)"
    usable = path.is_file() and not path.is_symlink() and os.access(path, os.W_OK)
    return Finding(
        "log", value if usable else f"{path} cannot be written", None if usable else f"rm -r {quote(str(path))}"
    )


def _room(path: Path) -> Finding:
    place = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    fix = f"du -sh {quote(str(place))}/* | sort -h" if free < LITTLE_ROOM else None
    return Finding("free disk space", f"{free / 1e9:.1f} GB" + (" is little" if fix else ""), fix)


def _megabytes(*paths: Path) -> str:
    return f"{sum(path.stat().st_size for path in paths if path.is_file()) / 1e6:.1f} MB"
