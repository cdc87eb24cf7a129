"""What is counted of kept conversations: numbers of at least five of them, under our own names, and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from assistant.messages import Citation, Concern, Signposting
from assistant.situation import Situation
from assistant.store import Counts, Reason, Said, Store, Verdict
from tests.store.conftest import Clock

Opener = Callable[..., Store]
MARKED = "the marked sentence nobody else may read"
HELP = Signposting("danger", f"Ring 999 now. {MARKED}")
GAP = Said(text=f"Nothing. {MARKED}", found=False)
CARD = Said(text="", concern=Concern("urgent", "suicide", "self"), signposting=HELP)
MONTH = "2026-11"


def topic_of(text: str, cited: str | None) -> str | None:
    return None if text == "You're welcome." else cited or "goals"


def answered(store: Store, said: Said, times: int = 1, conversation: str | None = None) -> str:
    """So many conversations, or answers in the one, with this answer; returns the last answer."""
    for _ in range(times):
        started = store.start(conversation, MARKED, Situation())
        store.finish(started.id, "done", said)
    return started.id


def counted(store: Store) -> Counts:
    return store.counted(("suicide", "self_harm"), topic_of)


def test_five_conversations_are_counted_and_four_are_not(store: Store) -> None:
    answered(store, GAP, 4)
    assert counted(store) == Counts()
    answered(store, GAP)
    assert counted(store) == Counts(5, gaps={"goals": 5})


def test_much_said_in_one_conversation_is_still_one(store: Store) -> None:
    last = store.start(None, MARKED, Situation())
    answered(store, GAP, 30, last.conversation)
    answered(store, CARD, 30, last.conversation)
    for _ in range(20):
        store.rate(answered(store, GAP, 1, last.conversation), "down", "too_long")
    assert counted(store) == Counts()


def test_a_gap_is_told_by_the_guide_it_cites_and_small_talk_is_none(store: Store) -> None:
    cited = Citation(1, "a/b#do", "feedback/b", "guide", 0, 1, MARKED)
    answered(store, Said(text="x", found=False, citations=(cited,)), 5)
    answered(store, Said(text="You're welcome.", found=False), 9)
    answered(store, Said(text="x", found=True), 9)
    answered(store, Said(text="x", found=None), 9)
    assert counted(store) == Counts(32, gaps={"feedback/b": 5})


def test_an_answer_asked_for_again_counts_once_and_one_broken_off_not_at_all(store: Store) -> None:
    for _ in range(5):
        again = store.regenerate(answered(store, GAP))
        store.finish(again.id, "done", GAP)
        store.finish(store.start(None, MARKED, Situation()).id, "interrupted", GAP)
    assert counted(store).gaps == {"goals": 5}


def test_help_that_was_shown_is_counted_by_month_and_kind(store: Store, clock: Clock) -> None:
    answered(store, CARD, 6)
    answered(store, Said(concern=Concern("caution", "self_harm", "other"), signposting=HELP), 4)
    clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    answered(store, CARD, 5)
    answered(store, Said(concern=Concern("caution"), signposting=HELP), 3)
    answered(store, Said(concern=Concern("caution", MARKED), signposting=HELP), 2)
    assert counted(store).cards == {MONTH: {"suicide": 6}, "2026-12": {"suicide": 5, "": 5}}


def rated(store: Store, times: int, verdict: Verdict, reason: Reason | None) -> None:
    for _ in range(times):
        store.rate(answered(store, Said(text="x", found=True)), verdict, reason)


def test_feedback_is_counted_by_thumb_and_reason(store: Store) -> None:
    rated(store, 7, "up", "clear")
    rated(store, 6, "down", "too_long")
    rated(store, 5, "down", None)
    rated(store, 5, "down", "unkind")
    found = counted(store)
    assert found.verdicts == {"up": 7, "down": 16}
    assert found.reasons == {"clear": 7, "too_long": 6, "unkind": 5}


def test_no_small_number_is_told_by_what_is_left_of_a_larger_one(store: Store) -> None:
    rated(store, 8, "down", "too_long")
    rated(store, 6, "down", "too_vague")
    rated(store, 1, "down", "unsafe")
    found = counted(store)
    assert (found.verdicts, found.reasons) == ({"down": 15}, {"too_long": 8})


def test_what_is_left_of_a_larger_number_is_not_told_when_one_conversation_said_it_often(store: Store) -> None:
    rated(store, 8, "down", "too_long")
    rated(store, 7, "down", "too_vague")
    one = store.start(None, MARKED, Situation()).conversation
    for _ in range(6):
        store.rate(answered(store, Said(text="x", found=True), 1, one), "down", "unsafe")
    found = counted(store)
    assert (found.verdicts, found.reasons) == ({"down": 21}, {"too_long": 8})


def test_an_earlier_version_that_did_not_help_is_counted(store: Store) -> None:
    for _ in range(5):
        turn = answered(store, Said(text="x", found=True))
        store.rate(turn, "down", "too_long")
        store.regenerate(turn)
    assert counted(store).verdicts == {"down": 5}


def test_what_is_deleted_is_counted_no_more(store: Store) -> None:
    answered(store, GAP, 5)
    store.delete(store.conversations()[0].id)
    assert counted(store) == Counts()


def test_what_is_not_kept_is_never_counted(opened: Opener) -> None:
    memory = opened(None)
    answered(memory, GAP, 9)
    answered(memory, CARD, 9)
    assert counted(memory) == Counts()


def test_nobodys_words_are_among_the_counts(store: Store) -> None:
    answered(store, GAP, 5)
    answered(store, CARD, 5)
    rated(store, 5, "down", "unsafe")
    assert MARKED not in repr(counted(store))


def test_counting_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(store, GAP, 5)
    monkeypatch.setattr(store, "_writing", None)
    assert counted(store).conversations == 5
