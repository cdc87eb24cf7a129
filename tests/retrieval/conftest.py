"""What tests of search share: a small library, and an empty folder for its index."""

from pathlib import Path

import pytest

from assistant.guides.library import Library
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.search import GuideSearch
from tests.retrieval.toy import WordBag, small_library


@pytest.fixture
def short_guides(tmp_path: Path) -> Library:
    return small_library(tmp_path)


@pytest.fixture
def bag() -> WordBag:
    return WordBag()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index goes; it does not exist yet."""
    return tmp_path / "index"


@pytest.fixture
def small_search(folder: Path, short_guides: Library, bag: WordBag) -> GuideSearch:
    """A search of the short guides; what it embeds from here on is in `bag.embedded`."""
    current = CurrentIndex(folder, short_guides, bag)
    current.ensure(silent)
    bag.embedded.clear()
    return GuideSearch(short_guides, current, bag)
