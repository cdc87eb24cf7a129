"""Whoever sits at a page reaches their own conversations only, even with the buttons of somebody else's page."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from assistant.store import PreferenceName
from assistant.ui import session
from tests.running.scripted import MARKED, Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
UI = Path(session.__file__).parent


class Visitor:
    name = "her"


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    visitor = Visitor()
    monkeypatch.setattr(session, "owner", lambda: visitor.name)
    return visitor


@pytest.fixture
def hers(screen: Open, visitor: Visitor) -> Screen:
    """Her page, with a kept conversation of two answers to one question, its menu open and being edited."""
    assert visitor.name == "her"
    page = screen().open().press("Keep on this device").say(MARKED).press("Answer again").settle()
    name = page.conversation
    page.app.session_state[f"more-{name}"] = True
    page.app.run()
    page.app.checkbox(key=f"sure-{name}").check().run()
    return page


def everything() -> object:
    """All that is stored of hers."""
    store = session.shared().kept("her").store
    whole = [store.conversation(summary.id) for summary in store.conversations()]
    versions = [store.turn(name) for each in whole if each for turn in each.turns for name in turn.versions]
    return whole, versions, [store.preference(name) for name in get_args(PreferenceName)]


def rename(page: Screen) -> None:
    page.app.text_input(key=f"rename-{page.conversation}").set_value("Mine").run()


ATTEMPTS: dict[str, Callable[[Screen], object]] = {
    "read": lambda page: page.app.run(),
    "say more": lambda page: page.app.chat_input(key="message").set_value("mine").run(),
    "answer again": lambda page: page.press("Answer again"),
    "show an earlier answer": lambda page: page.press("Earlier answer"),
    "rate": lambda page: page.press("Not helpful"),
    "rename": rename,
    "delete": lambda page: page.press("Delete conversation"),
    "open": lambda page: page.press(MARKED[:20]),
    "search": lambda page: page.app.text_input(key="history-search").set_value("marked").run(),
    "keep": lambda page: page.app.radio(key="keep-choice").set_value(False).run(),
    "country": lambda page: page.app.selectbox(key="country").set_value("CA").run(),
    "role": lambda page: page.app.button_group(key="pick-role-0").set_value("peer").run(),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_her_page_does_nothing_for_anybody_else(
    hers: Screen, visitor: Visitor, attempt: Callable[[Screen], object]
) -> None:
    before = everything()
    visitor.name = "me"
    attempt(hers)
    hers.settle()
    assert MARKED not in hers.words
    assert not hers.app.exception
    assert everything() == before


def test_her_message_cannot_be_said_differently_by_anybody_else(hers: Screen, visitor: Visitor) -> None:
    hers.press("Edit")
    before = everything()
    visitor.name = "me"
    hers.press("Send again").settle()
    assert "not here any more" in hers.words
    assert everything() == before


def test_her_answer_cannot_be_stopped_by_anybody_else(screen: Open, visitor: Visitor, script: Script) -> None:
    script.hang("So far. ")
    page = screen().open().press("Keep on this device")
    page.app.chat_input(key="message").set_value(MARKED).run()
    name = page.conversation
    visitor.name = "me"
    page.press("Stop")
    assert MARKED not in page.words
    visitor.name = "her"
    assert page.open(c=name).offers("Stop")


def test_somebody_elses_address_says_that_it_is_not_here(screen: Open, hers: Screen, visitor: Visitor) -> None:
    visitor.name = "me"
    other = screen().open(c=hers.conversation)
    assert session.NOT_HERE in other.words
    assert MARKED not in other.words
    assert not other.offers(MARKED[:20])
    assert other.words == screen().open(c="nothing").words


def test_deleting_everything_deletes_nothing_of_anybody_else(screen: Open, hers: Screen, visitor: Visitor) -> None:
    before = everything()
    visitor.name = "me"
    page = screen().open()
    page.app.switch_page("assistant/ui/about_page.py").run()
    page.app.checkbox(key="sure-everything").check().run()
    page.press("Delete everything")
    assert everything() == before
    assert hers.conversation


def test_a_tab_is_of_no_use_to_anybody_else(screen: Open, visitor: Visitor) -> None:
    page = screen().open().say(MARKED)
    visitor.name = "me"
    assert MARKED not in page.reload().words
    page.app.run()
    assert MARKED not in page.words


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.stem)
def test_only_one_module_says_whose_store_a_page_uses(path: Path) -> None:
    named = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    named |= {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
    allowed = {"session": {"LOCAL_OWNER"}, "shared": {"open_store", "for_owner"}}
    assert named & {"LOCAL_OWNER", "open_store", "for_owner", "Database"} == allowed.get(path.stem, set())
