"""For how long conversations are kept: until deleted, or as long as the person wants."""

from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.situation import Situation
from assistant.store import Said, Store
from tests.store.conftest import Clock, holding

DAY_SECONDS = 24 * 60 * 60


def say(store: Store, text: str) -> str:
    started = store.start(None, text, Situation())
    store.finish(started.id, "done", Said(text="answered"))
    return started.conversation


def titles(store: Store) -> list[str]:
    return [summary.title for summary in store.conversations()]


@pytest.mark.parametrize(("days", "left"), [(None, ["new", "old"]), (30, ["new"]), (90, ["new", "old"])])
def test_only_what_is_older_than_chosen_is_deleted(
    days: int | None, left: list[str], store: Store, clock: Clock
) -> None:
    say(store, "old")
    clock.pass_seconds(31 * DAY_SECONDS)
    say(store, "new")
    store.set_retention(days)
    assert titles(store) == ["new", "old"]
    assert store.apply_retention(default_days=30) == 2 - len(left)
    assert titles(store) == left


def test_the_default_counts_until_the_person_chooses(store: Store) -> None:
    assert (store.retention(), store.retention(default_days=90)) == (None, 90)
    store.set_retention(30)
    assert store.retention(default_days=90) == 30
    store.set_retention(None)
    assert store.retention(default_days=90) is None


@pytest.mark.parametrize("stored", ["soon", {"days": 0}, {"days": [1]}, {}, 30, {"days": True}])
def test_a_choice_that_makes_no_sense_is_no_choice(stored: object, store: Store) -> None:
    store.set_preference("retention", stored)
    assert store.retention() is None
    assert store.retention(365) == 365


@pytest.mark.parametrize("days", [0, -1, 1, 31])
def test_no_other_period_can_be_chosen(days: int, store: Store) -> None:
    with pytest.raises(InputError, match="30, 90 or 365 days"):
        store.set_retention(days)


def test_what_would_go_can_be_counted_before_choosing(store: Store, clock: Clock) -> None:
    say(store, "old")
    clock.pass_seconds(31 * DAY_SECONDS)
    assert (store.older_than(30), store.older_than(90)) == (1, 0)


def test_a_conversation_that_is_taken_up_again_starts_anew(store: Store, clock: Clock) -> None:
    conversation = say(store, "old")
    clock.pass_seconds(29 * DAY_SECONDS)
    store.finish(store.start(conversation, "more", Situation()).id, "done", Said())
    clock.pass_seconds(29 * DAY_SECONDS)
    assert store.apply_retention(30) == 0


def test_an_answer_being_written_is_never_deleted(store: Store, clock: Clock) -> None:
    started = store.start(None, "old", Situation())
    clock.pass_seconds(366 * DAY_SECONDS)
    assert store.apply_retention(365) == 0
    store.finish(started.id, "done", Said())
    assert store.apply_retention(365) == 1


def test_other_people_choose_for_themselves(store: Store, clock: Clock) -> None:
    say(store, "mine")
    hers = store.for_owner("her")
    say(hers, "hers")
    store.set_retention(30)
    clock.pass_seconds(31 * DAY_SECONDS)
    assert (store.apply_retention(), hers.apply_retention()) == (1, 0)
    assert titles(hers) == ["hers"]


def test_what_grew_too_old_leaves_no_byte(store: Store, clock: Clock, path: Path) -> None:
    say(store, "the marked sentence")
    clock.pass_seconds(31 * DAY_SECONDS)
    store.apply_retention(30)
    assert holding(path.parent, "the marked sentence") == []
