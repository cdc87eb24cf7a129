"""Processes that die, models that hang, disks that fail, crowds, and what none of them may tell."""

import logging
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from assistant.errors import InputError, ModelUnavailable, StoreError
from assistant.running import Running
from assistant.store import Store, open_store
from assistant.store.values import INTERRUPTED
from tests.running.scripted import (
    HERE,
    LEASE,
    MARKED,
    PATIENCE,
    Script,
    conversation,
    ended,
    stored,
    texts,
    until,
)


def test_an_answer_written_by_another_process_can_be_stopped_here(
    running: Running, store: Store, script: Script, path: Path
) -> None:
    script.hang("Ask first.")
    turn = running.answer(None, "she keeps cancelling", HERE)
    other = open_store(path, lease_seconds=LEASE)
    Running(script.assistant, other).stop(turn)
    assert stored(other, turn).state == "stopped"
    other.close()
    assert running.wait(turn, PATIENCE)
    assert stored(store, turn).state == "stopped"


def test_a_hung_model_keeps_its_lease(running: Running, store: Store, script: Script, path: Path) -> None:
    script.hang("Ask")
    turn = running.answer(None, "she keeps cancelling", HERE)
    time.sleep(2.5 * LEASE)
    other = open_store(path)
    Running(script.assistant, other)
    assert stored(other, turn).state == "running"
    other.close()
    script.go_on.set()
    assert ended(running, store, turn).state == "done"


