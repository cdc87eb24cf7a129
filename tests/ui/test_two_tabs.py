"""One conversation that is open in two tabs: nothing said in one is lost by the other."""

import re
from collections.abc import Callable
from threading import Thread

import pytest

from assistant.situation import Situation
from assistant.store import LOCAL_OWNER
from assistant.ui import actions, session
from tests.running.scripted import Script
from tests.ui.conftest import Screen, words_of

Open = Callable[[], Screen]


@pytest.fixture
def one(screen: Open) -> Screen:
    return screen().open().press("Keep on this device").say("the first message")


@pytest.fixture
def two(screen: Open, one: Screen) -> Screen:
    return screen().open(c=one.conversation)


def test_both_show_the_same_at_the_latest_with_the_next_action(one: Screen, two: Screen) -> None:
    assert "the first message" in two.words
    one.say("the second message")
    two.say("the third message")
    for words in ("the first message", "the second message", "the third message"):
        assert words in two.words
    one.app.run()
    assert _seen(one) == _seen(two)


def test_an_answer_begun_in_one_is_seen_growing_in_the_other(one: Screen, two: Screen, script: Script) -> None:
    script.hang("So far. ")
    one.app.chat_input(key="message").set_value("the second message").run()
    two.app.run()
    assert two.offers("Stop")
    two.press("Stop").settle()
    assert "You stopped this answer here." in one.settle().words


def test_sending_from_both_at_once_loses_neither(one: Screen, two: Screen) -> None:
    sent = ("said in the one", "said in the other")
    answer = session.shared().kept(LOCAL_OWNER).running.answer  # drawing pages at once is beyond Streamlit's own test
    sending = [Thread(target=answer, args=(one.conversation, words, Situation())) for words in sent]
    for each in sending:
        each.start()
    for each in sending:
        each.join()
    for page in (one, two):
        page.app.run()
        assert all(words in page.settle().words for words in sent)


def test_two_answers_at_once_are_both_shown_as_growing(one: Screen, two: Screen, script: Script) -> None:
    script.hang("So far. ")
    one.app.chat_input(key="message").set_value("said in the one").run()
    two.app.chat_input(key="message").set_value("said in the other").run()
    assert two.html.count("al-waiting") == 2
    script.go_on.set()
    assert two.settle().html.count('aria-label="Alongside"') == 3


@pytest.mark.parametrize("button", ["Answer again", "Earlier answer"])
def test_an_old_button_does_not_hide_what_was_said_since(one: Screen, screen: Open, button: str) -> None:
    one.press("Answer again").settle()
    two = screen().open(c=one.conversation)
    one.say("the second message")
    two.press(button).settle()
    assert actions.SINCE in two.words
    assert "the second message" in two.words


def test_an_edit_that_comes_too_late_stays_in_the_box(one: Screen, two: Screen) -> None:
    two.press("Edit")
    one.say("the second message")
    two.app.text_area(key="edited").set_value("said differently").run()
    two.press("Send again").settle()
    assert actions.SINCE in two.words
    assert "the second message" in two.words
    assert two.app.chat_input(key="message").proto.value == "said differently"


def test_one_that_is_deleted_elsewhere_loses_no_message(one: Screen, two: Screen) -> None:
    name = one.conversation
    one.app.session_state[f"more-{name}"] = True
    one.app.run()
    one.app.checkbox(key=f"sure-{name}").check().run()
    one.press("Delete conversation")
    assert "said after that" in two.say("said after that").words
    assert "the first message" not in two.words


def _seen(page: Screen) -> str:
    """Without what a screen reader says of the newest answer where it was seen to grow."""
    return words_of(re.sub(r'<div class="al-unseen".*?</div>', "", page.html))
