"""A conversation that is not kept, as its tab and others see it."""

from collections.abc import Callable

import pytest

from assistant.ui import arrival, session
from tests.ui.conftest import Screen

Open = Callable[[], Screen]


def test_a_reload_goes_on_with_it(screen: Open) -> None:
    page = screen().open().say("a marked sentence").reload()
    assert "a marked sentence" in page.words
    assert "a marked sentence" in page.say("and then?").words


def test_its_address_names_nothing_and_shows_nothing_elsewhere(screen: Open) -> None:
    page = screen().open().say("a marked sentence")
    assert page.conversation == "here"
    other = screen().open(c="here")
    assert "a marked sentence" not in other.words
    assert session.GONE in other.words
    assert "c" not in other.app.query_params


def test_its_name_is_no_address(screen: Open) -> None:
    page = screen().open().say("a marked sentence")
    tab = page.app.session_state["tab"]
    name = session.shared().tabs.use(tab, session.owner(), "test").conversation  # type: ignore[union-attr]
    for other in (screen(), Screen(tab)):
        other.open(c=str(name))
        assert "a marked sentence" not in other.words
        assert session.NOT_HERE in other.words


def test_a_message_sent_before_the_tab_is_known_goes_on_where_it_was(
    screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = screen().open().say("a marked sentence")
    answer, tab = arrival.told, first.app.session_state["tab"]
    monkeypatch.setattr(arrival, "told", lambda _offer: None)
    again = Screen(tab).open(c="here")
    again.app.chat_input(key="message").set_value("sent at once").run()
    assert "sent at once" not in again.words
    monkeypatch.setattr(arrival, "told", answer)
    again.app.run()
    assert "a marked sentence" in again.settle().words
    assert "sent at once" in again.words


def test_what_could_not_be_sent_early_stands_in_the_box_again(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = arrival.told
    monkeypatch.setattr(arrival, "told", lambda _offer: None)
    page = screen().open()
    page.app.chat_input(key="message").set_value("   ").run()
    monkeypatch.setattr(arrival, "told", answer)
    page.app.run()
    assert "al-notice" in page.html
    assert page.app.chat_input(key="message").proto.value == "   "


def test_it_is_gone_from_the_screen_when_its_tab_has_ended(screen: Open) -> None:
    page = screen().open().say("a marked sentence")
    session.shared().tabs.end(page.app.session_state["tab"])
    page.app.run()
    assert "a marked sentence" not in page.words
    assert session.GONE in page.words
    assert "said afterwards" in page.say("said afterwards").words


def test_a_duplicated_tab_shows_the_same(screen: Open) -> None:
    page = screen().open().say("a marked sentence")
    copy = Screen(page.app.session_state["tab"]).open(c="here")
    copy.say("said in the copy")
    page.app.run()
    assert "said in the copy" in page.words
    page.press("Don't keep")
    page.app.radio(key="keep-choice").set_value(True).run()
    copy.app.run()
    assert "said in the copy" in copy.words
    assert copy.conversation == page.conversation != "here"


def test_opening_a_kept_one_does_not_end_it(screen: Open) -> None:
    page = screen().open().press("Keep on this device").say("one that is kept")
    page.press("New conversation")
    page.app.radio(key="keep-choice").set_value(False).run()
    page.say("a marked sentence").press("one that is kept")
    assert "a marked sentence" not in page.words
    assert "a marked sentence" in page.press("Back to it").words


def test_deleting_everything_ends_it_in_every_tab(screen: Open) -> None:
    page, about = screen().open().say("a marked sentence"), screen().open()
    about.app.switch_page("assistant/ui/about_page.py").run()
    about.app.checkbox(key="sure-everything").check().run()
    about.press("Delete everything")
    page.app.run()
    assert "a marked sentence" not in page.words
