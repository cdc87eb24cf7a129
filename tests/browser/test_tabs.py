"""Real tabs of a real browser: what is not kept stays in the one it was said in, and ends with it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.altered import GRACE_SECONDS
from tests.browser.conftest import Serve, Site, keep
from tests.browser.test_journeys import QUESTION, finished, holds, say

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
ALTERED = Path(__file__).with_name("altered.py")
MARKED = "zanzibarly"


def tab_of(page: Page) -> str:
    return str(page.evaluate("sessionStorage.getItem('alongside-tab')"))


def as_tab(page: Page, site: Site, token: str) -> Page:
    """Another tab that claims to be the one of this token."""
    page.add_init_script(f"sessionStorage.setItem('alongside-tab', {json.dumps(token)})")
    page.goto(f"{site.url}/?c=here")
    return page


def test_what_is_not_kept_stays_in_its_tab_and_ends_with_it(serve: Serve, visit: Visit) -> None:
    site = serve(ALTERED)
    page = visit(site)
    say(page, f"{QUESTION} {MARKED}")
    finished(page)
    page.reload()
    expect(page.get_by_role("group", name="You")).to_contain_text(MARKED)
    for other in (page.context.new_page(), visit(site)):
        other.goto(page.url)
        expect(other.get_by_text("it has ended")).to_be_visible(timeout=30_000)
        assert MARKED not in other.content()
    copy, token = page.context.new_page(), tab_of(page)
    expect(as_tab(copy, site, token).get_by_role("group", name="You")).to_contain_text(MARKED, timeout=30_000)
    page.close()
    watcher = visit(site)
    copy.close()
    watcher.wait_for_timeout(3_000 * GRACE_SECONDS)
    expect(as_tab(watcher, site, token).get_by_text("it has ended")).to_be_visible(timeout=30_000)
    assert not holds(site, MARKED)


def as_owner(visit: Visit, site: Site, owner: str) -> Page:
    page = visit(site)
    page.context.add_cookies([{"name": "owner", "value": owner, "url": site.url}])
    page.goto(site.url)
    keep(page)
    expect(page.get_by_text("Kept on this device.")).to_be_visible(timeout=30_000)
    return page


def test_two_owners_in_two_browsers_see_nothing_of_each_other(serve: Serve, visit: Visit) -> None:
    site = serve(ALTERED)
    hers, mine = as_owner(visit, site, "her"), as_owner(visit, site, "me")
    say(hers, f"{QUESTION} {MARKED}")
    finished(hers)
    say(mine, QUESTION)
    finished(mine)
    seen: list[str] = []
    mine.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(str(frame))))
    mine.goto(hers.url)
    expect(mine.get_by_text("That conversation is not here.")).to_be_visible(timeout=30_000)
    mine.get_by_role("searchbox", name="Search your conversations").fill(MARKED)
    expect(mine.get_by_text("Nothing found.")).to_be_visible(timeout=30_000)
    mine.goto(f"{site.url}/about")
    mine.get_by_text("I want to delete all conversations").click()
    mine.get_by_role("button", name="Delete everything").click()
    expect(mine.get_by_text("Everything has been deleted.")).to_be_visible(timeout=30_000)
    assert seen
    assert MARKED not in mine.content() + "".join(seen)
    hers.reload()
    expect(hers.get_by_role("group", name="You")).to_contain_text(MARKED)
