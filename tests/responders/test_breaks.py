"""A break is offered to somebody young who has written for long, now and then, and to nobody else."""

from assistant.messages import Concern, Draft, Findings, Piece, Question, Turn
from assistant.responders.breaks import EVERY, WithBreaks
from assistant.situation import Situation

WORDS = "Time for some air?"
YOUNG = Situation(role="mentee", age="minor")


def said(messages: int, answer: str = "Ask her.") -> tuple[Turn, ...]:
    return tuple(turn for _ in range(messages) for turn in (Turn("person", "and then?"), Turn("assistant", answer)))


def answer(history: tuple[Turn, ...], situation: Situation = YOUNG, text: str = "what now") -> str:
    responder = WithBreaks(lambda _: Draft(iter([Piece("Ask her.")]), "library"), WORDS)
    draft = responder(Question(text, situation, history, Findings(text), Concern()))
    return "".join(piece.text for piece in draft.pieces)


def test_it_is_offered_after_a_long_while_and_not_before() -> None:
    assert answer(said(EVERY - 2)) == "Ask her."
    assert answer(said(EVERY - 1)) == f"Ask her.\n\n{WORDS}"


def test_it_is_not_offered_again_until_as_much_has_been_written_once_more() -> None:
    offered = (*said(EVERY - 1), Turn("person", "what now"), Turn("assistant", f"Ask her.\n\n{WORDS}"))

    assert answer((*offered, *said(EVERY - 2))) == "Ask her."
    assert answer((*offered, *said(EVERY))) == f"Ask her.\n\n{WORDS}"


def test_what_fixed_words_have_put_off_is_offered_with_the_next_answer() -> None:
    assert answer((*said(EVERY - 1), Turn("person", "my dad hits me"), Turn("assistant", ""))) != "Ask her."


def test_who_says_that_they_are_15_is_young_as_a_mentor_too_and_whose_mentee_is_young_is_not() -> None:
    told = (Turn("person", "im 15"), Turn("assistant", "Hello."), *said(EVERY))

    assert answer(told, Situation(role="mentee")) != "Ask her."
    assert answer(said(EVERY), Situation(role="mentee", age="adult")) == "Ask her."
    assert answer(told, Situation(role="mentor")) != "Ask her."
    assert answer(said(EVERY), Situation(role="mentor", age="minor")) == "Ask her."
