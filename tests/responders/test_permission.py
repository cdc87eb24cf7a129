"""A model answers only those whom the programme allows one."""

import pytest

from assistant.messages import Concern, Draft, Findings, Question, ResponderName, Turn
from assistant.responders.permission import WhereAllowed
from assistant.safety.card import ProgrammeCard
from assistant.situation import Situation


def answered_by(card: ProgrammeCard, text: str, situation: Situation, *history: Turn) -> str:
    def named(name: ResponderName) -> Draft:
        return Draft(iter(()), name)

    responder = WhereAllowed(lambda _: named("model"), lambda _: named("library"), lambda: card)
    return responder(Question(text, situation, history, Findings(text), Concern())).responder


ADULT, MINOR, UNKNOWN = Situation(age="adult"), Situation(age="minor"), Situation()


def test_minors_are_answered_from_the_library_unless_the_programme_allows_more() -> None:
    assert answered_by(ProgrammeCard(), "hi", MINOR) == "library"
    assert answered_by(ProgrammeCard(), "hi", ADULT) == "model"
    assert answered_by(ProgrammeCard(model_for="everyone"), "hi", MINOR) == "model"
    assert answered_by(ProgrammeCard(model_for="nobody"), "hi", ADULT) == "library"


def test_an_unknown_age_is_treated_with_care_where_the_programme_has_spoken_of_ages() -> None:
    assert answered_by(ProgrammeCard(), "hi", UNKNOWN) == "model"
    assert answered_by(ProgrammeCard(ages="14-19"), "hi", UNKNOWN) == "library"


@pytest.mark.parametrize("said", ["i'm 15 and my mentor is great", "tengo 15 años y mi mentora es genial"])
@pytest.mark.parametrize("earlier", [True, False], ids=["said before", "said now"])
def test_who_says_that_they_are_under_18_is_whatever_was_chosen(said: str, *, earlier: bool) -> None:
    other = "what do i ask her?"
    history = (Turn("person", said),) if earlier else ()
    assert answered_by(ProgrammeCard(), other if earlier else said, ADULT, *history) == "library"
    assert answered_by(ProgrammeCard(model_for="everyone"), said, ADULT) == "model"
