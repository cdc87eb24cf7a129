"""Odd turns, impatient people and two tabs at once: every way leaves whole messages and a way on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.messages import Piece
from assistant.store import StoredTurn
from assistant.store.database import utc_now
from assistant.ui import session
from tests.running.scripted import PASSAGE, Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
LONG = "Ask one thing at a time. " * 4_000


@pytest.fixture
def kept(screen: Open, data: Path) -> Screen:  # noqa: ARG001 - what is kept goes there
    return screen().open().press("Keep on this device")


def begin(page: Screen, script: Script, *words: str) -> None:
    """Send a message whose answer stays open."""
    script.hang(*words)
    page.app.chat_input(key="message").set_value("what now").run()
    until(page, *words)


def until(page: Screen, *words: str) -> None:
    for _ in range(200):
        if all(part in page.words for part in words):
            return
        page.app.run()
    raise AssertionError(f"never saw {words}")


def go_on(script: Script, *words: str) -> None:
    script.pieces = lambda _question: iter(map(Piece, words))


def test_an_answer_of_one_word_is_an_answer(kept: Screen, script: Script) -> None:
    go_on(script, "Yes")
    assert kept.say("may I ask her?").offers("Answer again")
    assert "Yes" in kept.words


def test_an_answer_of_a_hundred_thousand_characters_is_kept_whole(kept: Screen, script: Script) -> None:
    go_on(script, *(LONG[at : at + 500] for at in range(0, len(LONG), 500)))
    kept.say("what now")
    shown = session.kept().store.conversation(kept.conversation)
    assert shown is not None
    assert (shown.turns[1].state, shown.turns[1].text) == ("done", LONG)
    assert kept.words.count("Ask one thing at a time.") >= 4_000


def test_fifty_stops_in_a_row_leave_one_stopped_answer(kept: Screen, script: Script) -> None:
    begin(kept, script, "Ask first.")
    [turn] = (turn for turn in _turns(kept) if turn.speaker == "assistant")
    for _ in range(50):
        session.kept().running.stop(turn.id)
    kept.settle()
    assert [(turn.state, turn.text) for turn in _turns(kept)] == [("done", "what now"), ("stopped", "Ask first.")]
    assert kept.offers("Finish it")


def test_fifty_answers_stopped_one_after_another_lose_nothing(kept: Screen, script: Script) -> None:
    begin(kept, script, "Ask first.")
    for _ in range(50):
        last = _turns(kept)[-1]
        session.kept().running.regenerate(last.id)
        session.kept().running.stop(_turns(kept)[-1].id)
    last = _turns(kept)[-1]
    assert (_turns(kept)[0].text, last.state, len(last.versions)) == ("what now", "stopped", 51)


def test_an_answer_still_being_written_when_a_laptop_is_opened_again_is_shown_as_such(
    kept: Screen, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(kept, script, "Ask first.")
    monkeypatch.setattr(session.kept().store._database, "clock", lambda: utc_now() + timedelta(hours=1))
    kept.app.run()
    assert (kept.offers("Stop"), kept.offers("Finish it")) == (True, False)
    script.go_on.set()
    assert "and the rest" in kept.settle().words


def test_asking_again_while_it_is_answered_in_another_tab_leaves_one_answer(
    kept: Screen, screen: Open, script: Script
) -> None:
    begin(kept, script, "Ask first.")
    other = screen().open(c=kept.conversation)
    go_on(script, "Anew.")
    session.kept().running.regenerate(_turns(kept)[-1].id)
    for page in (kept, other):
        until(page, "Anew.")
        assert page.settle().offers("Earlier answer")
        assert not page.app.exception


def test_a_message_edited_in_one_tab_while_it_is_answered_is_seen_in_the_other(
    kept: Screen, screen: Open, script: Script
) -> None:
    begin(kept, script, "Ask first.")
    other = screen().open(c=kept.conversation)
    kept.press("Edit")
    go_on(script, "Anew.")
    kept.app.text_area(key="edited").set_value("what then").run()
    kept.press("Send again").settle()
    until(other, "Anew.", "what then")
    assert "what now" not in other.words


def test_a_conversation_deleted_in_one_tab_while_it_is_answered_is_gone_in_the_other(
    kept: Screen, screen: Open, script: Script
) -> None:
    begin(kept, script, "Ask first.")
    other = screen().open(c=kept.conversation)
    session.kept().end(kept.conversation)
    script.go_on.set()
    for page in (kept, other):
        until(page, "What's on your mind?")
        assert not page.app.exception
    assert session.kept().store.conversations() == ()


def test_an_answer_whose_guide_has_gone_keeps_the_words_it_was_taken_from(kept: Screen, screen: Open) -> None:
    kept.say("what now")
    assert PASSAGE.id not in session.shared().library.passages
    page = screen().open(c=kept.conversation)
    assert "Ask before" in page.words
    assert "This guide is no longer here; these are the words the answer was taken from." in page.words
    assert not page.app.exception


def _turns(page: Screen) -> tuple[StoredTurn, ...]:
    shown = session.kept().store.conversation(page.conversation)
    assert shown is not None
    return shown.turns
