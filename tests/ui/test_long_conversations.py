"""A long conversation: the newest of it is on the screen, the rest a button away."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.situation import Situation
from assistant.store import Said, open_store
from assistant.ui.session import EARLIER, LATEST
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
QUESTIONS = 25


@pytest.fixture
def conversation(tmp_path: Path) -> str:
    """A kept one of 25 questions and their answers."""
    store, name = open_store(tmp_path / "alongside.db"), None
    for number in range(QUESTIONS):
        started = store.start(name, f"question {number}.", Situation())
        store.finish(started.id, "done", Said(text=f"answer {number}."))
        name = started.conversation
    store.close()
    return str(name)


def questions(page: Screen) -> list[int]:
    return [int(number) for number in re.findall(r"question (\d+)\.", page.words)]


def test_the_newest_messages_are_drawn_and_the_others_offered(screen: Open, conversation: str) -> None:
    page = screen().open(c=conversation)
    assert questions(page) == list(range(QUESTIONS - LATEST // 2, QUESTIONS))
    assert page.offers("Show earlier messages")


def test_earlier_messages_come_in_parts_until_all_are_there(screen: Open, conversation: str) -> None:
    page = screen().open(c=conversation).press("Show earlier messages")
    assert questions(page) == list(range(QUESTIONS - (LATEST + EARLIER) // 2, QUESTIONS))
    page.press("Show earlier messages").press("Show earlier messages")
    assert questions(page) == list(range(QUESTIONS))
    assert not page.offers("Show earlier messages")


def test_what_is_said_in_a_long_conversation_is_answered_at_its_end(screen: Open, conversation: str) -> None:
    page = screen().open(c=conversation).say("question 25.")
    assert questions(page)[-1] == QUESTIONS
    assert "Ask first." in page.words
