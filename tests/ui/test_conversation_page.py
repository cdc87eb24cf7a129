from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1.element_tree import ButtonGroup

from assistant.errors import ModelUnavailable
from assistant.messages import MAX_MESSAGE_CHARS, Piece
from assistant.running import Running
from tests.running.scripted import HELP, PATIENCE, Script
from tests.ui.conftest import Screen, words_of

Open = Callable[[], Screen]


def reasons(page: Screen) -> ButtonGroup[Any]:
    return next(group for group in page.app.button_group if "reason-down" in (group.key or ""))


def test_the_first_screen_has_a_box_and_examples(screen: Open) -> None:
    page = screen().open()
    assert not page.app.exception
    assert page.app.chat_input(key="message").placeholder == "Say it in your own words"
    assert page.offers("She keeps cancelling on me last minute")


def test_an_example_starts_a_conversation(screen: Open) -> None:
    page = screen().open().press("She keeps cancelling").settle()
    assert "Ask first." in page.words


def test_an_answer_shows_its_sources(screen: Open) -> None:
    page = screen().open().say("what now")
    assert 'aria-label="Source 1: ' in page.html
    assert "<mark>Ask before</mark>" in page.html


def test_fixed_words_come_word_for_word_before_the_answer(screen: Open) -> None:
    page = screen().open().say("danger")
    block, _, rest = page.html.partition('class="al-safety"')[2].partition("</section>")
    assert words_of(f"<{block}") == HELP.text
    assert "al-answer" not in page.html.replace(rest, "")


def test_hostile_words_are_shown_as_words(screen: Open, script: Script) -> None:
    script.pieces = lambda _question: iter([Piece("<img src=x onerror=alert(1)>![a](http://evil.example/a.png)")])
    page = screen().open().say("<script>alert(1)</script>")
    assert "<script>alert(1)" not in page.html
    assert "<img" not in page.html
    assert "<script>alert(1)</script>" in page.words


@pytest.mark.parametrize("text", ["   ", "x" * (MAX_MESSAGE_CHARS + 1)], ids=["blank", "too long"])
def test_what_cannot_be_answered_stays_in_the_box(screen: Open, text: str) -> None:
    page = screen().open().say(text)
    assert "al-notice" in page.html
    assert page.app.chat_input(key="message").proto.value == text


@pytest.mark.parametrize("text", ["\x00\x01", "🙂", "x\u202ey", "</div><b>"], ids=["nul", "emoji", "bidi", "html"])
def test_odd_words_break_nothing(screen: Open, text: str) -> None:
    page = screen().open().say(f"hello {text}")
    assert not page.app.exception
    assert "Ask first." in page.words


def test_an_answer_that_broke_off_can_be_finished(screen: Open, script: Script) -> None:
    script.fail(
        ModelUnavailable("The assistant could not be reached. Your message is kept; please try again."), "So far. "
    )
    page = screen().open().say("what now")
    assert "So far." in page.words
    assert "could not be reached" in page.words
    script.pieces = lambda _question: iter([Piece("All of it.")])
    assert "All of it." in page.press("Finish it").settle().words


def test_a_stopped_answer_says_so_and_keeps_its_words(screen: Open, script: Script) -> None:
    script.hang("So far. ")
    page = screen().open()
    page.app.chat_input(key="message").set_value("what now").run()
    page.press("Stop").settle()
    assert "You stopped this answer here." in page.words
    assert page.offers("Finish it")


def test_a_reload_finds_a_running_answer_again(screen: Open, script: Script) -> None:
    script.hang("So far. ")
    first = screen().open()
    first.app.chat_input(key="message").set_value("what now").run()
    again = first.reload()
    assert again.offers("Stop")
    script.go_on.set()
    assert "and the rest" in again.settle().words


def test_the_last_message_can_be_said_differently(screen: Open, script: Script) -> None:
    page = screen().open().say("what now").press("Edit")
    page.app.text_area(key="edited").set_value("what then").run()
    page.press("Send again").settle()
    assert script.asked[-1].text == "what then"
    assert "what now" not in page.words


def test_an_earlier_answer_can_be_looked_at_again(screen: Open, script: Script) -> None:
    page = screen().open().say("what now")
    script.pieces = lambda _question: iter([Piece("Another one.")])
    page.press("Answer again").settle()
    assert "Another one." in page.words
    assert "Ask first." in page.press("Earlier answer").words


def test_a_situation_is_chosen_shown_and_remembered(screen: Open, script: Script) -> None:
    page = screen().open()
    page.app.button_group(key="pick-role-0").set_value("peer").run()
    page.say("what now")
    assert script.asked[-1].situation.role == "peer"
    assert page.reload().app.button_group(key="pick-role-0").value == "peer"


