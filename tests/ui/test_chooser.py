"""Who is not sure which relationship theirs is answers three questions and takes what they lead to."""

from collections.abc import Callable

from tests.running.scripted import Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]


def answered(page: Screen, *answers: str) -> Screen:
    for name, value in zip(("standing", "aim", "rhythm"), answers, strict=False):
        page.app.button_group(key=f"choose-{name}-0").set_value(value).run()
    return page


def test_three_answers_lead_to_a_relationship_that_can_be_taken(screen: Open, script: Script) -> None:
    page = answered(screen().open(), "level", "support", "as_needed")
    assert "This sounds like peer support" in page.words
    page.press("Choose “Being there for each other”").say("what now")
    assert script.asked[-1].situation.relationship == "peer_support"


def test_answers_that_lie_between_two_offer_both(screen: Open) -> None:
    page = answered(screen().open(), "guided", "support", "as_needed")
    assert "It lies between two" in page.words
    assert page.offers("Choose “Growing over the long run”")
    assert page.offers("Choose “Being there for each other”")


def test_nothing_is_suggested_before_all_three_are_answered(screen: Open) -> None:
    page = answered(screen().open(), "guided", "skill")
    assert not page.offers("Choose “")


def test_an_answer_can_be_changed(screen: Open) -> None:
    page = answered(screen().open(), "guided", "skill", "planned")
    page.app.button_group(key="choose-aim-0").set_value("growth").run()
    assert "This sounds like a mentorship" in page.words
    assert "This sounds like mentoring" not in page.words
