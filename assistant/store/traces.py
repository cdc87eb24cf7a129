"""Getting rid of what deleting leaves behind, in the file and in its log.

Deleting overwrites a row, yet SQLite keeps copies where it once split a page, and in the log while somebody reads it.
So whatever deletes also marks the file, in the same transaction. Whoever next writes, opens, closes or tidies rewrites
the file, empties the log, and only then takes the mark away: no crash and no reader can make it stay undone.
"""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from secrets import randbelow
from threading import Lock

from sqlalchemy import Connection

logger = logging.getLogger(__name__)

LARGEST_MARK = 2**31 - 1  # what SQLite can hold as the version a file gives itself


def leave_mark(connection: Connection) -> None:
    """Note, inside the caller's transaction, that something was deleted: each time another number."""
    connection.exec_driver_sql(f"PRAGMA user_version = {1 + randbelow(LARGEST_MARK)}")


class Traces:
    """What was deleted from one database and may still be found in its files."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._lock = Lock()
        self._rewritten = 0
        self.left = False
        """Was something left when last looked? Then it is worth trying again."""

    def scrub(self, patience_seconds: float) -> bool:
        """Leave nothing of what was deleted. False: somebody reads or the disk refuses, so it has to be tried again."""
        with self._lock:
            try:
                clean = self._scrub(patience_seconds)
            except sqlite3.Error as error:
                clean = False
                if not self.left:
                    logger.warning("deleted bytes wait to be overwritten: error=%s", error.sqlite_errorname)
            self.left = not clean
            return clean

    def _scrub(self, patience_seconds: float) -> bool:
        with closing(self._connect()) as connection:
            connection.execute(f"PRAGMA busy_timeout = {int(patience_seconds * 1000)}")
            mark = _mark(connection)
            if not mark:
                return True
            if mark != self._rewritten:
                connection.execute("VACUUM")
                self._rewritten = mark
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy and _take_away(connection, mark)


def _mark(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _take_away(connection: sqlite3.Connection, mark: int) -> bool:
    """Unless somebody has deleted more meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    same = _mark(connection) == mark
    if same:
        connection.execute("PRAGMA user_version = 0")
    connection.execute("COMMIT")
    return same
