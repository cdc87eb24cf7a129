"""Real tabs of a real browser: what is not kept stays in the one it was said in, and ends with it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.altered import GRACE_SECONDS
from tests.browser.conftest import Serve, Site
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
        expect(other.get_by_text("It has ended")).to_be_visible(timeout=30_000)
        assert MARKED not in other.content()
    copy, token = page.context.new_page(), tab_of(page)
    expect(as_tab(copy, site, token).get_by_role("group", name="You")).to_contain_text(MARKED, timeout=30_000)
    page.close()
    watcher = visit(site)
    copy.close()
    watcher.wait_for_timeout(3_000 * GRACE_SECONDS)
    expect(as_tab(watcher, site, token).get_by_text("It has ended")).to_be_visible(timeout=30_000)
    assert not holds(site, MARKED)
