"""The one place that fills placeholders."""

import pytest

from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill

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
    assert fill("{emergency number}, {coordinator}, {safeguarding lead}", CARD, "US") == (
        "2222, Jo Ade, Priya Shah, 020 7946 0000"
    )


def test_the_cards_country_serves_who_has_given_none() -> None:
    assert "116 123" in fill("{crisis line}", CARD, None)
    assert "988" in fill("{crisis line}", CARD, "US")


def test_what_a_card_says_is_never_filled_again() -> None:
    assert fill("Ask {coordinator}.", ProgrammeCard(coordinator="{crisis line}"), None) == "Ask {crisis line}."


def test_other_braces_are_left_alone() -> None:
    assert fill("a {thing} and {} and {Coordinator}", NOBODY, None) == "a {thing} and {} and {Coordinator}"
