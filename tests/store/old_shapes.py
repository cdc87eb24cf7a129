"""Databases as earlier versions left them, with rows of two people, made by the migrations of their time."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from assistant.store.migrations import migrate

TEXT = "she keeps cancelling"
MOMENT = "2026-01-02 03:04:05.000000"
COLUMNS = "owner, id, conversation, parent, position, shown, speaker, state, created, text, situation, citations, concern, dropped, ms"  # noqa: E501
REST = f"'{MOMENT}', '{TEXT}', '{{}}', '[]', '{{\"level\": \"none\"}}', 0, '{{}}'"

FIRST = f"""
        INSERT INTO conversations (owner, id, title, created, updated) VALUES
            ('this-machine', 'c1', 'Sam', '{MOMENT}', '{MOMENT}'), ('her', 'c2', NULL, '{MOMENT}', '{MOMENT}');
        INSERT INTO turns ({COLUMNS}) VALUES
            ('this-machine', 't1', 'c1', NULL, 0, 1, 'person', 'done', {REST}),
            ('this-machine', 't2', 'c1', 't1', 1, 0, 'assistant', 'stopped', {REST}),
            ('this-machine', 't3', 'c1', 't1', 1, 1, 'assistant', 'done', {REST}),
            ('her', 't4', 'c2', NULL, 0, 1, 'person', 'done', {REST}),
            ('her', 't5', 'c2', 't1', 1, 1, 'assistant', 'interrupted', {REST});
        INSERT INTO feedback (owner, turn, verdict, reason, created) VALUES
            ('this-machine', 't3', 'up', 'clear', '{MOMENT}'), ('her', 't5', 'down', NULL, '{MOMENT}');
        INSERT INTO preferences (owner, name, value) VALUES ('this-machine', 'keep', 'true');
"""  # noqa: S608 - no foreign words
SECOND = FIRST.replace("'t5', 'c2', 't1'", "'t5', 'c2', 't4'")
ROWS = {"0001": FIRST, "0002": SECOND, "0003": SECOND}
"""By revision. In the first her second turn follows his: that shape let it."""


def make(path: Path, revision: str) -> None:
    path.parent.mkdir(exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as filled:
        filled.executescript(ROWS[revision])


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in it, table by table."""
    tables = ("alembic_version", "conversations", "turns", "feedback", "preferences")
    with closing(sqlite3.connect(path)) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}  # noqa: S608
