"""The one place that fills placeholders."""

import pytest

from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import PLACEHOLDERS, fill
from assistant.settings import CHECKOUT

NOBODY = ProgrammeCard()
CARD = ProgrammeCard("Bridge", "Jo Ade", "Priya Shah, 020 7946 0000", "GB", "2222")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Tell {coordinator} today.", "Tell whoever runs your programme today."),
        ("{coordinator} may know.", "Whoever runs your programme may know."),
        ("It's late. {coordinator} may know.", "It's late. Whoever runs your programme may know."),
        ("- {coordinator} may know.", "- Whoever runs your programme may know."),
        ('"{coordinator} may know."', '"Whoever runs your programme may know."'),
        ("**{coordinator}** may know", "**Whoever runs your programme** may know"),
        (
            "**Bring someone in:** {safeguarding lead}.",
            "**Bring someone in:** whoever looks after safeguarding in your programme.",
        ),
        ("Tell {safeguarding lead} today.", "Tell whoever looks after safeguarding in your programme today."),
        ("Call {emergency number}.", "Call your local emergency number."),
        ("Try {crisis line}.", "Try a crisis line near you (findahelpline.com lists them by country)."),
    ],
)
def test_people_without_a_programme_get_words_that_read_well(text: str, filled: str) -> None:
    assert fill(text, NOBODY, None) == filled


@pytest.mark.parametrize(
    ("text", "country", "filled"),
    [
        ("Call {emergency number}.", "GB", "Call 999."),
        ("Call {emergency number}.", "IE", "Call 112 or 999."),
        ("Call {emergency number}.", "ZZ", "Call your local emergency number."),
        ("{crisis line}.", "AU", "Lifeline on 13 11 14."),
        ("Write to {crisis text}.", "GB", "Write to Shout (text SHOUT to 85258)."),
        ("{child line}.", "CA", "Kids Help Phone (text CONNECT to 686868)."),
        ("{young line}.", "CA", "Kids Help Phone (text CONNECT to 686868)."),
        ("{young line}.", "US", "A school nurse or counsellor."),
        ("{abuse line}.", "US", "National Domestic Violence Hotline on 1-800-799-7233 (or text START to 88788)."),
    ],
)
def test_a_known_country_gets_its_own_lines(text: str, country: str, filled: str) -> None:
    assert fill(text, NOBODY, country) == filled


def test_the_card_goes_before_the_country() -> None:
    assert fill("{emergency number}, {coordinator}, {safeguarding lead}", CARD, None) == (
        "2222, Jo Ade, Priya Shah, 020 7946 0000"
    )


def test_a_programmes_emergency_number_is_no_help_in_another_country() -> None:
    assert fill("{emergency number}", CARD, "GB") == "2222"
    assert fill("{emergency number}", CARD, "US") == "911"
    assert fill("Call {emergency number}", CARD, "ZZ") == "Call your local emergency number"


@pytest.mark.parametrize(
    ("text", "without", "field", "value", "filled"),
    [
        ("To {independent route}.", "To whoever stands above them, or the board.", "independent_route", "Lee",
         "To Lee."),
        ("Or {someone safe}.", "Or a safe adult, or whoever runs your programme.", "safeguarding_lead", "Priya",
         "Or Priya, or another safe adult."),
        ("Tell Jo{out of hours} now.", "Tell Jo now.", "out_of_hours", "Sam",
         "Tell Jo (at night and at weekends: Sam) now."),
        ("By phone.{time limit}", "By phone.", "report_within", "24 hours",
         "By phone. Your programme's limit: 24 hours."),
        ("A nurse.{counselling}", "A nurse.", "counselling", "room 9", "A nurse. Here there is also room 9."),
        ("Such as {hardship fund}.", "Such as a hardship fund.", "hardship", "the fund", "Such as the fund."),
        ("Go to {HR}.", "Go to HR.", "hr", "Kim", "Go to Kim."),
        ("Ask {disability service}.", "Ask whoever runs your programme.", "disability", "Kim", "Ask Kim."),
        ("Ask {study skills service}.", "Ask whoever runs your programme.", "study_skills", "Kim", "Ask Kim."),
        ("The rule{contact rules}.", "The rule.", "contact_rules", "no lifts", "The rule (agreed here: no lifts)."),
        ("Write{channels}.", "Write.", "channels", "the chat", "Write (agreed here: the chat)."),
        ("Meet{places}.", "Meet.", "places", "the library", "Meet (agreed here: the library)."),
    ],
)  # fmt: skip
def test_what_a_card_says_is_filled_in_and_nothing_is_missed_without_it(
    text: str, without: str, field: str, value: str, filled: str
) -> None:
    assert fill(text, NOBODY, None) == without
    assert fill(text, ProgrammeCard.parse({field: value}), None) == filled


def test_every_placeholder_stands_somewhere_in_the_words() -> None:
    folders = (CHECKOUT / "knowledge" / "guides", CHECKOUT / "knowledge" / "signposting")
    written = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.md"))
    assert [name for name in PLACEHOLDERS if f"{{{name}}}" not in written] == []


def test_the_cards_country_serves_who_has_given_none() -> None:
    assert "116 123" in fill("{crisis line}", CARD, None)
    assert "988" in fill("{crisis line}", CARD, "US")


def test_what_a_card_says_is_never_filled_again() -> None:
    assert fill("Ask {coordinator}.", ProgrammeCard(coordinator="{crisis line}"), None) == "Ask {crisis line}."


def test_other_braces_are_left_alone() -> None:
    assert fill("a {thing} and {} and {Coordinator}", NOBODY, None) == "a {thing} and {} and {Coordinator}"
