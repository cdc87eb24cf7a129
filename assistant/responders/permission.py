"""The model answers only where the programme allows it; everywhere else the library does."""

from collections.abc import Callable
from dataclasses import replace

from assistant.ages import says_under_18
from assistant.messages import Draft, Question, Responder
from assistant.safety.card import ProgrammeCard
from assistant.situation import Situation


class WhereAllowed:
    """Implements the Responder protocol."""

    def __init__(self, model: Responder, library: Responder, card: Callable[[], ProgrammeCard]) -> None:
        self._model = model
        self._library = library
        self._card = card

    def __call__(self, question: Question) -> Draft:
        allowed = self._card().allows_model(as_it_is(question))
        return (self._model if allowed else self._library)(question)


def as_it_is(question: Question) -> Situation:
    """Who says that they are under 18 is, whatever was chosen on the page."""
    said = [question.text, *(turn.text for turn in question.history if turn.speaker == "person")]
    minor = any(says_under_18(text) for text in said)
    return replace(question.situation, age="minor") if minor else question.situation
