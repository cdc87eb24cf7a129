"""A marked sentence goes all its ways through the page: it is in the database alone, and once deleted nowhere."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from assistant.responders.fallback import BROKEN_OFF, REFUSED
from tests.browser.conftest import CHECKOUT, Site, keep, served
from tests.browser.test_journeys import ANSWER_MS, box, finished, say
from tests.leaks.places import MARK, MARKED, holders
from tests.model_server import ModelServer, Status, words

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
ECHO = Status(400, {"error": {"message": f"you wrote {MARKED}", "code": None}})
TALKATIVE = {"ALONGSIDE_LOG_LEVEL": "debug", "OPENAI_LOG": "debug", "LANGSMITH_TRACING": "true"}
PUBLIC = ("/", "/_stcore/metrics", "/_stcore/host-config", "/_stcore/none", "/media/none", "/about")
EDITED = f"how do i ask {MARK} about it?"


class Overheard:
    """What a browser tells others of a page: addresses, titles, messages of its console, and what it remembers."""

    def __init__(self, page: Page) -> None:
        self.all: list[str] = []
        self._page = page
        page.on("request", lambda request: self.all.append(request.url))
        page.on("websocket", lambda socket: self.all.append(socket.url))
        page.on("framenavigated", lambda frame: self.all.append(frame.url))
        page.on("console", lambda message: self.all.append(message.text))
        page.on("download", lambda download: self.all.extend((download.url, download.suggested_filename)))

    def look(self) -> list[str]:
        """Everything so far that holds the mark."""
        kept = self._page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state, document.cookie])")
        self.all += [self._page.url, self._page.title(), str(kept)]
        return [told for told in self.all if MARK in told]


def is_cut_and_declined(page: Page, model: ModelServer) -> None:
    """The model breaks off, and then declines with the person's own words."""
    say(page, MARKED)
    expect(finished(page)).to_contain_text(BROKEN_OFF, timeout=ANSWER_MS)
    page.get_by_role("button", name="Answer again").click()
    expect(finished(page)).to_contain_text(REFUSED, timeout=ANSWER_MS)
    sent = [asked.messages[-1]["content"] for asked in model.requests]
    assert sent == ["my mentee keeps cancelling on me"] * 3


def is_stopped_and_finished(page: Page) -> None:
    page.get_by_role("button", name="Answer again").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped this answer here.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Finish it").click()
    expect(finished(page)).to_contain_text("And that is all.", timeout=ANSWER_MS)


def is_edited(page: Page) -> None:
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Your message").fill(EDITED)
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("group", name="You")).to_have_text(EDITED)
    expect(finished(page)).to_contain_text("And that is all.", timeout=ANSWER_MS)


def is_searched_for(page: Page) -> None:
    search = page.get_by_role("searchbox", name="Search your conversations")
    search.fill(f"{MARK} nothing")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    search.fill(MARK)
    expect(page.get_by_role("button", name=MARK)).to_be_visible()
    search.fill("")
    expect(page.get_by_role("button", name=MARK)).to_be_visible()


def is_exported(page: Page) -> str:
    """Returns the address it was fetched from, where it can be fetched again for a moment."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as Markdown").click()
    assert MARK in download.value.path().read_text(encoding="utf-8")
    assert page.request.get(download.value.url).headers["cache-control"] == "no-store"
    return download.value.url


def is_deleted(page: Page) -> None:
    page.get_by_text("I want to delete this for good").click()
    page.get_by_role("button", name="Delete conversation").click()
    expect(page.get_by_role("heading", name="What's on your mind?")).to_be_visible()


def is_said_and_not_kept(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("dialog", name="Settings").get_by_text("Don't keep", exact=True).click()
    page.keyboard.press("Escape")
    expect(box(page)).to_be_visible()
    say(page, MARKED)
    finished(page)
    expect(page.get_by_role("group", name="You")).to_contain_text(MARK)


def is_broken_off(page: Page, model: ModelServer) -> None:
    """What is being written when the server is told to end."""
    model.script(words(f"You said {MARK}. ", "And the end.", gate=Event()))
    say(page, MARKED)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()


def through_the_page(site: Site, page: Page, model: ModelServer) -> None:
    overheard = Overheard(page)
    keep(page)
    is_cut_and_declined(page, model)
    is_stopped_and_finished(page)
    is_edited(page)
    is_searched_for(page)
    page.get_by_role("button", name="Rename, export or delete").click()
    address = is_exported(page)
    assert holders([site.data]) != []
    assert [path for path in PUBLIC if MARK in page.request.get(site.url + path).text()] == []
    assert overheard.look() == []
    is_deleted(page)
    assert page.request.get(address).status == 404
    is_said_and_not_kept(page)
    assert holders([site.data]) == []
    address = is_exported(page)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("group", name="You")).to_have_count(0)
    assert page.request.get(address).status == 404
    is_broken_off(page, model)
    assert overheard.look() == []


def test_what_was_written_is_in_the_database_alone_and_then_nowhere(
    visit: Visit, model_server: ModelServer, tmp_path: Path, index_folder: Path
) -> None:
    begun = words(f"You said {MARK}. ", "And the end.", gate=Event())
    cut = words(f"You said {MARK}. Begin with one plain question. And the", ending="cut")
    model_server.script(cut, ECHO, ECHO, begun, words(f"You said {MARK}. And that is all."))
    own = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR")}
    for folder in own.values():
        Path(folder).mkdir()
    with served(tmp_path, index_folder) as serve:
        site = serve(ALONGSIDE_MODEL="scripted", OPENAI_BASE_URL=model_server.url, **own, **TALKATIVE)
        through_the_page(site, visit(site), model_server)
    assert "answering from the library" in (tmp_path / "output0").read_text()
    assert holders([tmp_path, CHECKOUT / "assistant", CHECKOUT / ".streamlit"]) == []
