"""How every connection to a database is made: with the same promises, whatever SQLite was built with."""

import json
import sqlite3
from pathlib import Path

from assistant.store.schema import UNSTORABLE

PRAGMAS = (
    "busy_timeout = 5000",  # a write takes milliseconds: five seconds means that something is stuck
    "journal_mode = WAL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",  # a sort must not spill what people wrote into a temporary file
)


def connect(path: Path) -> sqlite3.Connection:
    """Open a database that is there, beside whoever else has it open. The caller closes it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def set_up(connection: sqlite3.Connection, _record: object = None) -> None:
    connection.isolation_level = None  # so that BEGIN is ours: sqlite3 would begin too late to keep two writers apart
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows only ASCII; PostgreSQL's needs no help.
    connection.create_function("lower", 1, _fold, deterministic=True)


def as_json(value: object) -> str:
    return UNSTORABLE.sub("\ufffd", json.dumps(value, ensure_ascii=False))


def _fold(text: str | None) -> str | None:
    return None if text is None else text.casefold()
