"""axe-core looks at every screen in a real browser and finds nothing serious."""

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_journeys import QUESTION, box, finished, say
from tests.model_server import ModelServer, Status

pytestmark = pytest.mark.browser

URGENT = "my mentee just wrote he wants to die tonight"
GUIDE = "/guides?guide=commitment/when-they-keep-cancelling"
STREAMLITS_OWN: dict[str, str] = {}
"""Rule to the one selector where Streamlit's own markup breaks it and we cannot mend it."""


@cache
def axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def serious(page: Page) -> list[str]:
    """What axe-core calls serious or critical: rule and place."""
    page.add_style_tag(content="* { transition: none !important }")  # a colour on its way to another is neither
    page.evaluate(f"() => {{ {axe()} }}")
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']})"
    )  # of others one place each
    assert len(found["passes"]) > 10
    bad = [violation for violation in found["violations"] if violation["impact"] in {"serious", "critical"}]
    places = [(each["id"], node["target"][0], node["html"]) for each in bad for node in each["nodes"]]
    return [f"{rule}: {html[:200]}" for rule, target, html in places if STREAMLITS_OWN.get(rule) != target]


def test_every_screen_can_be_used_by_everybody(
    quiet_site: Site, kept_site: tuple[Site, ModelServer], visit: Callable[..., Page]
) -> None:
    site, model = kept_site
    model.script(Status(401))  # then the library answers, with sources
    page = visit(quiet_site, WIDE)
    box(page).wait_for()
    found = {"empty": serious(page)}
    page.goto(site.url)
    page.get_by_role("button", name="Who are you here?").click()
    page.get_by_role("radio", name="I guide someone").wait_for()
    found["choosing"] = serious(page)
    page.keyboard.press("Escape")
    say(page, QUESTION)
    finished(page).get_by_role("button", name="Source 1").first.click()
    found["answer and source"] = serious(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Helpful", exact=True).click()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Your message").wait_for()
    found["editing"] = serious(page)
    page.get_by_role("button", name="Leave as it was").click()
    say(page, URGENT)
    expect(page.get_by_role("button", name="I can't call")).to_be_visible()
    found["fixed words"] = serious(page)
    page.get_by_role("button", name="Settings").click()
    page.get_by_text("Keep on this device").wait_for()
    found["settings"] = serious(page)
    places = ("/guides", GUIDE, "/words", "/safety", "/programme", "/documents", "/quality", "/rate", "/use", "/about")
    for path in places:
        page.goto(site.url + path)
        page.get_by_role("heading", level=1).wait_for()
        found[path] = serious(page)
    assert {place: problems for place, problems in found.items() if problems} == {}


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (PHONE, "light")], ids=["in the dark", "on a phone"])
def test_what_is_read_most_can_be_read(
    quiet_site: Site, visit: Callable[..., Page], size: tuple[int, int], scheme: str
) -> None:
    page = visit(quiet_site, size, scheme=scheme)
    say(page, QUESTION)
    finished(page).get_by_role("button", name="Source 1").first.click()
    found = {"answer and source": serious(page)}
    page.keyboard.press("Escape")
    say(page, URGENT)
    expect(page.get_by_role("button", name="I can't call")).to_be_visible()
    found["fixed words"] = serious(page)
    page.goto(quiet_site.url + GUIDE)
    page.get_by_role("heading", level=1).wait_for()
    found["guide"] = serious(page)
    assert {place: problems for place, problems in found.items() if problems} == {}
