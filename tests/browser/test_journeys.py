"""A person's ways through the app, in a real browser. Each names one thing that must not happen."""

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, WIDE, Site, until
from tests.model_server import ModelServer, words

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
ANSWER_MS = 120_000  # a busy machine may have to index a guide that has just changed
QUESTION = "my mentee keeps cancelling on me last minute"
HOSTILE = (
    '<img src="http://evil.example/a.png" onerror="document.title=1"> ![x](http://evil.example/b.png) '
    "<script>document.title=2</script>"
)


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Say it in your own words")


def say(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")


def finished(page: Page) -> Locator:
    """The last answer, once it is whole."""
    expect(page.get_by_role("button", name="Answer again")).to_be_visible(timeout=ANSWER_MS)
    return page.get_by_role("group", name="Alongside").last


def holds(site: Site, text: str) -> bool:
    """Is this anywhere on the disk?"""
    files = [path for path in site.data.rglob("*") if path.is_file()]
    return any(text.encode() in path.read_bytes() for path in files)


def test_from_a_question_to_its_sources(quiet_site: Site, visit: Visit) -> None:
    page = visit(quiet_site)
    page.get_by_role("button", name="Who are you here?").click()
    page.get_by_role("radio", name="I guide someone").click()
    expect(page.get_by_role("button", name="I guide someone")).to_be_visible()
    say(page, QUESTION)
    answer = finished(page)
    expect(answer).to_contain_text("Copy")
    answer.get_by_role("button", name=re.compile("Source 1")).first.press("Enter")
    source = page.get_by_role("dialog", name=re.compile("Source 1"))
    expect(source.locator("mark")).to_be_visible()
    expect(source).to_contain_text("not yet checked by a safeguarding professional")
    page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    assert quiet_site.hosts == {"127.0.0.1"}


def test_a_line_to_say_can_be_copied(quiet_site: Site, visit: Visit) -> None:
    page = visit(quiet_site)
    say(page, QUESTION)
    answer = finished(page)
    line = answer.locator(".al-say").first
    line.get_by_role("button", name="Copy these words").click()
    expect(line).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied
    assert copied in line.inner_text()
    assert not copied.startswith('"')


def test_stop_reload_finish_edit_export_delete(
    kept_site: tuple[Site, ModelServer], visit: Visit, tmp_path: Path
) -> None:
    site, model = kept_site
    gate = Event()
    model.script(words("Begin with one plain question. ", "And the end of it.", gate=gate))
    page = visit(site)
    say(page, QUESTION)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped this answer here.", exact=True)).to_be_visible()
    gate.set()
    page.reload()
    expect(page.get_by_role("group", name="You")).to_contain_text(QUESTION)
    page.get_by_role("button", name="Finish it").click()
    finished(page)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Your message").fill("how do i ask her about it?")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("group", name="You")).to_have_text("how do i ask her about it?")
    finished(page)
    page.get_by_role("button", name="Rename, export or delete").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as Markdown").click()
    download.value.save_as(tmp_path / "conversation.md")
    assert "how do i ask her about it?" in (tmp_path / "conversation.md").read_text(encoding="utf-8")
    page.get_by_text("I want to delete this for good").click()
    page.get_by_role("button", name="Delete conversation").click()
    expect(page.get_by_role("heading", name="What's on your mind?")).to_be_visible()
    assert site.hosts == {"127.0.0.1"}


def test_a_reload_and_a_thumb_do_not_break_off_an_answer(model_site: tuple[Site, ModelServer], visit: Visit) -> None:
    site, model = model_site
    gate = Event()
    model.script(words("Whole first answer."), words("Begin with one plain question. ", "And the end.", gate=gate))
    page = visit(site)
    say(page, QUESTION)
    finished(page)
    say(page, "and what then?")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    page.get_by_role("button", name="Helpful", exact=True).first.click()
    page.reload()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    gate.set()
    expect(finished(page)).not_to_be_empty()
    expect(page.get_by_text("interrupted")).to_have_count(0)


def test_a_question_answered_again_keeps_the_first_answer(model_site: tuple[Site, ModelServer], visit: Visit) -> None:
    site, model = model_site
    model.script(words("The first answer."), words("The second answer."))
    page = visit(site)
    say(page, QUESTION)
    expect(finished(page)).to_contain_text("The first answer.")
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_text("The second answer.", exact=True)).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_text("The first answer.", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Earlier answer").click()
    expect(page.get_by_text("The first answer.", exact=True)).to_be_visible(timeout=ANSWER_MS)


def test_nothing_is_written_unless_keeping_is_chosen(quiet_site: Site, visit: Visit) -> None:
    page = visit(quiet_site)
    expect(box(page)).to_be_focused()
    page.keyboard.type("my mentee zanzibarly cancels on me\n")
    finished(page)
    page.get_by_role("button", name="Don't keep").click()
    expect(page.get_by_text("This conversation is not kept.")).to_be_visible()
    assert not holds(quiet_site, "zanzibarly")


def test_fixed_words_come_first_and_offer_what_comes_next(quiet_site: Site, visit: Visit) -> None:
    page = visit(quiet_site)
    say(page, "my mentee just wrote he wants to die tonight")
    help_words = page.get_by_role("region", name="Please read this first")
    expect(help_words).to_contain_text("stay with them")
    page.get_by_role("button", name="I can't call").click()
    expect(help_words).to_have_count(2)
    expect(page.get_by_role("button", name="Answer again")).to_have_count(0)


def test_who_gets_help_for_an_ordinary_question_has_it_answered_with_one_press(quiet_site: Site, visit: Visit) -> None:
    page = visit(quiet_site)
    say(page, "my mentee told me she cuts herself when exams get close")
    expect(page.get_by_role("region", name="Please read this first")).to_be_visible()
    page.get_by_role("button", name="Answer my question").click()
    finished(page)
    expect(page.get_by_role("region", name="Please read this first")).to_have_count(1)
    expect(page.get_by_role("button", name="Answer again")).to_be_visible()


def test_hostile_words_are_only_words(kept_site: tuple[Site, ModelServer], visit: Visit) -> None:
    site, model = kept_site
    model.script(words(HOSTILE))
    page = visit(site)
    say(page, HOSTILE)
    expect(page.get_by_role("group", name="You")).to_contain_text("<script>document.title=2</script>")
    finished(page)
    expect(page).to_have_title("Alongside")
    expect(page.locator(".stMain img")).to_have_count(0)
    assert site.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_fits_a_phone(quiet_site: Site, visit: Visit, scheme: str) -> None:
    page = visit(quiet_site, PHONE, scheme=scheme)
    say(page, QUESTION + " " + "x" * 200)
    finished(page).get_by_role("button", name=re.compile("Source 1")).first.click()
    width = PHONE[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".stMain").evaluate("main => main.scrollWidth") <= width
    for path in ("/guides", "/guides?guide=commitment/when-they-keep-cancelling", "/words", "/about"):
        page.goto(quiet_site.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator(".stMain").evaluate("main => main.scrollWidth") <= width


def test_an_answer_is_read_out_once_and_whole(model_site: tuple[Site, ModelServer], visit: Visit) -> None:
    site, model = model_site
    model.script(words("Begin with one plain question. ", "And the end.", pause=0.3))
    page = visit(site, WIDE)
    box(page).wait_for()
    page.evaluate(
        """() => { window.read = []; const live = document.querySelector('body > [role=status]');
        new MutationObserver(() => live.textContent && window.read.push(live.textContent))
        .observe(live, {childList: true}); }"""
    )
    say(page, QUESTION)
    finished(page)
    until(page, "window.read.length > 0")
    assert [text[:8] for text in page.evaluate("window.read")] == ["Answer: "]
