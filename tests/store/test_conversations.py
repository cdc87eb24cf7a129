"""Listing, searching, naming and deleting conversations, with real text from real people."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import InputError, StoreError
from assistant.situation import Situation
from assistant.store import Rating, Said, Store

Opener = Callable[..., Store]


def say(store: Store, text: str, conversation: str | None = None, answer: str = "") -> str:
    started = store.start(conversation, text, Situation())
    store.finish(started.id, "done", Said(text=answer))
    return started.conversation


def titles(store: Store, search: str = "") -> list[str]:
    return [summary.title for summary in store.conversations(search)]


def test_conversations_are_listed_newest_first(store: Store) -> None:
    first = say(store, "first")
    say(store, "second")
    assert titles(store) == ["second", "first"]
    say(store, "more", first)
    assert titles(store) == ["first", "second"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("she keeps\n cancelling", "she keeps cancelling"),
        ("word " * 30, "word word word word word word word word word word word…"),
        ("x" * 100, "x" * 59 + "…"),
        ("😀", "😀"),
        (" ", "Without words"),
    ],
    ids=["lines", "long", "one long word", "emoji", "blank"],
)
def test_a_conversation_is_called_by_its_first_words(store: Store, text: str, title: str) -> None:
    say(store, text)
    assert titles(store) == [title]


def test_a_conversation_can_be_renamed_and_get_its_first_words_back(store: Store) -> None:
    conversation = say(store, "she keeps cancelling")
    store.rename(conversation, "  Sam,\n Thursday ")
    assert titles(store) == ["Sam, Thursday"]
    store.rename(conversation, " ")
    assert titles(store) == ["she keeps cancelling"]


@pytest.mark.parametrize("search", ["CANCEL", "écoute", "ÜBER", "50%", "a_b", "set a", "sam", "  ", "/"])
def test_search_finds_messages_answers_and_titles_whatever_their_case(store: Store, search: str) -> None:
    conversation = say(store, "She keeps cancelling, über 50% a_b/", answer="Écoute d'abord. Set aside a minute.")
    store.rename(conversation, "SAM")
    assert titles(store, search) == ["SAM"]


@pytest.mark.parametrize("search", ["%", "_", "c_ncel", "50%cancel", "\\", "nothing of it", "x" * 100_000])
def test_search_takes_every_sign_as_itself(store: Store, search: str) -> None:
    say(store, "she keeps cancelling")
    assert titles(store, search) == []


def test_search_does_not_find_versions_out_of_sight(store: Store) -> None:
    conversation = say(store, "a slip of the tongue")
    store.edit_last(conversation, "what I meant")
    assert titles(store, "slip") == []
    assert titles(store, "meant") == ["what I meant"]


def test_a_deleted_conversation_leaves_no_row(store: Store) -> None:
    conversation = say(store, "first")
    for number in range(3):
        started = store.start(conversation, f"more {number}", Situation())
        store.regenerate(started.id)
    store.rate(started_id(store, conversation), "up")
    store.delete(conversation)
    store.delete(conversation)
    assert store.conversation(conversation) is None
    with store._reading() as tx:
        counts = [tx.connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in TABLES]  # noqa: S608
    assert counts == [0, 0, 0]


def test_what_is_deleted_is_not_left_as_bytes_in_the_file(opened: Opener, path: Path) -> None:
    store = opened()
    kept = say(store, "this one stays")
    gone = say(store, "the marked sentence", answer="the marked sentence, answered")
    store.close()
    assert b"the marked sentence" in path.read_bytes()
    store = opened()
    store.delete(gone)
    assert [summary.id for summary in store.conversations()] == [kept]
    store.close()
    assert b"the marked sentence" not in path.read_bytes()


def test_deleting_while_an_answer_is_written_ends_the_answer(store: Store) -> None:
    started = store.start(None, "hello", Situation())
    store.delete(started.conversation)
    assert not store.grow(started.id, Said(text="so far"))
    assert not store.finish(started.id, "done", Said(text="all"))


@pytest.mark.parametrize(
    "text",
    ["a\0b", "lone \ud800 surrogate", "\u202e bidi", "<script>", "x" * 1_000_000],
    ids=["NUL", "surrogate", "bidi", "script", "long"],
)
def test_hostile_text_is_stored_and_found(store: Store, text: str) -> None:
    started = store.start(None, text, Situation())
    store.finish(started.id, "done", Said(text=text, model=text))
    found = store.conversation(started.conversation)
    assert found is not None
    expected = text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    assert [turn.text for turn in found.turns] == [expected, expected]
    assert store.turn(text) is None
    assert len(titles(store, text)) == 1


def test_feedback_is_kept_with_its_answer_changed_and_taken_back(store: Store) -> None:
    started = store.start(None, "hello", Situation())
    store.rate(started.id, "down", "too_long")
    store.rate(started.id, "up", "words_to_use")
    assert rating(store, started.id) == Rating("up", "words_to_use")
    store.unrate(started.id)
    assert rating(store, started.id) is None


@pytest.mark.parametrize(("verdict", "reason"), [("sideways", None), ("up", "too_long"), ("down", "my own words")])
def test_feedback_holds_nothing_but_fixed_reasons(store: Store, verdict: str, reason: str | None) -> None:
    started = store.start(None, "hello", Situation())
    with pytest.raises(InputError):
        store.rate(started.id, verdict, reason)  # type: ignore[arg-type]


def test_a_message_of_a_person_cannot_be_rated(store: Store) -> None:
    with pytest.raises(StoreError, match="Reload the page"):
        store.rate(store.start(None, "hello", Situation()).question, "up")


def test_preferences_are_remembered(store: Store) -> None:
    assert store.preference("keep") is None
    store.set_preference("keep", False)
    store.set_preference("situation", Situation(role="mentor").as_dict())
    store.set_preference("situation", Situation(role="mentee").as_dict())
    assert store.preference("keep") is False
    assert store.preference("situation") == Situation(role="mentee").as_dict()


TABLES = ("conversations", "turns", "feedback")


def started_id(store: Store, conversation: str) -> str:
    found = store.conversation(conversation)
    assert found is not None
    return found.turns[-1].id


def rating(store: Store, turn: str) -> Rating | None:
    found = store.turn(turn)
    assert found is not None
    return found.rating


def test_what_is_deleted_is_gone_from_the_log_at_once(opened: Opener, path: Path) -> None:
    store = opened()
    store.delete(say(store, "the marked sentence", answer="the marked sentence, answered"))
    files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    assert [file.name for file in files if b"the marked sentence" in file.read_bytes()] == []


def test_the_latest_turns_are_read_without_the_others(store: Store) -> None:
    name = say(store, "one", answer="first")
    for number in ("two", "three"):
        say(store, number, name, f"answer {number}")
    whole, part = store.conversation(name), store.conversation(name, latest=2)
    assert whole is not None
    assert part is not None
    assert (part.turns, part.earlier, whole.earlier) == (whole.turns[4:], 4, 0)


def test_a_latest_turn_knows_its_other_versions(store: Store) -> None:
    name = say(store, "one", answer="first")
    started = store.start(name, "two", Situation())
    store.finish(started.id, "done", Said(text="once"))
    again = store.regenerate(started.id)
    store.finish(again.id, "done", Said(text="twice"))
    part = store.conversation(name, latest=1)
    assert part is not None
    assert part.turns[0].versions == (started.id, again.id)
