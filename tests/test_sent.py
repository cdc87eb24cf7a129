"""What was taken out before a message went to a model, in one line."""

import pytest

from assistant.messages import Replacement, Sent
from assistant.sent import AS_WRITTEN, NOTHING_FOUND, counted, summary

PRIYA = Replacement("Priya", "my mentee", "name")
PHONE = Replacement("07700 900123", "phone number A", "phone")
MAIL = Replacement("a@b.example", "e-mail address A", "email")
CROWD = tuple(Replacement(f"Name{n}", f"Person {n}", "name") for n in "ABCDE")


@pytest.mark.parametrize(
    ("replaced", "line"),
    [
        ((PRIYA, PHONE), "Priya became “my mentee”, a phone number was taken out."),
        ((PHONE,), "a phone number was taken out."),
        ((PHONE, PHONE, MAIL), "2 phone numbers and an e-mail address were taken out."),
        (
            CROWD,
            "NameA became “Person A”, NameB became “Person B”, NameC became “Person C”, 2 more names were taken out.",
        ),
    ],
)
def test_one_line_says_who_became_what_and_what_was_taken_out(replaced: tuple[Replacement, ...], line: str) -> None:
    assert summary(Sent("", masked=True, replaced=replaced)) == f"Before it was sent to the AI: {line}"


def test_it_is_said_when_nothing_was_taken_out_and_why() -> None:
    assert summary(Sent("hello", masked=True)) == NOTHING_FOUND
    assert summary(Sent("hello", masked=False)) == AS_WRITTEN
    assert summary(Sent("hello", masked=False, replaced=(PRIYA,))) == (
        f"{AS_WRITTEN} In earlier messages: Priya became “my mentee”."
    )


def test_the_line_for_logs_holds_no_word_of_anybodys() -> None:
    assert counted(Sent("x", masked=True, replaced=(PRIYA, PHONE, PHONE))) == (
        "Before it was sent to the AI: a name and 2 phone numbers were taken out."
    )
