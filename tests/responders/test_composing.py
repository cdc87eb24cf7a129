from collections.abc import Sequence

import pytest

from assistant.messages import Piece
from assistant.responders.composing import FIRST_WORDS_BUDGET, IN_SESSION_BUDGET, LATER_BUDGET, Composer
from assistant.responders.intents import Intent
from assistant.responders.phrases import Phrases
from assistant.responders.wording import words
from assistant.situation import Situation
from tests.responders.small_guides import CANCELLING, guide, selection

GUIDE = guide("cancelling", CANCELLING)
NOTE = Piece("I've answered as if you are the mentor.")


@pytest.fixture
def composer(phrases: Phrases) -> Composer:
    return Composer(phrases, selection())


def text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def first(composer: Composer, intent: Intent = "guidance", closing: Piece | None = None, **situation: str) -> str:
    return text(composer.first(intent, Situation.parse(situation), closing))


def in_order(answer: str, *parts: str) -> bool:
    places = [answer.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_an_answer_goes_from_understanding_to_a_question_back(composer: Composer) -> None:
    answer = first(composer)
    assert in_order(
        answer,
        "It is wearing.",
        "Ask once.",
        "**You could say:**",
        "**Leave out** daily",
        "**Bring someone in** when they are in danger",
        "What have you assumed",
    )


def test_paragraphs_are_apart_and_nothing_trails(composer: Composer) -> None:
    answer = first(composer)
    assert answer == answer.strip()
    assert "\n\n\n" not in answer
    assert answer.count("\n\n") >= 4


def test_a_mentee_who_prepares_gets_questions_to_take_along(composer: Composer) -> None:
    answer = first(composer, role="mentee", moment="prepare")
    assert in_order(answer, "It is wearing.", "**Questions to ask:**\n\n1. *", "\n2. *")


def test_somebody_who_asks_for_questions_gets_them(composer: Composer) -> None:
    assert "**Questions to ask:**" in first(composer, "ask", role="mentor")
    assert "**Questions to ask:**" not in first(composer, "guidance", role="mentor")


def test_somebody_looking_back_is_asked_before_words_to_say(composer: Composer) -> None:
    answer = first(composer, moment="reflect")
    assert in_order(answer, "It is wearing.", "What have you assumed", "**You could say:**")


def test_somebody_in_the_room_gets_words_to_say_first(composer: Composer) -> None:
    answer = first(composer, moment="in_session")
    assert answer.startswith("**You could say:**")
    assert "It is wearing." not in answer


def test_what_was_assumed_is_said_in_place_of_the_question_back(composer: Composer) -> None:
    answer = first(composer, closing=NOTE)
    assert answer.endswith(NOTE.text)
    assert "What have you assumed" not in answer


@pytest.mark.parametrize(
    ("moment", "budget"), [("between", FIRST_WORDS_BUDGET), ("in_session", IN_SESSION_BUDGET)], ids=str
)
def test_what_does_not_fit_is_left_out_whole(phrases: Phrases, moment: str, budget: int) -> None:
    wordy = guide("wordy", CANCELLING.replace("Name the pattern.", "Name the pattern. " * 60))
    pieces = Composer(phrases, selection("Ask once", guides=(wordy,))).first(
        "guidance", Situation.parse({"moment": moment}), None
    )
    assert words(pieces) <= budget
    assert "Name the pattern" not in text(pieces)


LATER: list[tuple[Intent, str]] = [
    ("longer", "**Ask once.** Name the pattern."),
    ("example", "**For example:** Three dates fell through"),
    ("message", '**You could send:** *"I missed you today."*'),
    ("why", "Programmes take it as a sign."),
    ("ask", "**Questions to ask:**"),
    ("say", "**You could say:**"),
    ("what_if", "**Ask once.** Name the pattern."),
    ("guidance", "**Ask once.** Name the pattern."),
]


@pytest.mark.parametrize(("intent", "opening"), LATER, ids=[intent for intent, _ in LATER])
def test_a_later_answer_opens_with_what_was_asked(composer: Composer, intent: Intent, opening: str) -> None:
    pieces = composer.later(intent, (), GUIDE)
    assert text(pieces).startswith(opening)
    assert words(pieces) <= LATER_BUDGET


def test_why_is_answered_with_how_good_the_evidence_is(composer: Composer, phrases: Phrases) -> None:
    assert text(composer.later("why", (), GUIDE)).endswith(phrases.evidence["practice"])


def test_shorter_keeps_one_thing_to_do_and_one_to_say(composer: Composer) -> None:
    cited = [*GUIDE.lines("do", None), *GUIDE.lines("say", None), *GUIDE.lines("avoid", None)]
    assert text(composer.later("shorter", cited, GUIDE)) == (
        '**Ask once.** Name the pattern.\n\n*"Would twenty minutes be easier?"*'
    )


def test_shorter_than_nothing_to_do_is_the_guide_in_short(composer: Composer) -> None:
    assert text(composer.later("shorter", (), GUIDE)) == "Ask once."


def test_nothing_is_left_to_say_when_all_is_said(phrases: Phrases) -> None:
    said = frozenset(line.id for section in GUIDE.sections for line in section.lines)
    composer = Composer(phrases, selection(said=said))
    assert composer.later("longer", (), GUIDE) == []
