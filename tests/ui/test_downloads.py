"""What was exported does not stay in memory, as kept by Streamlit's own keeper of such files."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from assistant.running import Running
from assistant.store import open_store
from assistant.ui import downloads, session
from assistant.ui.place import Place
from tests.running.scripted import HERE, Script, ended, until
from tests.ui.conftest import Screen


class Exported:
    """Something exported from a page that is still open."""

    def __init__(self) -> None:
        self._storage = MemoryMediaFileStorage("/media")
        self.files = MediaFileManager(self._storage)
        self._button = self.files.add_deferred(lambda: "what was said", "text/markdown", "0.1")
        self._address = self.fetch()

    def fetch(self) -> str:
        return self.files.execute_deferred(self._button)

    @property
    def is_there(self) -> bool:
        return self.files.read_file(self._address.removeprefix("/media/")) is not None


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> Exported:
    exported = Exported()
    monkeypatch.setattr(
        Runtime, "_instance", SimpleNamespace(media_file_mgr=exported.files, is_active_session=lambda _visit: True)
    )
    return exported


def test_what_is_exported_can_be_fetched_for_a_moment_and_then_exported_again(exported: Exported) -> None:
    there = [exported.is_there]
    for _ in range(2):
        downloads.let_go()
        there.append(exported.is_there)
    exported.fetch()
    assert [*there, exported.is_there] == [True, True, False, True]


def test_it_goes_by_itself_though_no_page_is_drawn(exported: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "SECONDS", 0.01)
    downloads.keep_short(exported)
    until(lambda: not exported.is_there)


def test_a_page_that_is_served_sees_to_it(screen: Callable[[], Screen], monkeypatch: pytest.MonkeyPatch) -> None:
    seen_to: list[object] = []
    monkeypatch.setattr(downloads, "keep_short", seen_to.append)
    screen().open()
    assert seen_to == [session.shared()]


@pytest.mark.parametrize("everything", [False, True], ids=["one", "everything"])
def test_deleting_takes_what_was_exported_along(exported: Exported, everything: bool) -> None:
    store = open_store(None)
    place = Place(store, Running(Script().assistant, store))
    answer = ended(place.running, store, place.running.answer(None, "what was said", HERE))
    place.end_everything(with_copies=False) if everything else place.end(answer.conversation)
    assert not exported.is_there
    store.close()
