from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.situation import AGES, CHOICES, Situation

FULL: dict[str, Any] = {
    "role": "peer",
    "side": "giving",
    "relationship": "peer_support",
    "moment": "in_session",
    "setting": "school",
    "age": "minor",
    "country": "GB",
}
SITUATIONS = st.builds(
    Situation,
    **{name: st.none() | st.sampled_from(words) for name, words in CHOICES.items() if name != "age"},
    age=st.sampled_from(AGES),
    country=st.none() | st.sampled_from(["GB", "US"]),
)


def test_nothing_said_leaves_everything_open() -> None:
    assert Situation.parse({}) == Situation()
    assert Situation.parse(dict.fromkeys(FULL)) == Situation()
    assert Situation.parse(dict.fromkeys(FULL, "")) == Situation()


def test_everything_said_is_kept() -> None:
    assert Situation.parse(FULL).as_dict() == FULL


@given(situation=SITUATIONS)
def test_a_situation_survives_being_written_and_read(situation: Situation) -> None:
    assert Situation.parse(situation.as_dict()) == situation


def test_other_keys_are_ignored() -> None:
    assert Situation.parse({"role": "mentor", "text": "hello", "id": 7}) == Situation("mentor")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"relationship": "peer-support"}, Situation(relationship="peer_support")),
        ({"moment": "In Session"}, Situation(moment="in_session")),
        ({"role": " MENTOR "}, Situation("mentor")),
        ({"country": " gb "}, Situation(country="GB")),
        ({"country": "unknown"}, Situation()),
        ({"age": "unknown"}, Situation()),
    ],
    ids=lambda value: str(value)[:30],
)
def test_hyphens_spaces_and_case_are_forgiven(values: dict[str, str], expected: Situation) -> None:
    assert Situation.parse(values) == expected


@pytest.mark.parametrize("name", CHOICES)
def test_a_word_outside_the_vocabulary_is_refused_with_the_choices(name: str) -> None:
    with pytest.raises(InputError) as refused:
        Situation.parse({name: "boss"})
    assert str(refused.value) == f"{name} is 'boss'; choose one of {', '.join(CHOICES[name])}."


@pytest.mark.parametrize("country", ["England", "G", "12", "ÄÖ", "G B"])
def test_a_country_is_a_two_letter_code(country: str) -> None:
    with pytest.raises(InputError, match="give its two-letter code, such as GB or US"):
        Situation.parse({"country": country})


@pytest.mark.parametrize("value", [5, True, ["mentor"], {"a": 1}], ids=repr)
def test_what_is_not_text_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"^role must be text, got "):
        Situation.parse({"role": value})


def test_open_fields_are_filled_and_others_kept() -> None:
    filled = Situation("mentor", moment="between").filled_from(Situation.parse(FULL))
    assert filled == Situation.parse({**FULL, "role": "mentor", "moment": "between"})


def test_an_age_that_was_said_is_not_guessed_over() -> None:
    assert Situation(age="adult").filled_from(Situation(age="minor")).age == "adult"


@given(mine=SITUATIONS, other=SITUATIONS)
def test_filling_never_changes_what_was_said(mine: Situation, other: Situation) -> None:
    filled = mine.filled_from(other)
    kept = {name: value for name, value in mine.as_dict().items() if value not in {None, "unknown"}}
    assert {name: filled.as_dict()[name] for name in kept} == kept
