"""What a programme may say about itself, and what it decides."""

from dataclasses import fields

import pytest

from assistant.errors import InputError
from assistant.safety.card import BY_NAME, FIELDS, ProgrammeCard, missing
from assistant.situation import AGES, Situation

FULL = {
    "name": "Bridge",
    "coordinator": "Jo Ade, room 4",
    "safeguarding_lead": "Priya Shah, 020 7946 0000",
    "country": "GB",
    "emergency_number": "2222",
    "independent_route": "the chair of trustees, Lee Okoro",
    "out_of_hours": "the on-call line, 020 7946 0001",
    "report_within": "24 hours",
    "channels": "the programme's own chat",
    "places": "the library",
    "contact_rules": "No lifts, no presents",
    "ages": "16-25",
    "counselling": "the student counselling service, room 9",
    "study_skills": "the writing centre",
    "hardship": "the student fund, room 12",
    "disability": "the access team",
    "hr": "Sam in HR",
    "model_for": "adults",
    "moderation": "on",
}


def test_every_field_of_the_card_can_be_filled_in_and_read_back() -> None:
    assert ProgrammeCard.parse(FULL).as_dict() == FULL
    assert [field.name for field in fields(ProgrammeCard)] == list(FULL)
    assert set(BY_NAME) == set(FULL)


def test_every_field_may_be_left_open() -> None:
    assert ProgrammeCard.parse({}) == ProgrammeCard()
    assert ProgrammeCard.parse(dict.fromkeys(FULL, "")) == ProgrammeCard()
    assert ProgrammeCard.parse(dict.fromkeys(FULL)) == ProgrammeCard()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Jo \n Ade \t", "Jo Ade"),
        ("Jo\x1b[31m Ade", "Jo (31m Ade"),
        ("Jo \u202eedA\u2066", "Jo edA"),
        ("Jo\u200b\U000e0041 Ade", "Jo Ade"),
        ("**Jo** Ade [1]", "Jo Ade (1)"),
        ("{crisis line}", "(crisis line)"),
        ("Jo Ade. ", "Jo Ade"),
        ("\u202e \u200b", None),
        ("王小明 🌿", "王小明 🌿"),
    ],
    ids=repr,
)
def test_a_value_is_one_line_that_does_nothing_to_the_words_around_it(given: str, kept: str | None) -> None:
    assert ProgrammeCard.parse({"coordinator": given}).coordinator == kept


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("coordinatr", "Jo", "'coordinatr' is no field of the programme card. Did you mean 'coordinator'?"),
        ("zebra", "Jo", "'zebra' is no field of the programme card. The fields are name, country, "),
        ("coordinator", 5, "coordinator must be text."),
        ("coordinator", "x" * 161, "coordinator has 161 characters; up to 160 fit into a sentence."),
        (
            "counselling",
            "ring 1-800-273-TALK",
            "counselling gives 1-800-273-TALK, a number that no longer reaches help",
        ),
        ("country", "England", "country cannot be used as it is: give its two-letter code"),
        ("emergency_number", "security", "emergency_number cannot be used as it is: give the number alone"),
        ("ages", "young", "ages cannot be used as it is: give the youngest and the oldest"),
        ("ages", "25-16", "ages cannot be used as it is"),
        ("model_for", "maybe", "model_for cannot be used as it is: give one of nobody, adults, everyone."),
        ("moderation", "yes", "moderation cannot be used as it is: give one of on, off."),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_in_words_that_say_what_to_give(name: str, given: object, told: str) -> None:
    with pytest.raises(InputError) as refused:
        ProgrammeCard.parse({name: given})
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("country", "gb", "GB"),
        ("emergency_number", "112 or 999", "112 or 999"),
        ("ages", "16 to 25", "16-25"),
        ("ages", "18 and over", "18+"),
        ("model_for", "Everyone", "everyone"),
        ("moderation", "ON", "on"),
    ],
    ids=str,
)
def test_what_is_meant_the_same_is_kept_the_same(name: str, given: str, kept: str) -> None:
    assert ProgrammeCard.parse({name: given}).as_dict()[name] == kept


def test_a_change_leaves_the_other_fields() -> None:
    card = ProgrammeCard.parse(FULL).with_changes({"name": "", "hr": "Kim"})
    assert card.as_dict() == FULL | {"name": None, "hr": "Kim"}


def test_open_fields_that_somebody_may_miss_are_told_with_why() -> None:
    assert {field.name for field in missing(ProgrammeCard())} == {field.name for field in FIELDS if field.missed}
    assert [field.name for field in missing(ProgrammeCard.parse(FULL | {"hardship": ""}))] == ["hardship"]


@pytest.mark.parametrize(
    ("model_for", "ages", "allowed"),
    [
        (None, None, ["adult", "unknown"]),
        (None, "14-19", ["adult"]),
        (None, "18+", ["adult", "unknown"]),
        ("adults", None, ["adult"]),
        ("adults", "18-30", ["adult", "unknown"]),
        ("nobody", "18+", []),
        ("everyone", "14-19", ["adult", "unknown", "minor"]),
    ],
    ids=str,
)
def test_a_model_is_for_those_the_programme_allows_it(model_for: str, ages: str, allowed: list[str]) -> None:
    card = ProgrammeCard.parse({"model_for": model_for, "ages": ages})
    ages_allowed = [age for age in AGES if card.allows_model(Situation(age=age))]
    assert sorted(ages_allowed) == sorted(allowed)


@pytest.mark.parametrize(
    ("moderation", "model_for", "allowed"),
    [
        (None, "everyone", []),
        ("off", "everyone", []),
        ("on", "nobody", []),
        ("on", None, ["adult", "unknown"]),
        ("on", "everyone", ["adult", "unknown", "minor"]),
    ],
    ids=str,
)
def test_a_moderation_service_is_for_those_for_whom_a_model_is_and_only_when_turned_on(
    moderation: str, model_for: str, allowed: list[str]
) -> None:
    card = ProgrammeCard.parse({"moderation": moderation, "model_for": model_for})
    assert sorted(age for age in AGES if card.allows_moderation(Situation(age=age))) == sorted(allowed)
