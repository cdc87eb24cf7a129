"""How a turn begins, grows, ends, is told anew, and what of it a responder is given."""

from collections.abc import Callable
from typing import Protocol

import pytest

from assistant.errors import StoreError
from assistant.messages import Citation, Concern, Replacement, Sent, Signposting, Span, Tokens, Turn
from assistant.situation import Situation
from assistant.store import Said, State, Store, StoredTurn

Opener = Callable[..., Store]
MENTOR = Situation(role="mentor", moment="between", country="GB")
QUOTED = Citation(1, "boundaries/hours#say", "boundaries/hours", "guide", 3, 8, "hours")
WHOLE = Said(
    text="Agree hours. [1]",
    situation=MENTOR,
    citations=(QUOTED,),
    concern=Concern("caution", "self_harm", "other", (Span(0, 4),)),
    signposting=Signposting("worried-about-someone", "You can ring …"),
    found=True,
    dropped=2,
    responder="model",
    model="small",
    prompt="ab12",
    sent=Sent("my mentee rang", masked=True, replaced=(Replacement("Priya", "my mentee", "name"),)),
    tokens=Tokens(100, 20),
    ms={"triage": 0.5, "first_text": None},
)


class Clock(Protocol):
    def pass_seconds(self, seconds: float) -> None: ...


def turns(store: Store, conversation: str) -> tuple[StoredTurn, ...]:
    found = store.conversation(conversation)
    assert found is not None
    return found.turns


def texts(store: Store, conversation: str) -> list[str]:
    return [turn.text for turn in turns(store, conversation)]


def said(turn: StoredTurn) -> Said:
    return Said(**{name: getattr(turn, name) for name in Said.__slots__})


def answered(store: Store, conversation: str | None, text: str, answer: str, state: State = "done") -> str:
    started = store.start(conversation, text, MENTOR)
    store.finish(started.id, state, Said(text=answer))
    return started.conversation


def test_the_message_is_recorded_with_a_running_answer(store: Store) -> None:
    started = store.start(None, "hello", MENTOR)
    question, answer = turns(store, started.conversation)
    assert (question.id, question.speaker, question.text, question.state) == (
        started.question,
        "person",
        "hello",
        "done",
    )
    assert (answer.id, answer.speaker, answer.text, answer.state) == (started.id, "assistant", "", "running")
    assert question.situation == answer.situation == MENTOR


def test_everything_an_answer_said_is_read_back_as_it_was(store: Store) -> None:
    started = store.start(None, "hello", Situation())
    assert store.grow(started.id, WHOLE)
    growing = store.turn(started.id)
    assert store.finish(started.id, "done", WHOLE)
    finished = store.turn(started.id)
    assert growing is not None
    assert finished is not None
    assert (growing.state, finished.state) == ("running", "done")
    assert said(growing) == said(finished) == WHOLE


def test_an_ending_is_final(store: Store) -> None:
    started = store.start(None, "hello", MENTOR)
    store.stop(started.id)
    assert not store.grow(started.id, WHOLE)
    assert not store.finish(started.id, "done", WHOLE)
    assert not store.stop(started.id)
    assert turns(store, started.conversation)[1].state == "stopped"


def test_a_message_to_a_conversation_that_is_gone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="not here any more"):
        store.start("gone", "hello", MENTOR)
    assert store.conversations() == ()


def test_a_live_answer_of_another_process_is_left_alone(store: Store, opened: Opener, clock: Clock) -> None:
    started = store.start(None, "hello", MENTOR)
    clock.pass_seconds(8)
    store.grow(started.id, Said(text="so far"))
    clock.pass_seconds(8)
    other = opened()
    assert other.recover() == 0
    assert not other.grow(started.id, Said(text="mine now"))
    assert turns(other, started.conversation)[1].state == "running"


def test_an_orphan_is_read_as_interrupted_before_and_after_recovery(store: Store, opened: Opener, clock: Clock) -> None:
    started = store.start(None, "hello", MENTOR)
    store.grow(started.id, Said(text="so far"))
    clock.pass_seconds(11)
    other = opened()
    before = turns(other, started.conversation)
    assert other.recover() == 1
    after = turns(other, started.conversation)
    assert before == after
    assert (after[1].state, after[1].text) == ("interrupted", "so far")
    assert after[1].problem
    assert "ask for it again" in after[1].problem


