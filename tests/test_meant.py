"""A question that fixed words came for, answered after all."""

import pytest

from assistant.meant import NOT_THAT, meant
from assistant.messages import Concern, Turn

CAUTION, URGENT = Concern("caution", "suicide", "other"), Concern("urgent", "suicide", "other")
TALK = (Turn("person", "how do we start?"), Turn("assistant", "Ask."))
ASKED = "he cries when he loses at judo"
HELPED = (*TALK, Turn("person", ASKED, concern=CAUTION), Turn("assistant", "", concern=CAUTION, signposting="worry"))


@pytest.mark.parametrize(
    "text",
    [
        NOT_THAT,
        "that's not it, just answer my question",
        "No. It\u2019s not that. Please answer what I asked!",
        "please just answer the question",
        "it isn't like that, can you answer my question",
        "sorry, that's not what i meant. answer my first question please",
    ],
)
def test_who_says_that_it_was_not_that_means_the_question_before(text: str) -> None:
    assert meant(text, HELPED) == (ASKED, TALK)


@pytest.mark.parametrize(
    "text",
    [
        "he's not ok",
        "she will not answer my question",
        "how do i answer my mentee's question about drink",
        "that's not it. he wants to die. answer my question",
        "answer me",
    ],
)
def test_a_message_that_says_more_is_itself(text: str) -> None:
    assert meant(text, HELPED) is None


def test_what_was_asked_first_is_meant_when_help_came_more_than_once() -> None:
    more = (Turn("person", "what do i write down", concern=CAUTION), Turn("assistant", "", signposting="write-down"))

    assert meant(NOT_THAT, (*HELPED, *more)) == (ASKED, TALK)


def test_what_was_urgent_cannot_be_set_aside() -> None:
    urgent = (Turn("person", ASKED, concern=URGENT), Turn("assistant", "", concern=URGENT, signposting="urgent"))

    assert meant(NOT_THAT, (*TALK, *urgent)) is None
    assert meant(NOT_THAT, (*urgent, *HELPED[2:])) is None


def test_without_help_before_it_there_is_nothing_to_set_aside() -> None:
    assert meant(NOT_THAT, ()) is None
    assert meant(NOT_THAT, TALK) is None
