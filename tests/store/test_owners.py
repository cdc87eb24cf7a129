"""Two owners of one database never see or touch each other's rows."""

import inspect
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import Said, StartedTurn, Store
from assistant.store.schema import metadata

Opener = Callable[..., Store]
HERE = Situation(role="mentor")

ATTEMPTS: dict[str, Callable[[Store, StartedTurn], object]] = {
    "start": lambda store, hers: store.start(hers.conversation, "mine", HERE),
    "regenerate": lambda store, hers: store.regenerate(hers.id),
    "edit_last": lambda store, hers: store.edit_last(hers.conversation, "mine"),
    "show_version": lambda store, hers: store.show_version(hers.id),
    "grow": lambda store, hers: store.grow(hers.id, Said(text="mine")),
    "finish": lambda store, hers: store.finish(hers.id, "done", Said(text="mine")),
    "stop": lambda store, hers: store.stop(hers.id),
    "recover": lambda store, _hers: store.recover(),
    "history": lambda store, hers: store.history(hers.conversation),
    "conversations": lambda store, _hers: store.conversations("hers"),
    "conversation": lambda store, hers: store.conversation(hers.conversation),
    "turn": lambda store, hers: store.turn(hers.id),
    "rename": lambda store, hers: store.rename(hers.conversation, "mine"),
    "delete": lambda store, hers: store.delete(hers.conversation),
    "forget_everything": lambda store, _hers: store.forget_everything(),
    "retention": lambda store, _hers: store.retention(),
    "set_retention": lambda store, _hers: store.set_retention(30),
    "older_than": lambda store, _hers: store.older_than(-1),
    "apply_retention": lambda store, _hers: store.apply_retention(-1),
    "rate": lambda store, hers: store.rate(hers.id, "up"),
    "unrate": lambda store, hers: store.unrate(hers.id),
    "counted": lambda store, _hers: store.counted((), lambda *_: "").conversations,
    "preference": lambda store, _hers: store.preference("situation"),
    "set_preference": lambda store, _hers: store.set_preference("situation", "mine"),
}
ELSEWHERE = {"for_owner", "close", "scrub", "backups", "forget_backups", "export_all", "import_all"}


@pytest.fixture
def hers(store: Store) -> Store:
    return store.for_owner("her")


@pytest.fixture
def hidden(hers: Store) -> StartedTurn:
    """Her conversation, with feedback and a preference, and an answer being written."""
    done = hers.start(None, "hers, earlier", HERE)
    hers.finish(done.id, "done", Said(text="hers too"))
    running = hers.start(done.conversation, "hers", HERE)
    hers.rate(running.id, "down", "too_long")
    hers.set_preference("situation", "hers")
    return running


def everything(store: Store) -> object:
    summaries = store.conversations()
    return summaries, [store.conversation(summary.id) for summary in summaries], store.preference("situation")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_no_method_reaches_what_somebody_else_said(name: str, store: Store, hers: Store, hidden: StartedTurn) -> None:
    before = everything(hers)
    outcome = None
    with suppress(StoreError):
        outcome = ATTEMPTS[name](store, hidden)
    assert not outcome
    assert everything(hers) == before


def test_every_method_is_among_the_attempts() -> None:
    methods = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    assert methods - ELSEWHERE == set(ATTEMPTS)


def test_every_statement_names_the_owner(store: Store, hers: Store, hidden: StartedTurn) -> None:
    statements: list[str] = []
    engine = store._database._engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: statements.append(statement))
    for attempt in (attempt for name, attempt in ATTEMPTS.items() if name != "delete"):
        attempt(hers, hers.regenerate(hers.start(None, "one more", HERE).id))
    hers.delete(hidden.conversation)
    spoken = [statement for statement in statements if not statement.startswith(("BEGIN", "PRAGMA"))]
    assert len(spoken) > len(ATTEMPTS)
    for statement in spoken:
        assert "owner = ?" in statement or statement.startswith("INSERT"), statement


@pytest.mark.usefixtures("hidden")
def test_no_row_can_be_without_an_owner_or_hang_on_somebody_elses(store: Store) -> None:
    assert all(not table.c.owner.nullable for table in metadata.tables.values())
    with pytest.raises(StoreError) as nameless:
        store.for_owner("").start(None, "hello", HERE)
    assert isinstance(nameless.value.__cause__, IntegrityError)
    with pytest.raises(StoreError) as trespass, store._writing() as tx:
        tx.connection.exec_driver_sql("UPDATE turns SET owner = 'this-machine'")
    assert isinstance(trespass.value.__cause__, IntegrityError)