def test_recovery_spares_what_this_process_still_writes(store: Store, clock: Clock) -> None:
    """After a laptop has slept its own answers look expired, and are not."""
    started = store.start(None, "hello", MENTOR)
    clock.pass_seconds(3600)
    assert store.recover(sparing=[started.id]) == 0
    assert store.grow(started.id, Said(text="awake again"))


def test_history_hands_over_what_was_said_before_the_question(store: Store) -> None:
    conversation = answered(store, None, "first", "one")
    started = store.start(conversation, "second", MENTOR)
    assert started.history == (Turn("person", "first", role="mentor"), Turn("assistant", "one"))


def test_history_tells_as_whom_each_message_was_answered(store: Store) -> None:
    started = store.start(None, "first", Situation(role="coordinator"))
    store.finish(started.id, "done", Said(text="one", situation=MENTOR))

    assert [turn.role for turn in store.history(started.conversation)] == ["coordinator", "mentor"]


def test_history_never_hands_over_a_broken_answer_as_if_it_were_whole(store: Store) -> None:
    conversation = answered(store, None, "first", "half of i", "interrupted")
    answered(store, conversation, "second", "half of", "stopped")
    store.start(conversation, "third", MENTOR)
    assert [turn.text for turn in store.history(conversation)] == [
        "first",
        "second",
        "half of\n\n[stopped before it was finished]",
        "third",
    ]


@pytest.mark.parametrize("state", ["done", "interrupted", "stopped"])
def test_history_always_tells_of_danger_and_of_the_help_that_was_shown(store: Store, state: State) -> None:
    started = store.start(None, "hello", MENTOR)
    store.finish(started.id, state, WHOLE)
    answer = store.history(started.conversation)[-1]
    assert (answer.concern, answer.signposting) == (WHOLE.concern, "worried-about-someone")


def test_a_new_answer_replaces_the_old_one_which_can_be_brought_back(store: Store) -> None:
    conversation = answered(store, None, "question", "one")
    first = turns(store, conversation)[1].id
    again = store.regenerate(first, Situation(role="peer"))
    store.finish(again.id, "done", Said(text="two"))
    assert (again.text, again.situation, again.history) == ("question", Situation(role="peer"), ())
    assert texts(store, conversation) == ["question", "two"]
    assert turns(store, conversation)[1].versions == (first, again.id)
    store.show_version(first)
    assert texts(store, conversation) == ["question", "one"]
    store.show_version(again.id)
    assert texts(store, conversation) == ["question", "two"]


def test_an_edited_message_replaces_the_last_one_which_can_be_brought_back(store: Store) -> None:
    conversation = answered(store, None, "first", "one")
    answered(store, conversation, "secnd", "two?")
    slip = turns(store, conversation)[2].id
    edited = store.edit_last(conversation, "second")
    store.finish(edited.id, "done", Said(text="two"))
    assert edited.situation == MENTOR
    assert [turn.text for turn in edited.history] == ["first", "one"]
    assert texts(store, conversation) == ["first", "one", "second", "two"]
    store.show_version(slip)
    assert texts(store, conversation) == ["first", "one", "secnd", "two?"]


def test_versions_of_versions_each_bring_back_what_followed_them(store: Store) -> None:
    conversation = answered(store, None, "q", "a1")
    a1 = turns(store, conversation)[1].id
    answered(store, conversation, "follow-up", "b1")
    a2 = store.regenerate(a1).id
    a3 = store.regenerate(a2).id
    assert turns(store, conversation)[1].versions == (a1, a2, a3)
    store.show_version(a1)
    assert texts(store, conversation) == ["q", "a1", "follow-up", "b1"]
    edited = store.edit_last(store.edit_last(conversation, "q2").conversation, "q3")
    store.show_version(a3)
    assert [turn.id for turn in turns(store, conversation)][1:] == [a3]
    store.show_version(edited.id)
    assert texts(store, conversation) == ["q", "a1", "q3", ""]


def test_an_answer_out_of_sight_cannot_be_asked_for_again(store: Store) -> None:
    started = store.start(None, "q", MENTOR)
    store.regenerate(started.id)
    with pytest.raises(StoreError, match="Reload the page"):
        store.regenerate(started.id)


def test_a_conversation_may_be_very_long_and_still_be_deleted(opened: Opener) -> None:
    store = opened(None)
    conversation = answered(store, None, "0", "")
    for number in range(1, 510):
        store.start(conversation, str(number), MENTOR)
    assert len(turns(store, conversation)) == 1020  # SQLite gives up on a thousand rows that delete one another
    store.show_version(turns(store, conversation)[1].id)
    store.delete(conversation)
    assert store.conversations() == ()
