"""The first minute of a new machine, while the guides are being indexed."""

from collections.abc import Callable
from threading import Event

import pytest

from assistant.conversation import Assistant
from assistant.settings import Settings
from assistant.ui.shared import Shared
from tests.running.scripted import PATIENCE, Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]


@pytest.fixture
def indexed(script: Script, monkeypatch: pytest.MonkeyPatch) -> Event:
    done = Event()

    def slow(*_: object) -> Assistant:
        done.wait(PATIENCE)
        return script.assistant()

    monkeypatch.setattr(Assistant, "open", slow)
    return done


def test_help_does_not_wait_for_it(screen: Open, indexed: Event) -> None:
    page = screen().open().say("i want to kill myself tonight")
    assert not indexed.is_set()
    assert 'aria-label="Please read this first"' in page.html
    indexed.set()


def test_any_other_question_does_and_is_answered_then(screen: Open, indexed: Event) -> None:
    page = screen().open()
    page.app.chat_input(key="message").set_value("she keeps cancelling on me").run()
    assert "al-waiting" in page.html
    indexed.set()
    assert "Ask first. Then wait." in page.settle().words


def test_one_assistant_waits_for_every_message(indexed: Event) -> None:
    shared = Shared(Settings.from_env(), lambda _visit: True)
    assert shared.assistant() is shared.assistant()
    indexed.set()
