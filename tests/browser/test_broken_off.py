"""Answers that are broken off, in a real browser: what there was stays, is marked, and can be finished."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_journeys import ANSWER_MS, QUESTION, finished, say
from tests.model_server import ModelServer, words

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
BEGUN = "Begin with one plain question. "
LINES = tuple(f"Plain line number {number} of many. " for number in range(400))
WHOLE = words(BEGUN, "And the end of it.")


def test_a_model_that_dies_mid_sentence_leaves_what_it_said_and_a_way_on(
    model_site: tuple[Site, ModelServer], visit: Visit
) -> None:
    site, model = model_site
    model.script(words(BEGUN, "And then you", ending="cut"), WHOLE)
    page = visit(site)
    say(page, QUESTION)
    answer = finished(page)
    expect(answer).to_contain_text(BEGUN.strip())
    expect(answer).to_contain_text("The AI model stopped before it had finished. Here is what the guide library says:")
    expect(answer.get_by_role("button", name="Source 1").first).to_be_visible()
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_role("button", name="Earlier answer")).to_be_visible(timeout=ANSWER_MS)
    expect(answer).to_have_text("Begin with one plain question. And the end of it.")
    expect(page.get_by_role("group", name="You")).to_have_text(QUESTION)


def test_a_second_tab_sees_an_answer_grow_and_can_stop_it(kept_site: tuple[Site, ModelServer], visit: Visit) -> None:
    site, model = kept_site
    model.script(words(*LINES, pause=0.2))
    page = visit(site)
    say(page, QUESTION)
    expect(page.get_by_role("group", name="Alongside")).to_contain_text(LINES[0].strip(), timeout=ANSWER_MS)
    other = page.context.new_page()
    other.goto(page.url)
    seen = other.get_by_role("group", name="Alongside")
    expect(seen).to_contain_text(LINES[0].strip())
    before = len(seen.inner_text())
    expect(seen).to_contain_text(LINES[before // len(LINES[0]) + 5].strip())
    other.get_by_role("button", name="Stop", exact=True).click()
    for tab in (page, other):
        expect(tab.get_by_text("You stopped this answer here.", exact=True)).to_be_visible()
        expect(tab.get_by_role("button", name="Finish it")).to_be_visible()
    assert page.get_by_role("group", name="Alongside").inner_text() == seen.inner_text()


def test_after_kill_9_the_open_page_has_the_message_the_words_so_far_and_a_way_on(
    kept_site: tuple[Site, ModelServer], visit: Visit
) -> None:
    site, model = kept_site
    model.script(words(BEGUN, "And then you", ending="hang"))
    page = visit(site)
    say(page, QUESTION)
    answer = page.get_by_role("group", name="Alongside")
    expect(answer).to_contain_text(BEGUN.strip(), timeout=ANSWER_MS)
    site.kill()
    model.script(WHOLE)
    site.start_again()
    expect(page.get_by_role("note").filter(has_text="was interrupted")).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_role("group", name="You")).to_have_text(QUESTION)
    expect(answer).to_contain_text(BEGUN.strip())
    page.get_by_role("button", name="Finish it").click()
    expect(finished(page)).to_contain_text("And the end of it.")
