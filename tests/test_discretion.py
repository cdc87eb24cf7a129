"""What was told in another role goes into no answer for a mentee."""

import pytest

from assistant.discretion import discreet
from assistant.messages import Concern, Turn
from assistant.situation import Role

CALM = Concern()
WORRIED = Concern("caution", "harassment_in_pair", "other")


def told(role: Role | None, concern: Concern = CALM) -> tuple[Turn, Turn]:
    message = Turn("person", "Jess says that Tom touches her", concern=concern)
    return message, Turn("assistant", "Thank Jess.", concern=concern, role=role)


@pytest.mark.parametrize("role", ["mentor", "peer", "coordinator"])
def test_who_reported_is_known_to_no_answer_for_a_mentee(role: Role) -> None:
    history = (*told(role, WORRIED), *told("mentee"))

    assert discreet(history, "mentee") == told("mentee")
    assert discreet(history, role) == history


def test_nothing_that_a_coordinator_wrote_is_lent_to_a_mentee() -> None:
    assert discreet(told("coordinator"), "mentee") == ()


def test_an_ordinary_question_is_lent_to_whoever_says_that_they_are_the_mentee_after_all() -> None:
    assert discreet(told("mentor"), "mentee") == told("mentor")


def test_what_a_mentee_told_is_theirs() -> None:
    assert discreet(told("mentee", WORRIED), "mentee") == told("mentee", WORRIED)
    assert discreet(told(None, WORRIED), "mentee") == told(None, WORRIED)


def test_a_message_that_got_no_answer_goes_by_the_role_it_was_written_in() -> None:
    alone = Turn("person", "Jess says that Tom touches her", concern=WORRIED, role="coordinator")

    assert discreet((alone, *told("mentee")), "mentee") == told("mentee")
