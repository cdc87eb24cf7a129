"""The real `app.py` under AppTest, with the real guides and a scripted responder."""

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from assistant.conversation import Assistant
from assistant.guides.library import Library
from assistant.quality.records import RunRecord, write_record
from assistant.ui import arrival, shared
from tests.running.scripted import Script
from tests.ui.measured import measured

APP = Path(__file__).parents[2] / "app.py"
Open = Callable[..., "Screen"]
PATIENCE = 10  # seconds; a run takes well under one
REMEMBERED = "remembered by the tab"
# Streamlit reads the metadata of every installed package for each page it opens; once a run is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


class Screen:
    """A page as a person meets it, in a tab of its own."""

    def __init__(self, tab: str | None = None) -> None:
        self.app = AppTest.from_file(str(APP), default_timeout=PATIENCE)
        self.app.session_state[REMEMBERED] = tab

    def open(self, **address: str) -> "Screen":
        for name, value in address.items():
            self.app.query_params[name] = value
        self.app.run()
        return self

    def reload(self) -> "Screen":
        """The same tab, loaded again: all that stays is the address and what the tab remembers."""
        again = Screen(self.app.session_state["tab"])
        return again.open(**{name: str(value) for name, value in self.app.query_params.items()})

    def say(self, text: str) -> "Screen":
        self.app.chat_input(key="message").set_value(text).run()
        return self.settle()

    def settle(self) -> "Screen":
        """Look again until no answer is being written, as a page that polls does."""
        for _ in range(200):
            if "al-waiting" not in self.html:
                return self
            self.app.run()
        raise AssertionError("the answer never ended")

    def press(self, words: str) -> "Screen":
        next(button for button in self.app.button if words in button.label).click().run()
        return self

    def offers(self, words: str) -> bool:
        return any(words in button.label for button in self.app.button)

    @property
    def html(self) -> str:
        bodies = (element.proto.body for element in self.app.get("html"))
        return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))

    @property
    def words(self) -> str:
        """What can be read in it."""
        return words_of(self.html)

    @property
    def conversation(self) -> str:
        return str(self.app.query_params["c"])


def words_of(written: str) -> str:
    """The words of HTML, as they are read."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", written)).split())


@pytest.fixture(autouse=True)
def no_fault(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A fault is told on the page instead of ending it, so each test looks for one; who causes it clears the log."""
    yield
    assert "part of a page failed" not in caplog.text


@pytest.fixture
def script() -> Iterator[Script]:
    script = Script()
    yield script
    script.go_on.set()


@pytest.fixture
def screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script, library: Library
) -> Iterator[Callable[[], Screen]]:
    """Opens pages on one machine, whose data folder is empty at first; the guides are read once for all tests."""
    monkeypatch.setattr(shared, "_library", lambda _settings: library)
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path))
    monkeypatch.delenv("ALONGSIDE_MODEL", raising=False)
    monkeypatch.setattr(Assistant, "open", lambda *_: script.assistant())
    monkeypatch.setattr(arrival, "told", lambda offer: st.session_state[REMEMBERED] or offer["token"])
    st.cache_resource.clear()
    yield Screen
    st.cache_resource.clear()


@pytest.fixture
def quality(screen: Callable[[], Screen], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of this part, with what is in `runs` and the release's record."""
    monkeypatch.setattr(shared, "_record_folders", lambda _settings: {"data": tmp_path / "runs"})
    monkeypatch.setattr(shared, "RELEASE", tmp_path / "release.json")

    def go(name: str = "quality", **address: str) -> Screen:
        page = screen().open()
        page.app.switch_page(f"assistant/ui/{name}_page.py")
        return page.open(**address)

    return go


@pytest.fixture
def release(tmp_path: Path, library: Library) -> RunRecord:
    record = measured(guides=library.version)
    write_record(record, tmp_path / "release.json")
    return record
