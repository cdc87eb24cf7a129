"""Faults of our own, a marked sentence in message and locals: told plainly, logged without it, and never the end."""

from collections.abc import Callable

import pytest

from assistant.running import Running
from assistant.ui import mishaps, transcript
from tests.ui.conftest import Screen

MARKED = "marked-3f9a she keeps cancelling on me"
Open = Callable[[], Screen]


def fault(*_: object, **__: object) -> None:
    words = MARKED
    raise KeyError(words)


def told_without_its_words(page: Screen, caplog: pytest.LogCaptureFixture) -> None:
    assert mishaps.FAULT in page.words
    assert MARKED not in page.html + caplog.text
    assert "error=KeyError at=tests.ui.test_mishaps:" in caplog.text
    caplog.clear()


def test_a_fault_on_the_screen_leaves_the_box_and_says_what_to_do(
    screen: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(transcript, "draw", fault)
    page = screen().open().say("what now")
    assert (len(page.app.exception), len(page.app.chat_input)) == (0, 1)
    told_without_its_words(page, caplog)


def test_a_fault_in_what_a_button_does_gives_the_message_back(
    screen: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Running, "answer", fault)
    page = screen().open().say("what now")
    assert mishaps.FAULT in page.words
    assert page.app.chat_input(key="message").proto.value == "what now"
    assert MARKED not in page.html + caplog.text
    assert "error=KeyError at=tests.ui.test_mishaps:" in caplog.text
    caplog.clear()


def test_whatever_breaks_someone_in_danger_gets_the_fixed_words(
    screen: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Running, "answer", fault)
    assert "Ring 999 now." in screen().open().say("danger").words
    caplog.clear()
