"""A disk that is full or may not be written, and a database that is locked or damaged, while somebody is talking."""

from collections.abc import Callable, Iterator

import pytest

from assistant.errors import StoreError
from assistant.running import Running
from assistant.store import Store, StoredTurn, open_store
from tests.faults.conftest import Disk, held_by_another_process
from tests.running.scripted import HELP, HERE, LEASE, Script, ended, stored, until

LONG = "a line of the answer. " * 4_000
QUESTION = "she keeps cancelling"


@pytest.fixture
def disk(small_disk: Callable[[float], Disk]) -> Disk:
    return small_disk(2)


@pytest.fixture
def store(disk: Disk) -> Iterator[Store]:
    store = open_store(disk.folder / "alongside.db", lease_seconds=LEASE)
    yield store
    store.close()


@pytest.fixture
def running(script: Script, store: Store) -> Running:
    return Running(script.assistant, store)


def _look(running: Running, turn: str) -> StoredTurn:
    found = running.look(turn)
    assert found is not None
    return found


def refused(running: Running, words: str, match: str) -> None:
    with pytest.raises(StoreError, match=match):
        running.answer(None, words, HERE)


def test_a_message_that_a_full_disk_refuses_is_not_half_stored(running: Running, store: Store, disk: Disk) -> None:
    disk.fill()
    refused(running, LONG[:3_000], "The disk is full")
    assert store.conversations() == ()
    disk.free()
    assert ended(running, store, running.answer(None, QUESTION, HERE)).state == "done"


def test_help_is_given_though_nothing_can_be_stored(running: Running, disk: Disk) -> None:
    disk.fill()
    refused(running, "danger " * 500, "The disk is full")
    assert running.help_for("nothing", "danger " * 500, HERE) == HELP
    assert running.help_for(None, QUESTION, HERE) is None


def test_a_folder_that_may_not_be_written_is_told(store: Store, disk: Disk) -> None:
    store.close()
    disk.allow_writing(allowed=False)
    with pytest.raises(StoreError, match="Check that its folder is there and that you may write in it"):
        open_store(disk.folder / "alongside.db")


def test_an_answer_the_disk_has_no_room_for_is_shown_and_recorded_later(
    running: Running, store: Store, disk: Disk, script: Script
) -> None:
    script.hang(LONG)
    disk.fill()
    disk.free()
    turn = running.answer(None, QUESTION, HERE)
    disk.fill()
    until(lambda: _look(running, turn).problem is not None)
    script.go_on.set()
    until(lambda: _look(running, turn).text == f"{LONG} and the rest")
    assert "The disk is full" in (_look(running, turn).problem or "")
    assert len(stored(store, turn).text) < len(LONG)
    disk.free()
    answer = ended(running, store, turn)
    assert (answer.state, answer.text, answer.problem) == ("done", f"{LONG} and the rest", None)


def test_what_another_process_locks_is_refused_and_nothing_is_lost(running: Running, store: Store, disk: Disk) -> None:
    with held_by_another_process(disk.folder / "alongside.db"):
        refused(running, QUESTION, "Something else is using")
        assert store.conversations() == ()
    assert ended(running, store, running.answer(None, QUESTION, HERE)).state == "done"


def test_an_answer_outlasts_a_lock_longer_than_its_lease(
    running: Running, store: Store, disk: Disk, script: Script
) -> None:
    script.hang("Ask first.")
    turn = running.answer(None, QUESTION, HERE)
    with held_by_another_process(disk.folder / "alongside.db"):
        until(lambda: _look(running, turn).text == "Ask first.")
        script.go_on.set()
        until(lambda: stored(store, turn).state == "interrupted")
        assert _look(running, turn).state == "running"
        until(lambda: "Something else" in (_look(running, turn).problem or ""))
    answer = ended(running, store, turn)
    assert (answer.state, answer.text) == ("done", "Ask first. and the rest")


def test_a_database_damaged_meanwhile_is_told_and_help_still_comes(running: Running, store: Store, disk: Disk) -> None:
    ended(running, store, running.answer(None, QUESTION, HERE))
    for file in disk.folder.glob("alongside.db*"):
        file.write_bytes(b"\xab" * file.stat().st_size)
    with pytest.raises(StoreError, match="damaged"):
        running.answer(None, "danger " * 500, HERE)
    assert running.help_for("nothing", "danger", HERE) == HELP
