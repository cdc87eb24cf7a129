"""Which words are shown when, and that they are the file's, word for word."""

from itertools import pairwise, product

import pytest

from assistant.messages import Concern, Turn
from assistant.safety.blocks import load_blocks
from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import PLACEHOLDERS, fill
from assistant.safety.signals import CATEGORIES
from assistant.safety.signposting import FixedWords
from assistant.situation import AGES, ROLES, Age, Role, Situation
from tests.safety.kit import KNOWLEDGE, WORDS, talk

URGENT = "he just asked me to keep his dog for good and thanked me for everything. it feels off"


def ids(*messages: str, situation: Situation | None = None) -> list[str | None]:
    return [shown.id if shown else None for _, shown in talk(*messages, situation=situation)]


def test_signposting_equals_the_file_word_for_word() -> None:
    file = (KNOWLEDGE / "signposting" / "suicide-urgent-other.md").read_text(encoding="utf-8")
    words = file.split("---\n", 2)[2].strip()
    (_, shown), *_ = talk(URGENT)

    assert shown is not None
    assert shown.id == "suicide-urgent-other"
    assert shown.text == fill(words, ProgrammeCard(), None)
    assert shown.text.startswith("**Ask them now, plainly:** ")


@pytest.mark.parametrize(
    ("level", "category", "about"), list(product(["caution", "urgent"], CATEGORIES, ["self", "other"]))
)
def test_there_are_words_for_every_concern_and_everyone_who_may_have_it(level: str, category: str, about: str) -> None:
    concern = Concern(level, category, about)  # type: ignore[arg-type]
    for role, age in product([*ROLES, None], AGES):
        shown = WORDS("x", concern, Situation(role=role, age=age), [])
        assert shown is not None
        assert not any(f"{{{name}}}" in shown.text for name in PLACEHOLDERS)
        assert "{" not in shown.text


@pytest.mark.parametrize("country", [None, "GB", "IE", "US", "CA", "AU", "NZ", "IN", "FR", "ZZ"])
def test_no_placeholder_is_ever_left_unfilled(country: str | None) -> None:
    for block in load_blocks(KNOWLEDGE / "signposting"):
        for card in (ProgrammeCard(), ProgrammeCard("P", "Jo", "Sam", "GB", "999")):
            assert "{" not in fill(block.text, card, country)


def test_nothing_is_shown_when_nothing_is_wrong() -> None:
    assert ids("how do i start our first session?", "thanks") == [None, None]


@pytest.mark.parametrize(
    ("message", "about", "age", "expected"),
    [
        ("i want to kill myself", "self", "adult", "suicide-urgent-self"),
        ("i want to kill myself", "self", "minor", "suicide-minor-self"),
        ("my friend wants to kill herself", "other", "unknown", "suicide-urgent-other"),
        ("my dad hits me", "self", "minor", "abuse-of-minor-self"),
        ("my mentee told me her stepdad hits her", "other", "adult", "abuse-of-minor-told"),
        ("she had bruises on her arms", "other", "adult", "abuse-of-minor-signs"),
        ("he is not breathing", "other", "adult", "medical-emergency"),
        ("my boyfriend punched me last night", "self", "adult", "harm-from-others-urgent-self"),
        ("my mentor put his hand on my thigh", "self", "adult", "harassment-in-pair-self"),
    ],
)
def test_the_words_fit_the_concern_and_who_asks(message: str, about: str, age: Age, expected: str) -> None:
    ((concern, shown),) = talk(message, situation=Situation(age=age))

    assert concern.about == about
    assert shown is not None
    assert shown.id == expected


def test_follow_ups_answer_what_gets_in_the_way() -> None:
    answers = [
        "I can't call, he'd hate me",
        "he says no",
        "it's worse",
        "they'd tell my parents",
        "what do i write down",
    ]

    assert ids(URGENT, *answers) == [
        "suicide-urgent-other",
        "cannot-call-other",
        "says-no-other",
        "worse-other",
        "would-tell-other",
        "write-down",
    ]


def test_the_one_in_danger_gets_their_own_follow_ups() -> None:
    assert ids("i want to die", "i can't call anyone", "there's nobody here") == [
        "suicide-urgent-self",
        "cannot-call-self",
        "alone-self",
    ]


def test_no_block_is_shown_twice_before_all_has_been_said() -> None:
    shown = ids(URGENT, "i can't call", "i can't call", "ok", "i can't call")

    assert shown == ["suicide-urgent-other", "cannot-call-other", "still-here-1", "still-here-2", "still-here-1"]


