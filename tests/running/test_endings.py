"""Every way for an answer to grow and to end, with a real store and real threads."""

from collections.abc import Iterator
from threading import Event

import pytest

from assistant import running as module
from assistant.errors import IndexMissingError, ModelUnavailable
from assistant.messages import (
    Concern,
    Piece,
    Question,
    Tokens,
)
from assistant.running import Running
from assistant.store import Store
from tests.running.scripted import HELP, HERE, MARKED, PATIENCE, Script, conversation, ended, stored, texts, until


def test_an_answer_is_done_with_everything_known_about_it(running: Running, store: Store) -> None:
    answer = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    assert (answer.state, answer.text, answer.problem) == ("done", "Ask first. [1] Then wait.", None)
    assert [citation.quote for citation in answer.citations] == ["Ask before"]
    assert (answer.responder, answer.model, answer.tokens, answer.found) == ("model", "small", Tokens(10, 5), True)
    assert answer.prompt == "ab12"
    assert set(answer.ms) == {"triage", "search", "first_text", "total"}
    assert answer.situation.role == "mentor"


def test_the_message_is_stored_before_the_answer_starts(running: Running, store: Store, script: Script) -> None:
    seen: list[list[str]] = []

    def pieces(_question: Question) -> Iterator[Piece]:
        (summary,) = store.conversations()
        found = store.conversation(summary.id)
        seen.append(texts(found.turns) if found else [])
        return iter([Piece("Yes.")])

    script.pieces = pieces
    ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    assert seen == [["she keeps cancelling", ""]]


def test_fixed_words_are_there_before_any_other(running: Running, store: Store, script: Script) -> None:
    hold = Event()
    assistant = script.assistant()
    assistant.triage = lambda _text, _history: Concern("caution")
    assistant.signpost = lambda *_: HELP
    script.assistant = lambda: assistant  # type: ignore[method-assign]
    running._assistant = script.assistant

    def pieces(_question: Question) -> Iterator[Piece]:
        hold.wait(PATIENCE)
        yield Piece("Then this.")

    script.pieces = pieces
    turn = running.answer(None, "I worry about him", HERE)
    until(lambda: stored(store, turn).signposting is not None)
    assert (stored(store, turn).signposting, stored(store, turn).text) == (HELP, "")
    hold.set()
    assert ended(running, store, turn).text == "Then this."


def test_the_answer_can_be_read_as_it_grows(running: Running, store: Store, script: Script) -> None:
    script.hang("Ask", " first.")
    turn = running.answer(None, "she keeps cancelling", HERE)
    until(lambda: stored(store, turn).text == "Ask first.")
    assert stored(store, turn).state == "running"
    script.go_on.set()
    assert ended(running, store, turn).text == "Ask first. and the rest"


def test_stopping_keeps_what_was_said_even_when_the_model_hangs(running: Running, store: Store, script: Script) -> None:
    script.hang("Ask first.")
    turn = running.answer(None, "she keeps cancelling", HERE)
    until(lambda: stored(store, turn).text != "")
    running.stop(turn)
    script.go_on.set()
    answer = ended(running, store, turn)
    assert (answer.state, answer.text, answer.problem) == ("stopped", "Ask first.", None)
    running.stop(turn)
    assert texts(conversation(store, turn).turns) == ["she keeps cancelling", "Ask first."]


def test_a_finished_answer_stays_done_when_stopped(running: Running, store: Store) -> None:
    answer = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    running.stop(answer.id)
    assert stored(store, answer.id) == answer


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ModelUnavailable("It could not be reached. Try again."), "It could not be reached. Try again."),
        (ValueError(MARKED), module.BROKEN),
    ],
    ids=["outage", "fault"],
)
def test_a_failure_keeps_what_was_said_and_says_what_to_do(
    running: Running, store: Store, script: Script, error: Exception, problem: str
) -> None:
    script.fail(error, "Ask first.")
    answer = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    assert (answer.state, answer.text, answer.problem) == ("interrupted", "Ask first.", problem)


def test_an_assistant_that_cannot_be_made_loses_no_message(running: Running, store: Store, script: Script) -> None:
    script.broken = IndexMissingError("The guides have not been indexed. Run `alongside index` and try again.")
    answer = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    assert (answer.state, answer.problem) == ("interrupted", str(script.broken))
    script.broken = None
    again = ended(running, store, running.regenerate(answer.id))
    assert again.state == "done"
    assert texts(conversation(store, again.id).turns) == ["she keeps cancelling", "Ask first. [1] Then wait."]


def test_deleting_the_conversation_ends_its_answer(running: Running, store: Store, script: Script) -> None:
    script.hang("Ask")
    turn = running.answer(None, "she keeps cancelling", HERE)
    store.delete(stored(store, turn).conversation)
    assert running.wait(turn, PATIENCE)
    assert store.turn(turn) is None
