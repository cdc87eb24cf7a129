"""In a long conversation, somebody under 18 is offered a break, at the end of an ordinary answer."""

from collections.abc import Iterator, Sequence

from assistant.messages import Draft, Piece, Question, Responder, Turn
from assistant.safety.signposting import asked_by_a_minor

EVERY = 20  # messages: an hour or so of writing, reading and trying out; companion laws ask for every three at least


class WithBreaks:
    """Implements the Responder protocol."""

    def __init__(self, responder: Responder, words: str) -> None:
        self._responder = responder
        self._words = words

    def __call__(self, question: Question) -> Draft:
        draft = self._responder(question)
        if self._due(question):
            draft.pieces = self._with(draft.pieces)
        return draft

    def _due(self, question: Question) -> bool:
        """Has somebody young written for long, and not been offered one lately?"""
        said = _said(question.history)
        lately = question.history[-2 * EVERY :]
        return (
            len(said) + 1 >= EVERY
            and not any(self._words in turn.text for turn in lately if turn.speaker == "assistant")
            and asked_by_a_minor((question.text, *said), question.concern, question.situation)
        )

    def _with(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        yield from pieces
        yield Piece(f"\n\n{self._words}")


def _said(history: Sequence[Turn]) -> list[str]:
    return [turn.text for turn in history if turn.speaker == "person"]