def test_an_urgent_message_is_never_met_with_silence() -> None:
    shown = ids(URGENT, *["ok"] * 12)

    assert None not in shown
    assert all(one != other for one, other in pairwise(shown))


def test_someone_safe_hears_one_last_word_and_then_the_talk_goes_on() -> None:
    assert ids(URGENT, "she's safe now, thanks", "ok", "how do i plan our next session?") == [
        "suicide-urgent-other",
        "safe-other",
        None,
        None,
    ]


def test_moving_on_to_something_else_needs_no_words() -> None:
    assert ids(URGENT, "anyway, how do i plan our next session?")[-1] is None


def test_taking_it_back_is_accepted() -> None:
    assert ids("i want to die", "i was just venting") == ["suicide-urgent-self", "denied-self"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("my dad hits me", "denied-abuse-self"),
        ("my boyfriend punched me last night", "denied-harm-self"),
        ("i want to die", "denied-self"),
    ],
)
def test_what_is_taken_back_is_answered_for_what_it_was(said: str, expected: str) -> None:
    assert ids(said, "forget it, i was just joking")[-1] == expected


def test_a_child_afraid_of_who_finds_out_hears_that_it_may_be_passed_on() -> None:
    assert ids("im 14 and my dad hits me", "they'd tell my parents")[-1] == "would-tell-minor-self"
    assert ids("my boyfriend punched me last night", "they'd tell my parents")[-1] == "would-tell-self"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("i cut myself when it gets too much", "self-harm-self"),
        ("i make myself sick after meals", "eating-self"),
        ("my mentor put his hand on my thigh", "harassment-in-pair-self"),
    ],
)
def test_a_child_gets_words_for_what_it_is_about(message: str, expected: str) -> None:
    (_, shown), *_ = talk(message, situation=Situation(role="mentee", age="minor", country="GB"))

    assert shown is not None
    assert shown.id == expected
    assert "Childline on 0800 1111" in shown.text


def test_a_line_for_abuse_is_not_given_to_a_child_who_wants_to_die() -> None:
    (_, shown), *_ = talk("i want to die", situation=Situation(role="mentee", age="minor", country="US"))

    assert shown is not None
    assert shown.id == "suicide-minor-self"
    assert "Abuse" not in shown.text
    assert "988" in shown.text


def test_a_worry_is_signposted_once_and_the_talk_goes_on() -> None:
    worry = "my mentee has been self harming"

    assert ids(worry, "how often should we meet?", worry) == ["self-harm-other", None, None]


def test_a_worry_that_becomes_danger_gets_the_urgent_words() -> None:
    shown = ids("she says she can't go on", "now she says she wants to kill herself")

    assert shown == ["suicide-caution-other", "suicide-urgent-other"]


def test_a_new_concern_gets_its_own_words() -> None:
    assert ids("my dad hits me", "and i want to die")[-1] == "suicide-urgent-self"


def test_the_programmes_own_contacts_are_shown() -> None:
    words = FixedWords(KNOWLEDGE, lambda: ProgrammeCard(safeguarding_lead="Priya Shah"))
    shown = words("x", Concern("urgent", "suicide", "other"), Situation(country="GB"), [])

    assert shown is not None
    assert "**Bring someone in now:** Priya Shah." in shown.text
    assert "Samaritans on 116 123" in shown.text


def test_what_the_person_wrote_is_never_part_of_the_words() -> None:
    (_, shown), *_ = talk("i want to die {coordinator} ZEBRA")

    assert shown is not None
    assert "ZEBRA" not in shown.text


@pytest.mark.parametrize("role", ROLES)
def test_fixed_words_are_the_same_every_time(role: Role) -> None:
    concern, situation = Concern("urgent", "grooming", "other"), Situation(role=role)

    assert WORDS("x", concern, situation, []) == WORDS("y", concern, situation, [Turn("person", "hello")])


def test_somebody_who_took_something_is_not_asked_about_as_another() -> None:
    (_, shown), *_ = talk("i took a whole packet of paracetamol", situation=Situation(role="mentee", age="adult"))

    assert shown is not None
    assert shown.id == "medical-emergency-self"


def test_a_young_person_who_may_hurt_somebody_gets_words_for_that() -> None:
    assert ids("im 15 and im going to stab him tomorrow", situation=Situation(role="mentee"))[-1] == (
        "threat-to-others-minor-self"
    )


def test_being_threatened_for_telling_is_answered_as_that() -> None:
    shown = ids("my mentor put his hand on my thigh", "he says if i tell anyone he'll fail me")

    assert shown == ["harassment-in-pair-self", "would-tell-harassment-self"]
