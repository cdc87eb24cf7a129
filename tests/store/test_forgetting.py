"""What is forgotten is gone from lists, searches and, as bytes, from every file of the data folder."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from assistant.messages import Citation, Signposting
from assistant.situation import Situation
from assistant.store import Said, Store
from assistant.store.schema import conversations as titled
from tests.store import old_shapes
from tests.store.conftest import Opener, holding

MARKED = "the marked sentence nobody else may read"
EVERYWHERE = Said(
    text=MARKED,
    citations=(Citation(1, MARKED, MARKED, "programme", 0, 3, MARKED),),
    signposting=Signposting("worried", MARKED),
    model=MARKED,
    prompt=MARKED,
)


def tell(store: Store) -> str:
    """A conversation with the marked sentence in title, messages, answers, earlier versions and reasons for trouble."""
    started = store.start(None, MARKED, Situation())
    for words in range(1, 20):
        store.grow(started.id, Said(text=MARKED * words))
    store.finish(started.id, "interrupted", EVERYWHERE, problem=MARKED)
    store.finish(store.regenerate(started.id).id, "done", EVERYWHERE)
    store.finish(store.edit_last(started.conversation, f"{MARKED}, edited").id, "stopped", EVERYWHERE)
    store.rename(started.conversation, MARKED)
    return started.conversation


def test_a_forgotten_conversation_is_gone_with_its_earlier_versions(store: Store, path: Path) -> None:
    kept = store.start(None, "this one stays", Situation()).conversation
    gone = tell(store)
    assert holding(path.parent, MARKED) != []
    store.delete(gone)
    assert [summary.id for summary in store.conversations()] == [kept]
    assert store.conversations("marked") == ()
    assert holding(path.parent, MARKED) == []


def test_pages_that_were_split_keep_no_copy_of_what_was_deleted(store: Store, path: Path) -> None:
    """Here SQLite's own secure_delete leaves copies."""
    random = Random(10)  # noqa: S311 - any order, the same each time
    words = {number: "MARKED" if number % 5 == 0 else "kept" for number in range(1500)}
    with store._writing() as tx:
        for number, word in words.items():
            title = word + "x" * random.randint(1, 200)
            tx.insert(titled, id=str(number), title=title, created=tx.now, updated=tx.now)
            other = random.randint(0, number)
            longer = tx.update(titled).where(titled.c.id == str(other))
            tx.changed(longer.values(title=words[other] + "y" * random.randint(1, 400)))
        tx.changed(tx.delete(titled).where(titled.c.title.startswith("MARKED"), titled.c.id != "0"))
    store.delete("0")
    assert holding(path.parent, "MARKED") == []


def test_forgetting_everything_leaves_nothing_of_this_person_and_all_of_others(store: Store, path: Path) -> None:
    hers = store.for_owner("her").start(None, "hers", Situation()).conversation
    tell(store)
    tell(store)
    store.set_preference("situation", {"role": MARKED})
    assert store.forget_everything() == 2
    assert (store.conversations(), store.preference("situation")) == ((), None)
    assert [summary.id for summary in store.for_owner("her").conversations()] == [hers]
    assert holding(path.parent, MARKED) == []
    assert store.forget_everything() == 0


def test_preferences_alone_are_forgotten_as_bytes_too(store: Store, path: Path) -> None:
    store.set_preference("situation", {"role": MARKED})
    store.forget_everything()
    assert holding(path.parent, MARKED) == []


def reader_of(path: Path) -> sqlite3.Connection:
    """Somebody in the middle of reading everything."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM turns").fetchone()
    return connection


RETRIES: dict[str, Callable[[Store, Opener], object]] = {
    "tidying": lambda store, _: store.scrub(),
    "writing": lambda store, _: store.start(None, "hello", Situation()),
    "closing": lambda store, _: store.close(),
    "opening": lambda _, opened: opened(),
}


@pytest.mark.parametrize("retry", RETRIES)
def test_a_reader_only_delays_forgetting(retry: str, store: Store, opened: Opener, path: Path) -> None:
    gone = tell(store)
    with closing(reader_of(path)):
        store.delete(gone)
        assert not store.scrub()
        assert holding(path.parent, MARKED) != []
    RETRIES[retry](store, opened)
    assert holding(path.parent, MARKED) == []


def test_nothing_is_left_when_the_process_is_killed_right_after_deleting(store: Store, path: Path) -> None:
    gone = tell(store)
    store.close()
    _delete_and_die(path, gone)
    assert holding(path.parent, MARKED) == []


def test_what_a_killed_process_could_not_overwrite_is_overwritten_by_the_next(
    store: Store, opened: Opener, path: Path
) -> None:
    gone = tell(store)
    with closing(reader_of(path)):
        _delete_and_die(path, gone)
    assert holding(path.parent, MARKED) != []
    opened()
    assert holding(path.parent, MARKED) == []


def test_two_who_delete_at_once_both_leave_nothing(store: Store, opened: Opener, path: Path) -> None:
    other = opened()
    mine, theirs = tell(store), tell(other)
    with closing(reader_of(path)):
        store.delete(mine)
        other.delete(theirs)
    assert store.scrub()
    assert other.scrub()
    assert holding(path.parent, MARKED) == []


def test_in_memory_there_is_nothing_to_overwrite(opened: Opener) -> None:
    store = opened(None)
    store.delete(tell(store))
    assert store.scrub()
    assert store.backups() == ()


def _delete_and_die(path: Path, conversation: str) -> None:
    code = f"""
        import os, signal
        from pathlib import Path
        from assistant.store import open_store
        open_store(Path({str(path)!r})).delete({conversation!r})
        os.kill(os.getpid(), signal.SIGKILL)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], env=os.environ, check=False)
    assert ended.returncode == -signal.SIGKILL


def test_what_copies_still_hold_is_listed_and_goes_when_asked(opened: Opener, path: Path) -> None:
    old_shapes.make(path, "0001")
    store = opened()
    (path.parent / "backups" / "alongside-half.db.part").write_text(old_shapes.TEXT)
    store.forget_everything()
    store.for_owner("her").forget_everything()
    [kept] = store.backups()
    assert holding(path.parent, old_shapes.TEXT) == [kept.path.name, "alongside-half.db.part"]
    store.forget_everything(with_backups=True)
    assert store.backups() == ()
    assert holding(path.parent, old_shapes.TEXT) == []


def test_a_copy_that_was_never_finished_is_removed_by_whoever_opens_next(opened: Opener, path: Path) -> None:
    opened().close()
    (path.parent / "backups").mkdir()
    for name, hours in (("alongside-restoring.db.1.part", 2), ("alongside-restoring.db.2.part-wal", 0)):
        part = path.parent / "backups" / name
        part.write_text(MARKED)
        os.utime(part, (time.time() - hours * 3600 - 1,) * 2)
    opened()
    assert holding(path.parent, MARKED) == ["alongside-restoring.db.2.part-wal"]