def test_a_situation_is_remembered_beyond_its_tab_only_with_what_is_kept(screen: Open, tmp_path: Path) -> None:
    page = screen().open().press("Don't keep")
    page.app.button_group(key="pick-role-0").set_value("peer").run()
    assert screen().open().app.button_group(key="pick-role-0").value == "not_sure"
    assert not any(b'"peer"' in path.read_bytes() for path in tmp_path.glob("alongside.db*"))
    page.app.radio(key="keep-choice").set_value(True).run()
    assert screen().open().app.button_group(key="pick-role-0").value == "peer"
    page.app.radio(key="keep-choice").set_value(False).run()
    assert screen().open().app.button_group(key="pick-role-0").value == "not_sure"


def test_nothing_is_written_to_disk_until_keeping_is_chosen(screen: Open, tmp_path: Path) -> None:
    page = screen().open().say("a marked sentence")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"a marked sentence" in path.read_bytes() for path in files)
    page.press("Keep on this device")
    assert "a marked sentence" in page.words
    assert any(b"a marked sentence" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_not_kept_is_gone_with_the_next_conversation(screen: Open) -> None:
    page = screen().open().press("Don't keep").say("a marked sentence")
    left = page.reload()
    page.press("New conversation")
    assert "a marked sentence" not in left.reload().words


def test_the_choice_to_keep_is_asked_once(screen: Open) -> None:
    screen().open().press("Keep on this device")
    assert not screen().open().offers("Don't keep")


def test_a_rating_is_remembered_with_a_fixed_reason(screen: Open) -> None:
    page = screen().open().press("Keep on this device").say("what now").press("Not helpful")
    reasons(page).set_value("too_long").run()
    again = screen().open(c=page.conversation)
    assert reasons(again).value == "too_long"


def test_answers_come_all_at_once_when_that_is_wanted(screen: Open, script: Script) -> None:
    script.hang("So far. ")
    page = screen().open()
    page.app.toggle(key="all-at-once").set_value(True).run()
    page.app.chat_input(key="message").set_value("what now").run()
    page.app.run()
    assert "So far." not in page.words
    script.go_on.set()
    page.settle()
    assert page.html.count("data-al-announce") == 1


def test_an_answer_that_is_there_at_once_is_announced_too(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Running.answer

    def at_once(running: Running, *asked: Any, **more: Any) -> str:
        turn = ask(running, *asked, **more)
        assert running.wait(turn, PATIENCE)
        return turn

    monkeypatch.setattr(Running, "answer", at_once)
    assert "data-al-announce" in screen().open().say("danger").html


@pytest.fixture
def goes_on_when_waited_for(monkeypatch: pytest.MonkeyPatch, script: Script) -> None:
    wait = Running.wait

    def waited(running: Running, turn: str, _timeout: float | None = None) -> bool:
        script.go_on.set()
        return wait(running, turn, PATIENCE)

    monkeypatch.setattr(Running, "wait", waited)
    script.hang("So far.")


@pytest.mark.usefixtures("goes_on_when_waited_for")
def test_an_answer_from_the_guides_is_whole_when_the_page_is_drawn(screen: Open) -> None:
    page = screen().open()
    page.app.chat_input(key="message").set_value("what now").run()
    assert "So far. and the rest" in page.words
    assert "al-waiting" not in page.html


@pytest.mark.usefixtures("goes_on_when_waited_for")
def test_an_answer_of_a_model_is_not_waited_for(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_MODEL", "small")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-used")
    page = screen().open()
    page.app.chat_input(key="message").set_value("what now").run()
    assert "al-waiting" in page.html


def test_a_finished_answer_is_not_announced_after_a_reload(screen: Open) -> None:
    page = screen().open().say("what now")
    again = page.reload()
    assert "Ask first." in again.words
    assert "data-al-announce" not in again.html


def test_a_conversation_that_is_gone_opens_a_new_one(screen: Open) -> None:
    page = screen().open(c="nothing")
    assert "What's on your mind?" in page.words
    assert "c" not in page.app.query_params


def test_a_setting_that_cannot_be_used_is_told_plainly(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_PORT", "none")
    page = screen().open()
    assert not page.app.exception
    assert "ALONGSIDE_PORT is 'none'" in page.words


def test_the_line_by_the_box_tells_when_an_ai_words_the_answers(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_MODEL", "small")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert "An AI (small) words the answers." in screen().open().words
