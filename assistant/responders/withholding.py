"""A model's words are read sentence by sentence before anyone sees them; at one that must not be said its answer ends.

The guide library answers instead, or goes on from there; where triage had a concern, fixed words do. What was said is
never logged: only which rule it broke.
"""

import logging
import re
from collections.abc import Callable, Generator, Iterator, Sequence

from assistant.messages import Concern, Draft, Piece, Question, Responder, Turn
from assistant.responders.phrases import Withheld
from assistant.responders.prompts import Prompt
from assistant.safety.unsayable import Unsayable
from assistant.situation import Situation

logger = logging.getLogger(__name__)

RUN = 8  # words in a row of the prompt: shorter runs are said by chance, and so are evals/scorers/leaks counted
MAY_BE_SAID = "you are keeping to guidance on mentoring and peer support"  # the prompt itself asks for these words
CARRIED_CHARS = 600  # as long as a sentence may get before it is cut

_VARIABLE = re.compile(r"\$\w+")
_WORD = re.compile(r"[a-z']+")
_FIRST_RULES = "\n## "
_ENDED = re.compile(r"[.!?…:。！？।؟][\"'”»’)*_」]*\s*$")
_ITEM = re.compile(r"\s*\n\s*(?:[-*•–]|\d{1,2}[.)])\s+(?!\*\*)")
_UNSAID_LIST = re.compile(
    r"(?i)^\W*(?:leave out|avoid|(?:do not|don['’]?t|never) (?:say|promise|do|use)"
    r"|what (?:not to|to avoid|to leave out)|(?:things|words) (?:not )?to (?:say|avoid|leave out))\b[^.!?\n]*:\W*$"
)
"""A line above a list of what is not to be said or done."""

HelpAgain = Callable[[str, Concern, Situation, Sequence[Turn]], str | None]
"""Give the fixed words for a concern once more, or None when there are none."""


class Watch:
    """What a model may not say: the rules, and the sentences of its own prompt."""

    def __init__(self, unsayable: Unsayable, prompt: Prompt) -> None:
        self._unsayable = unsayable
        instructions = prompt.text[max(prompt.text.find(_FIRST_RULES), 0) :]  # before them it says what it is
        self._own = _runs(instructions) - _runs(MAY_BE_SAID)

    def breaches(self, sentence: str, *, advised_against: bool) -> str | None:
        """Return the category that a sentence falls under, or None."""
        rule = self._unsayable.breach(sentence, advised_against=advised_against)
        return self._unsayable.category(rule) if rule else None

    def recites(self, words: Sequence[str]) -> bool:
        """Do these words hold a stretch of the prompt?"""
        return any(" ".join(words[at : at + RUN]) in self._own for at in range(len(words) - RUN + 1))


class Withholding:
    """Implements the Responder protocol around a model."""

    def __init__(
        self, model: Responder, library: Responder, watch: Watch, words: Withheld, help_again: HelpAgain
    ) -> None:
        self._model = model
        self._library = library
        self._watch = watch
        self._words = words
        self._help_again = help_again

    def __call__(self, question: Question) -> Draft:
        draft = self._model(question)
        draft.pieces = self._checked(question, draft, draft.pieces)
        return draft

    def _checked(self, question: Question, draft: Draft, pieces: Iterator[Piece]) -> Iterator[Piece]:
        heard, begun = _Heard(self._watch), False
        try:
            for piece in pieces:
                draft.withheld = heard.breach(piece.text)
                if draft.withheld:
                    break
                begun = begun or bool(piece.text)
                yield piece
        finally:
            if isinstance(pieces, Generator):
                pieces.close()  # hang up, so that no more is written and its tokens are counted
        if draft.withheld:
            logger.warning("a sentence of the model is withheld: category=%s begun=%s", draft.withheld, begun)
            yield from self._instead(question, draft, begun=begun)

    def _instead(self, question: Question, draft: Draft, *, begun: bool) -> Iterator[Piece]:
        before = "\n\n" if begun else ""
        if not begun:
            draft.responder, draft.prompt = "library", None
        if help_words := self._help(question):
            yield Piece(f"{before}{self._words.help}\n\n{help_words}")
            return
        yield Piece(f"{before}{self._words.midway if begun else self._words.at_once}\n\n")
        yield from self._library(question).pieces

    def _help(self, question: Question) -> str | None:
        if question.concern.level == "none":
            return None
        return self._help_again(question.text, question.concern, question.situation, question.history)


class _Heard:
    """What one answer has said so far, as much of it as the next sentence must be read with."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._unended = ""
        """The line that goes on: a long sentence comes in pieces."""
        self._words: list[str] = []
        self._listing = False
        """In a list of what is not to be said."""

    def breach(self, text: str) -> str | None:
        """Return the category that the answer falls under with this piece, or None."""
        if text.startswith("\n"):
            self._listing = self._listing and bool(_ITEM.match(text))
        self._words = [*self._words[1 - RUN :], *_WORD.findall(_unmarked(text))]
        if self._watch.recites(self._words):
            return "leak"
        sentence = f"{self._unended}{text}"
        found = self._watch.breaches(sentence, advised_against=self._listing)
        self._listing = self._listing or bool(_UNSAID_LIST.search(text.strip()))
        self._unended = "" if _ENDED.search(text) else sentence[-CARRIED_CHARS:]
        return found


def _runs(text: str) -> frozenset[str]:
    parts = [_WORD.findall(part) for part in _VARIABLE.split(_unmarked(text))]
    return frozenset(" ".join(words[at : at + RUN]) for words in parts for at in range(len(words) - RUN + 1))


def _unmarked(text: str) -> str:
    return text.lower().replace("’", "'")