def test_an_answer_outlives_a_moment_in_which_nothing_can_be_written(
    running: Running, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing, grow, finish = Event(), store.grow, store.finish
    failing.set()
    locked = StoreError("Something else is using it.")

    def unless_failing(call: Callable[..., bool]) -> Callable[..., bool]:
        def attempt(*values: object) -> bool:
            if failing.is_set():
                raise locked
            return call(*values)

        return attempt

    monkeypatch.setattr(store, "grow", unless_failing(grow))
    monkeypatch.setattr(store, "finish", unless_failing(finish))
    turn = running.answer(None, "she keeps cancelling", HERE)
    assert not running.wait(turn, 0.1)
    failing.clear()
    answer = ended(running, store, turn)
    assert (answer.state, answer.text) == ("done", "Ask first. [1] Then wait.")


def test_twenty_answers_at_once_all_end_whole(running: Running, store: Store) -> None:
    turns = [running.answer(None, f"question {number}", HERE) for number in range(20)]
    assert {ended(running, store, turn).text for turn in turns} == {"Ask first. [1] Then wait."}


def test_what_is_not_kept_is_answered_just_the_same(script: Script) -> None:
    store = open_store(None)
    running = Running(script.assistant, store)
    turns = [running.answer(None, f"question {number}", HERE) for number in range(5)]
    assert {ended(running, store, turn).state for turn in turns} == {"done"}
    store.close()


@pytest.mark.parametrize("words", [(), ("Ask first.",)], ids=["before any word", "mid-answer"])
def test_after_kill_9_the_message_and_the_words_so_far_are_kept(
    path: Path, script: Script, words: tuple[str, ...]
) -> None:
    child = f"""
        import time
        from pathlib import Path
        from assistant.messages import Draft, Piece
        from assistant.running import Running
        from assistant.situation import Situation
        from assistant.store import open_store
        from tests.running.scripted import Script
        script = Script()
        script.hang(*{words!r})
        store = open_store(Path({str(path)!r}), lease_seconds={LEASE})
        turn = Running(script.assistant, store).answer(None, "she keeps cancelling", Situation(role="mentor"))
        while store.turn(turn).text != {"".join(words)!r} or store.turn(turn).situation.role is None:
            time.sleep(0.01)
        print(turn, flush=True)
        time.sleep(60)
    """
    command = [sys.executable, "-c", textwrap.dedent(child)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        turn = process.stdout.readline().strip()
        store = open_store(path, lease_seconds=LEASE)
        Running(script.assistant, store)
        assert stored(store, turn).state == "running"
        process.send_signal(signal.SIGKILL)
    time.sleep(1.5 * LEASE)
    running = Running(script.assistant, store)
    answer = stored(store, turn)
    assert (answer.state, answer.text) == ("interrupted", "".join(words))
    assert answer.problem
    assert texts(conversation(store, turn).turns) == ["she keeps cancelling", "".join(words)]
    assert ended(running, store, running.regenerate(turn)).state == "done"
    store.close()


SLEEPER = """
    import sys
    from pathlib import Path
    from assistant.running import Running
    from assistant.situation import Situation
    from assistant.store import open_store
    from tests.running.scripted import PATIENCE, Script, until
    script = Script()
    script.hang("Ask first.")
    store = open_store(Path(sys.argv[1]), lease_seconds=float(sys.argv[2]))
    running = Running(script.assistant, store)
    turns = [running.answer(None, "she keeps cancelling", Situation()) for _ in range(int(sys.argv[3]))]
    until(lambda: all(store.turn(turn).text == "Ask first." for turn in turns))
    print(*turns, flush=True)
    sys.stdin.readline()
    script.go_on.set()
    print(all(running.wait(turn, PATIENCE) for turn in turns), flush=True)
"""


@contextmanager
def asleep(path: Path, answers: int) -> Iterator[tuple[str, ...]]:
    """Answers of a process that is put to sleep while it writes them, and wakes and finishes at the end of this."""
    command = [sys.executable, "-c", textwrap.dedent(SLEEPER), str(path), str(LEASE), str(answers)]
    here = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=here
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        turns = process.stdout.readline().split()
        process.send_signal(signal.SIGSTOP)
        try:
            yield tuple(turns)
        finally:
            process.send_signal(signal.SIGCONT)
        time.sleep(LEASE)  # it renews what is still its own
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "True\n"


def test_a_process_that_slept_past_its_lease_goes_on_with_what_nobody_touched(path: Path, store: Store) -> None:
    with asleep(path, 1) as (turn,):
        assert stored(store, turn).state == "running"
        until(lambda: stored(store, turn).state == "interrupted")
        assert (stored(store, turn).text, stored(store, turn).problem) == ("Ask first.", INTERRUPTED)
    answer = stored(store, turn)
    assert (answer.state, answer.text, answer.problem) == ("done", "Ask first. and the rest", None)


def test_a_process_that_slept_past_its_lease_undoes_nothing_that_was_done_meanwhile(
    path: Path, store: Store, running: Running
) -> None:
    with asleep(path, 4) as (finished, edited, deleted, followed):
        until(lambda: stored(store, followed).state == "interrupted")
        talks = [stored(store, turn).conversation for turn in (finished, edited, deleted, followed)]
        ends = [running.regenerate(finished), running.edit_last(talks[1], "what then?", HERE)]
        store.delete(talks[2])
        ends.append(running.answer(talks[3], "and now?", HERE))
        before = [conversation(store, ended(running, store, turn).id) for turn in ends]
    assert [store.conversation(talk) for talk in talks[:3]] == [before[0], before[1], None]
    after = conversation(store, ends[2])
    assert texts(after.turns) == [
        "she keeps cancelling", "Ask first. and the rest", "and now?", "Ask first. [1] Then wait.",
    ]  # fmt: skip


def test_no_ending_writes_what_people_said_to_a_log_or_the_screen(
    running: Running,
    store: Store,
    script: Script,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for error in (ValueError(MARKED), ModelUnavailable(MARKED)):
        script.fail(error, MARKED)
        ended(running, store, running.answer(None, MARKED, HERE))
    script.hang(MARKED)
    turn = running.answer(None, MARKED, HERE)
    store.delete(stored(store, turn).conversation)
    assert running.wait(turn, PATIENCE)
    with pytest.raises(InputError) as refusal:
        running.answer(None, MARKED * 1_000, HERE)
    assert "error=ValueError" in caplog.text
    assert MARKED not in caplog.text + str(refusal.value) + "".join(capfd.readouterr())
