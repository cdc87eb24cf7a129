"""The library in a real browser: found by the keyboard, linked to, read, copied from, and back to where one was."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, until
from tests.browser.test_accessibility import serious

pytestmark = pytest.mark.browser

TITLE = "Finding a mentor or a peer partner, and asking"
ADDRESS = re.compile(r"/guides\?guide=starting(?:/|%2F)finding-a-mentor&as=peer$")


def test_a_guide_is_found_read_copied_and_left_with_the_keyboard(quiet_site: Site, visit: Callable[..., Page]) -> None:
    page = visit(quiet_site, path="/guides")
    page.get_by_role("radio", name="Peer").click()
    expect(page.get_by_text(re.compile(r"^\d+ guides of \d+$"))).to_be_visible()
    page.locator("summary", has_text="Starting out").press("Enter")
    link = page.get_by_role("link", name=re.compile(TITLE))
    expect(link).to_have_attribute("href", re.compile("as=peer"))
    page.get_by_role("radio", name="We're just starting").click()
    expect(page.get_by_role("radio", name="We're just starting")).to_be_checked()
    assert serious(page) == []
    link.press("Enter")
    heading = page.get_by_role("heading", level=1, name=TITLE)
    expect(heading).to_be_focused()
    expect(page).to_have_url(ADDRESS)
    line = page.locator(".al-say").first
    line.get_by_role("button", name="Copy these words").press("Enter")
    until(page, "document.querySelector('body > [role=status]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") in line.inner_text()
    page.go_back()
    expect(link).to_be_focused()
    expect(page.get_by_role("radio", name="Peer")).to_be_checked()


def test_a_link_to_a_guide_works_on_reload_and_in_another_tab(quiet_site: Site, visit: Callable[..., Page]) -> None:
    page = visit(quiet_site, path="/guides?guide=starting/finding-a-mentor")
    expect(page.get_by_role("radio", name="Mentee")).to_be_checked()
    page.get_by_role("radio", name="Peer").click()
    expect(page).to_have_url(ADDRESS)
    page.reload()
    expect(page.get_by_role("radio", name="Peer")).to_be_checked()
    page.get_by_role("link", name="All guides").click(modifiers=["Control"])
    expect(page).to_have_url(ADDRESS)
    other = visit(quiet_site, path=page.url.removeprefix(quiet_site.url))
    expect(other.get_by_role("radio", name="Peer")).to_be_checked()
    expect(other.locator(".al-guide")).to_contain_text("Shall we try it together on Thursday?")
