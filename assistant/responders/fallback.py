"""When the model cannot answer, the library does, with one plain line that says so."""

import logging
from collections.abc import Generator, Iterator

from assistant.errors import ModelError, ModelRefused
from assistant.messages import Draft, Piece, Question, Responder
from assistant.responders.turns import stays_here

logger = logging.getLogger(__name__)

UNREACHED = "The AI model could not be reached, so this answer comes from the guide library."
REFUSED = "The AI model turned the request down, so this answer comes from the guide library."
BROKEN_OFF = "The AI model stopped before it had finished. Here is what the guide library says:"


class WithFallback:
    """The model's answer; the library's instead, or after it, when the model fails, and for all that must stay here."""

    def __init__(self, model: Responder, library: Responder) -> None:
        self._model = model
        self._library = library

    def __call__(self, question: Question) -> Draft:
        if stays_here(question.concern):
            return self._library(question)
        attempt = self._model(question)
        draft = Draft(iter(()), attempt.responder, attempt.model, prompt=attempt.prompt, sent=attempt.sent)
        draft.pieces = self._pieces(question, attempt, draft)
        return draft

    def _pieces(self, question: Question, attempt: Draft, draft: Draft) -> Iterator[Piece]:
        begun = False
        failure = None
        try:
            for piece in attempt.pieces:
                begun = True
                yield piece
        except ModelError as error:
            failure = error
        finally:
            _close(attempt.pieces)
            draft.responder, draft.prompt = attempt.responder, attempt.prompt
            draft.tokens, draft.withheld = attempt.tokens, attempt.withheld
        if failure:
            yield from self._instead(question, draft, failure, begun=begun)

    def _instead(self, question: Question, draft: Draft, failure: ModelError, *, begun: bool) -> Iterator[Piece]:
        logger.warning("answering from the library: begun=%s %s", begun, failure)
        if begun:
            yield Piece(f"\n\n{BROKEN_OFF}\n\n")
        else:
            draft.responder, draft.prompt = "library", None
            refused = isinstance(failure, ModelRefused)
            yield Piece(f"{REFUSED if refused else UNREACHED}\n\n")
        yield from self._library(question).pieces


def _close(pieces: Iterator[Piece]) -> None:
    """Hang up at once when an answer is stopped, so that its tokens are counted."""
    if isinstance(pieces, Generator):
        pieces.close()
