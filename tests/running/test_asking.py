"""What is refused, and saying or answering something again."""

import pytest

from assistant.errors import InputError, ModelUnavailable, StoreError
from assistant.messages import (
    Piece,
)
from assistant.running import Running
from assistant.situation import Situation
from assistant.store import Store
from tests.running.scripted import HELP, HERE, Script, conversation, ended, stored, texts, until


def test_the_next_message_is_answered_in_the_light_of_the_others(
    running: Running, store: Store, script: Script
) -> None:
    first = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    ended(running, store, running.answer(first.conversation, "shorter please", HERE))
    assert texts(script.asked[1].history) == ["she keeps cancelling", "Ask first. [1] Then wait."]
    assert script.asked[1].text == "shorter please"


def test_a_broken_answer_is_finished_by_asking_again_and_kept_as_a_version(
    running: Running, store: Store, script: Script
) -> None:
    script.fail(ModelUnavailable("Try again."), "Ask fir")
    broken = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    script.pieces = lambda _question: iter([Piece("Ask first.")])
    whole = ended(running, store, running.regenerate(broken.id, Situation(role="peer")))
    assert (whole.text, whole.versions, whole.situation.role) == ("Ask first.", (broken.id, whole.id), "peer")
    assert script.asked[-1].history == ()


def test_asking_again_stops_the_answer_that_is_being_written(running: Running, store: Store, script: Script) -> None:
    script.hang("Ask")
    first = running.answer(None, "she keeps cancelling", HERE)
    until(lambda: stored(store, first).text != "")
    script.pieces = lambda _question: iter([Piece("Anew.")])
    again = ended(running, store, running.regenerate(first))
    assert (stored(store, first).state, again.text) == ("stopped", "Anew.")


@pytest.mark.parametrize("unmasked", [True, False])
def test_what_was_chosen_for_a_message_holds_when_it_is_answered_again(
    running: Running, store: Store, script: Script, *, unmasked: bool
) -> None:
    first = ended(running, store, running.answer(None, "Priya keeps cancelling", HERE, unmasked=unmasked))
    again = ended(running, store, running.regenerate(first.id))
    ended(running, store, running.regenerate(again.id, Situation(role="peer")))
    assert [question.unmasked for question in script.asked] == [unmasked] * 3
    question = conversation(store, again.id).last_question
    assert question is not None
    assert question.unmasked is unmasked


def test_what_a_conversation_has_been_called_is_told_with_its_next_question(
    running: Running, store: Store, script: Script
) -> None:
    first = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    store.rename(first.conversation, "Zanib")
    ended(running, store, running.answer(first.conversation, "and now", HERE))
    assert [question.called for question in script.asked] == [None, "Zanib"]


def test_what_was_chosen_for_a_message_holds_for_no_other(running: Running, store: Store, script: Script) -> None:
    first = ended(running, store, running.answer(None, "Priya keeps cancelling", HERE, unmasked=True))
    ended(running, store, running.answer(first.conversation, "and Tom", HERE))
    ended(running, store, running.edit_last(first.conversation, "and Tom too"))
    ended(running, store, running.edit_last(first.conversation, "and Tom again", unmasked=True))
    assert [question.unmasked for question in script.asked] == [True, False, False, True]
    assert [turn.unmasked for turn in conversation(store, first.id).turns] == [True, False, True, False]


def test_an_edited_message_is_answered_instead_of_the_old_one(running: Running, store: Store, script: Script) -> None:
    script.hang("Ask")
    first = running.answer(None, "she keeps cancling", HERE)
    until(lambda: stored(store, first).text != "")
    script.pieces = lambda _question: iter([Piece("Anew.")])
    edited = ended(running, store, running.edit_last(stored(store, first).conversation, "she keeps cancelling"))
    assert stored(store, first).state == "stopped"
    assert texts(conversation(store, edited.id).turns) == ["she keeps cancelling", "Anew."]
    assert script.asked[-1].history == ()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_000], ids=["empty", "blank", "too long"])
def test_a_message_that_cannot_be_answered_is_refused_and_not_stored(running: Running, store: Store, text: str) -> None:
    with pytest.raises(InputError):
        running.answer(None, text, HERE)
    assert store.conversations() == ()
    turn = running.answer(None, "she keeps cancelling", HERE)
    with pytest.raises(InputError):
        running.edit_last(stored(store, turn).conversation, text)
    assert conversation(store, turn).turns[0].text == "she keeps cancelling"


def test_a_message_too_long_to_answer_still_gets_help_when_there_is_danger(running: Running, store: Store) -> None:
    answer = ended(running, store, running.answer(None, "danger " * 5_000, HERE))
    assert (answer.state, answer.signposting, answer.text) == ("done", HELP, "")
    assert len(conversation(store, answer.id).turns[0].text) == 35_000


def test_a_message_to_a_deleted_conversation_is_refused_and_not_stored(running: Running, store: Store) -> None:
    answer = ended(running, store, running.answer(None, "she keeps cancelling", HERE))
    store.delete(answer.conversation)
    for attempt in (running.answer, running.edit_last):
        with pytest.raises(StoreError, match="new one"):
            attempt(answer.conversation, "and now?", HERE)
    assert store.conversations() == ()


def test_hostile_text_is_made_readable_before_it_is_stored(running: Running, store: Store) -> None:
    answer = ended(running, store, running.answer(None, "a\0b \ud800 <script>", HERE))
    assert answer.state == "done"
    assert conversation(store, answer.id).turns[0].text == "a b \ufffd <script>"
