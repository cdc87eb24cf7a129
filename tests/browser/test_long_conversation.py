"""Reading back in a long conversation, with the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.situation import Situation
from assistant.store import Said, open_store
from tests.browser.conftest import Site, until
from tests.model_server import ModelServer

pytestmark = pytest.mark.browser
SLOWEST_MS = 30_000
QUESTIONS = 14


def long_conversation(site: Site) -> str:
    store, name = open_store(site.data / "alongside.db"), None
    for number in range(QUESTIONS):
        started = store.start(name, f"question {number}.", Situation())
        store.finish(started.id, "done", Said(text=f"Answer {number}. " + "Ask first, then wait. " * 20))
        name = started.conversation
    store.close()
    return str(name)


def test_earlier_messages_come_in_above_without_moving_what_is_read(
    kept_site: tuple[Site, ModelServer], visit: Callable[..., Page]
) -> None:
    site, _ = kept_site
    page = visit(site, path=f"/?c={long_conversation(site)}")
    first = page.get_by_role("group", name="You").filter(has_text="question 10.")
    expect(first).to_be_visible(timeout=SLOWEST_MS)
    page.get_by_role("button", name="Show earlier messages").focus()
    before = first.bounding_box()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="You")).to_have_count(QUESTIONS, timeout=SLOWEST_MS)
    expect(page.get_by_role("button", name="Show earlier messages")).to_have_count(0)
    until(page, "document.activeElement.dataset.alQuestion === '20'")
    after = first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=4)
