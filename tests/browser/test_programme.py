"""A coordinator on a phone fills in the programme card by the keyboard, and takes the booklet along."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Serve
from tests.browser.test_accessibility import serious

pytestmark = pytest.mark.browser


def test_the_card_is_filled_in_by_keyboard_on_a_phone_and_the_booklet_downloaded(
    serve: Serve, visit: Callable[..., Page], tmp_path: Path
) -> None:
    site = serve()
    page = visit(site, PHONE, path="/programme")
    lead = page.get_by_role("textbox", name="Safeguarding lead")
    lead.focus()
    page.keyboard.type("Priya Shah, 020 7946 0000")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Out of hours")).to_be_focused()
    expect(page.locator(".al-safety")).to_contain_text("Bring someone in now: Priya Shah, 020 7946 0000")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved. It stands in every answer from now on.")).to_be_visible()
    expect(page.get_by_role("link", name="020 7946 0000")).to_have_attribute("href", "tel:02079460000")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert serious(page) == []
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download the booklet").press("Enter")
    downloaded.value.save_as(tmp_path / "words.pdf")
    assert (tmp_path / "words.pdf").read_bytes().startswith(b"%PDF-")
    assert (site.data / "programme.json").stat().st_mode & 0o777 == 0o600
