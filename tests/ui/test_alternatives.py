from collections.abc import Callable

import pytest

from assistant.guides.library import Library
from assistant.messages import Hit
from tests.running.scripted import Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
ASKS = "Not quite it? Answer from:"
FLAT, MONEY, VOLUNTEERS = "When it's gone flat", "Gifts, money and lifts", "When a volunteer breaks a rule"


@pytest.fixture
def found(script: Script, library: Library) -> None:
    """Besides the guide that was drawn on, search has found two for anyone and one for coordinators."""
    titled = {passage.title: passage for passage in library.passages.values()}
    script.hits += [Hit(titled[title], 0.8) for title in (VOLUNTEERS, FLAT, MONEY)]


def offered(page: Screen) -> list[str]:
    return [button.label for button in page.app.button if (button.key or "").startswith("other-")]


@pytest.mark.usefixtures("found")
def test_two_other_guides_are_one_press_away(screen: Open) -> None:
    page = screen().open().say("he never writes back")
    assert ASKS in page.words
    assert offered(page) == [VOLUNTEERS, FLAT]


@pytest.mark.usefixtures("found")
def test_no_guide_is_offered_to_somebody_it_is_not_for(screen: Open) -> None:
    page = screen().open()
    page.app.button_group[0].set_value("mentee").run()
    assert offered(page.say("he never writes back")) == [FLAT, MONEY]


@pytest.mark.usefixtures("found")
def test_pressing_one_asks_for_it_in_words_that_can_be_read(screen: Open, script: Script) -> None:
    page = screen().open().say("he never writes back").press(FLAT).settle()
    assert script.asked[-1].text == f"It\u2019s more about \u201c{FLAT}\u201d"
    assert f"It\u2019s more about \u201c{FLAT}\u201d" in page.words


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("text", ["danger", "thanks", "shorter please"])
def test_none_is_offered_beside_help_small_talk_or_a_wish(screen: Open, text: str) -> None:
    page = screen().open().say("he never writes back")
    assert offered(page.say(text)) == []


def test_none_is_offered_where_there_is_no_other(screen: Open) -> None:
    page = screen().open().say("he never writes back")
    assert offered(page) == []
