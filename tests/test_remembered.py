import gc

import pytest

from assistant.remembered import Remembered

MARKED = "purple elephants dance at noon, the mentee wrote"


class Counting:
    """Makes a text's length and keeps which texts it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> int:
        self.asked.append(text)
        return len(text)


def test_what_was_made_of_a_text_is_made_once() -> None:
    make = Counting()
    remembered = Remembered(make)
    assert ([remembered("why"), remembered("why"), remembered("how so")], make.asked) == ([3, 3, 6], ["why", "how so"])


def test_the_oldest_is_given_up_first() -> None:
    make = Counting()
    remembered = Remembered(make, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        remembered(text)
    assert make.asked == ["a", "b", "c", "b"]


def test_no_word_of_a_text_is_held() -> None:
    remembered = Remembered(len)
    remembered("".join([MARKED[:20], MARKED[20:]]))
    held = [remembered._made, *remembered._made, *gc.get_referents(remembered._made)]
    assert "elephants" not in repr(held)


def test_a_failure_is_not_remembered() -> None:
    numbers = iter(["not a number", "7"])
    remembered = Remembered(lambda _text: int(next(numbers)))
    with pytest.raises(ValueError, match="not a number"):
        remembered("why")
    assert remembered("why") == 7


def test_a_text_that_no_file_could_hold_is_a_text_too() -> None:
    assert Remembered(len)("\ud83d") == 1
