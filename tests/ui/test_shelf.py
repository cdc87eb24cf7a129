from pathlib import Path

import pytest

from assistant.guides.library import Library
from assistant.guides.wayfinding import Wayfinding
from assistant.settings import CHECKOUT
from assistant.ui.shelf import Shelf

CANCELLING = "commitment/when-they-keep-cancelling"


@pytest.fixture(scope="module")
def shelf(library: Library) -> Shelf:
    return Shelf(library, Wayfinding.load(Path(CHECKOUT) / "knowledge"))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("cancel", CANCELLING),
        ("STOPPED", "endings/ending-early"),
        ("can't it stay between us", "boundaries/confidentiality-and-its-limits"),
        ("adhd", "people/different-minds"),
        ("presents, gift", "boundaries/gifts-and-money"),
    ],
    ids=["a beginning", "another form", "small words left out", "only in how it is asked", "signs left out"],
)
def test_the_nearest_guide_comes_first(shelf: Shelf, words: str, first: str) -> None:
    assert shelf.find(words).guides[0].id == first


def test_a_slip_of_the_finger_is_seen_through(shelf: Shelf) -> None:
    assert shelf.find("confidentialty").guides == shelf.find("confidentiality").guides != ()


def test_guides_with_some_of_the_words_are_told_from_those_with_all(shelf: Shelf) -> None:
    found = shelf.find("cancelling zebra")
    assert (found.whole, found.guides[0].id) == (False, CANCELLING)
    assert shelf.find("quantum zebra").guides == ()


def test_reader_and_moment_are_both_kept_to(shelf: Shelf, library: Library) -> None:
    both = [guide for guide in library.guides.values() if "peer" in guide.readers and "ending" in guide.moments]
    assert list(shelf.find("", "peer", "ending").guides) == both != []
