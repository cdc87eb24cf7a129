from typing import Any

import pytest

from assistant.cues import direction, guess, situated
from assistant.messages import Turn
from assistant.situation import Situation

PEER_MENTOR = {"role": "peer", "relationship": "peer_mentoring"}
ROLE_CUES: dict[str, dict[str, Any]] = {
    "my mentee ghosted me": {"role": "mentor"},
    "My Mentee ghosted me": {"role": "mentor"},
    "i have a new mentee": {"role": "mentor"},
    "i have a mentee who never talks": {"role": "mentor"},
    "i'm her mentor": {"role": "mentor"},
    "im his mentor": {"role": "mentor"},
    "i mentor a student": {"role": "mentor"},
    "as a mentor i feel stuck": {"role": "mentor"},
    "my mentor cancelled": {"role": "mentee"},
    "i am the mentee": {"role": "mentee"},
    "as a mentee, what do i ask": {"role": "mentee"},
    "my mentor's mentee before me, i'm the mentee now": {"role": "mentee"},
    "i'm a peer mentor": PEER_MENTOR,
    "my buddy is sad": PEER_MENTOR,
    "we meet in a peer support group": {"role": "peer", "relationship": "peer_support"},
    "my study partner failed": {"role": "peer"},
    "i'm the programme coordinator": {"role": "coordinator"},
    "our volunteers need training": {"role": "coordinator"},
    "i run a small mentoring programme": {"role": "coordinator"},
    "our programme says no phones, can my mentor call me": {"role": "mentee"},
    "my programme ends soon": {},
    "what is a mentor?": {},
    "i want to be a mentor": {},
    "i'm not a mentor": {},
    "": {},
}


@pytest.mark.parametrize(("text", "told"), ROLE_CUES.items())
def test_words_tell_who_people_are_to_each_other(text: str, told: dict[str, Any]) -> None:
    assert guess(text) == Situation(**told)


MOMENT_CUES = {
    "what do i ask her tomorrow": "prepare",
    "we meet on thursday": "prepare",
    "he is sitting next to me crying": "in_session",
    "i'm with him now": "in_session",
    "we have just been matched": "starting",
    "our first session is next week": "starting",
    "our final session is on friday": "ending",
    "how do we say goodbye": "ending",
    "i just met her and it went badly": "reflect",
    "i kept giving advice": "reflect",
    "she keeps cancelling on me": None,
}


@pytest.mark.parametrize(("text", "moment"), MOMENT_CUES.items())
def test_words_tell_the_moment(text: str, moment: Any) -> None:
    assert guess(text) == Situation(moment=moment)


SETTING_CUES = {
    "she asked at work": "workplace",
    "he is at uni": "university",
    "we meet at school": "school",
    "on the ward": "healthcare",
    "she moved forward": None,
    "a wardrobe of clothes": None,
}


@pytest.mark.parametrize(("text", "setting"), SETTING_CUES.items())
def test_words_tell_the_setting(text: str, setting: Any) -> None:
    assert guess(text) == Situation(setting=setting)


MINORS = [
    "she's 15", "he’s 15 and wants a lift", "im 16", "they're 17", "she is only 12", "aged 12", "a girl who is 9",
    "his mentee is 15", "her mentee, 14, told me", "a 15 year old boy", "a 14-year-old", "he is 13 years old",
    "she's 13yo",
]  # fmt: skip
NOT_MINORS = [
    "she's 18", "he is 45", "she is 15 minutes late", "i'm 10 sessions in", "he's 8 weeks in", "he is 15%",
    "they're 12 months behind", "he's 10/10", "i'm 9 to 5 busy", "he is 16 years older than me", "we were 12 people",
    "i'm 7 pm person", "a 115 year old tree",
]  # fmt: skip


@pytest.mark.parametrize("text", MINORS)
def test_a_child_is_heard_of(text: str) -> None:
    assert guess(text).age == "minor"


@pytest.mark.parametrize("text", NOT_MINORS)
def test_a_number_that_is_no_childs_age_is_left_alone(text: str) -> None:
    assert guess(text).age == "unknown"


def test_a_year_at_school_is_a_childs() -> None:
    assert guess("a pupil in year 9") == Situation(setting="school", age="minor")


@pytest.mark.parametrize("text", ["I'm her mentor, she's 15", "I’m her mentor, she’s 15"], ids=["typed", "telephone"])
def test_an_apostrophe_is_one_however_it_is_written(text: str) -> None:
    assert guess(text) == Situation(role="mentor", age="minor")


def test_one_message_may_tell_it_all() -> None:
    told = guess("i'm a peer mentor at uni, he's 17 and we meet on thursday")
    expected = Situation(
        role="peer", relationship="peer_mentoring", moment="prepare", setting="university", age="minor"
    )
    assert told == expected


def said(*texts: str) -> list[Turn]:
    return [turn for text in texts for turn in (Turn("person", text), Turn("assistant", "As her mentee, ask once."))]


def test_what_a_message_leaves_open_earlier_ones_fill() -> None:
    assert guess("what do i say tomorrow?", said("my mentee is 15")) == Situation(
        role="mentor", moment="prepare", age="minor"
    )


def test_the_newest_message_wins() -> None:
    assert guess("my mentor never replies", said("my mentee is late")).role == "mentee"
    assert guess("what now?", said("my mentee is late", "my mentor never replies")).role == "mentee"


def test_what_the_assistant_said_tells_nothing() -> None:
    assert guess("what now?", [Turn("assistant", "my mentee, at work, tomorrow")]) == Situation()


def test_what_the_person_set_is_kept_over_what_is_guessed() -> None:
    given = Situation(role="coordinator", setting="university")
    told = situated("my mentee keeps cancelling at work", given)
    assert told == Situation(role="coordinator", setting="university")


def test_what_the_person_left_open_is_guessed() -> None:
    told = situated("my mentee keeps cancelling at work", Situation(country="GB"))
    assert told == Situation(role="mentor", setting="workplace", country="GB")


@pytest.mark.parametrize("start", ["no, ", "Actually ", "sorry, ", "wait - ", "I meant "])
def test_a_correction_changes_what_was_set(start: str) -> None:
    assert situated(f"{start}i'm the mentee", Situation(role="mentor")).role == "mentee"


def test_a_correction_holds_for_the_rest_of_the_conversation() -> None:
    history = said("how do i ask for feedback", "no, i'm the mentee")
    assert situated("shorter please", Situation(role="mentor"), history).role == "mentee"


def test_a_message_that_is_no_correction_changes_nothing_that_was_set() -> None:
    assert situated("i'm the mentee here", Situation(role="mentor")).role == "mentor"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my mentor said my cv looked like a kid wrote it and i cried", "received"),
        ("my mentor told me i come across as arrogant", "received"),
        ("told him the draft was sloppy and he went quiet", "given"),
        ("i snapped at her", "given"),
        ("i told my mentor he was wrong and he said nothing to me", "given"),
        ("she keeps cancelling on me", None),
        ("how do i tell my mentee she talks over people", None),
    ],
)
def test_who_said_it_to_whom_is_told_by_the_words(text: str, expected: str | None) -> None:
    assert direction(text) == expected
