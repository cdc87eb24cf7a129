"""The connection to one SQLite database, and transactions that cannot see beyond one owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Engine,
    QueuePool,
    Select,
    Table,
    Update,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import URL

from assistant.errors import StoreError
from assistant.store.backups import back_up, clear_unfinished
from assistant.store.connection import as_json, connect, set_up
from assistant.store.faults import DatabaseFault, store_error
from assistant.store.migrations import is_current, upgrade, upgrading
from assistant.store.traces import Traces

TRACES_SECONDS = 1.0  # how long somebody who deletes waits for readers; what is left then is tried again

MOVED = (
    "{place} was moved or deleted while Alongside was using it. Put it back, or close Alongside and start it again to "
    "begin with nothing."
)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One owner's view of the database. Every statement begins here and is scoped to the owner."""

    connection: Connection
    owner: str
    now: datetime
    holder: str
    lease_until: datetime

    def select(self, table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
        return select(*(columns or table.c)).where(table.c.owner == self.owner)

    def update(self, table: Table) -> Update:
        return update(table).where(table.c.owner == self.owner)

    def delete(self, table: Table) -> Delete:
        return delete(table).where(table.c.owner == self.owner)

    def insert(self, table: Table, **values: object) -> None:
        self.connection.execute(insert(table).values(owner=self.owner, **values))

    def all(self, query: Select[Any]) -> list[Any]:
        return list(self.connection.execute(query))

    def first(self, query: Select[Any]) -> Any:
        return self.connection.execute(query.limit(1)).first()

    def changed(self, statement: Update | Delete) -> int:
        """Run it; return how many rows it changed."""
        return self.connection.execute(statement).rowcount


class Database:
    """One database file, or one in memory when there is no path."""

    def __init__(
        self, path: Path | None, lease_seconds: float, clock: Callable[[], datetime], *, keeps_copies: bool = True
    ) -> None:
        self._keeps_copies = keeps_copies
        self.path = path
        self.lease = timedelta(seconds=lease_seconds)
        self.clock = clock
        self.holder = uuid4().hex
        """Who holds the leases of answers started here: a new one for every process that opens the database."""
        if path is not None:
            make_private(path)
        self._engine = _engine(path)
        self._traces = Traces(lambda: connect(path)) if path is not None else None
        try:
            with self._translated():
                self._bring_up_to_date()
        except BaseException:
            self._engine.dispose()
            raise
        self._file = _identity(path)
        self.scrub(0)
        if path is not None:
            clear_unfinished(path)

    @contextmanager
    def transaction(self, owner: str, *, writes: bool) -> Iterator[Transaction]:
        self._follow_file()
        with self._translated(), self._begin(writes=writes) as connection:
            now = self.clock()
            yield Transaction(connection, owner, now, self.holder, now + self.lease)
        if writes:
            self._scrub_again()

    @contextmanager
    def whole(self, *, writes: bool) -> Iterator[Connection]:
        """Everybody's rows, for what concerns the file and nobody's words."""
        with self._translated(), self._begin(writes=writes) as connection:
            yield connection

    def scrub(self, patience_seconds: float = TRACES_SECONDS) -> bool:
        """Leave no byte of what was deleted, in file or log. False: it could not be done yet and is tried again."""
        return self._traces is None or self._traces.scrub(patience_seconds)

    def close(self) -> None:
        self._scrub_again()
        self._engine.dispose()

    def _follow_file(self) -> None:
        """Use what has the name now. What is written to a file that was deleted or moved would be gone with it."""
        found = _identity(self.path)
        if found == self._file:
            return
        if found is None:
            raise StoreError(MOVED.format(place=repr(str(self.path))))
        self._engine.dispose()
        self._file = found
        with self._translated():
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        with self._begin(writes=False) as connection:
            if is_current(connection, self.path):
                return
        with self._engine.connect() as connection, upgrading(connection):
            connection.execution_options(writes=True)
            with connection.begin():
                upgrade(connection, self.path, self._back_up)

    def _back_up(self, label: str) -> Path | None:
        if self.path is None or not self._keeps_copies:
            return None
        try:
            return back_up(self.path, label, self.clock())
        except OSError as error:
            raise StoreError(
                f"{str(self.path)!r} must be copied before it is changed, and could not be ({error.strerror}). "
                "Free some space and make its folder writable, then try again. Nothing was changed."
            ) from error

    def _scrub_again(self) -> None:
        if self._traces is not None and self._traces.left:
            self.scrub(0)

    @contextmanager
    def _begin(self, *, writes: bool) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            connection = connection.execution_options(writes=writes)
            with connection.begin():
                yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DatabaseFault as error:
            raise store_error(error, self.path) from error


def utc_now() -> datetime:
    return datetime.now(UTC)


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file has the name at the moment; None when there is none."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def make_private(path: Path) -> None:
    """Make the file and its folder, or keep others from reading what is there."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"{str(path)!r} cannot be made ({error.strerror}). Set ALONGSIDE_DATA to a folder you can write to."
        ) from error


def _engine(path: Path | None) -> Engine:
    # In memory one connection is the database: everyone waits for it and it is never closed.
    in_memory = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0} if path is None else {}
    engine = create_engine(
        URL.create("sqlite", database=str(path) if path else ":memory:"),
        hide_parameters=True,
        json_serializer=as_json,
        connect_args={"check_same_thread": False},
        **in_memory,
    )
    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin_now)
    return engine


def _begin_now(connection: Connection) -> None:
    """A writer takes its place at once: one that began as a reader could not wait for another writer."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
