"""What is sent of a question, and what comes back: masked on the way out, restored on the way in. Plain data.

The turns so far are always masked; a person may have one message sent as it is. Passages of guides are the library's
own words and go as they are. Those of a programme's documents are masked like a turn, with stand-ins of their own:
their Priya may be another. Only what is sent is changed: rules are quoted and citations verified on what they say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.messages import Findings, Passage, Piece, Question, Replacement, Sent, Support, Turn
from assistant.responders.turns import Request
from assistant.safety.masking import Masked, Veil


class Restores(Protocol):
    def restore(self, text: str) -> str:
        """Put back what stand-ins stand for."""

    def may_go_on(self, text: str) -> bool:
        """Whether the end of a text could be the beginning of a stand-in."""


@dataclass(frozen=True, slots=True)
class Veiled:
    question: Question
    """As it may be sent."""
    veil: Restores
    replaced: tuple[Replacement, ...] = ()
    masked: bool = True

    def sent(self, request: Request) -> Sent:
        """Of what was replaced, only what went along: a long conversation leaves its oldest turns out."""
        went = "\n".join(message.text for message in request.messages if message.speaker != "system")
        there = tuple(each for each in self.replaced if each.instead.lower() in went.lower())
        return Sent(self.question.text, self.masked, there)


class _Veils:
    """What the person's words and those of the programme's documents are replaced by."""

    def __init__(self, question: Question) -> None:
        self._own = Veil()
        for turn in question.history:
            self._own.learn(turn.text, names=turn.speaker == "person")
        self._own.learn(question.text)
        self._own.learn_title(question.called or "")
        self._documents = self._own.for_documents()
        for text in _of_documents(question):
            self._documents.learn(text)

    def turn(self, text: str) -> Masked:
        """An answer may have quoted a document."""
        own = self._own.mask(text)
        both = self._documents.mask(own.text)
        return Masked(both.text, (*own.replacements, *both.replacements))

    def passage(self, passage: Passage) -> Passage:
        if passage.source != "programme":
            return passage
        text, title, place = map(self._of_document, (passage.text, passage.title, passage.place))
        return replace(passage, text=text, title=title, place=place)

    def _of_document(self, text: str) -> str:
        return self._own.mask(self._documents.mask(text).text).text

    def restore(self, text: str) -> str:
        return self._documents.restore(self._own.restore(text))

    def may_go_on(self, text: str) -> bool:
        return self._own.may_go_on(text) or self._documents.may_go_on(text)


def veiled(question: Question, *, masking: bool = True) -> Veiled:
    """Raises ContentError when what names are known by does not read: then nothing may be sent."""
    if not masking:
        return Veiled(question, Veil(), masked=False)
    veils = _Veils(question)
    masked = [veils.turn(turn.text) for turn in question.history]
    history: list[Turn] = [replace(turn, text=each.text) for turn, each in zip(question.history, masked, strict=True)]
    if not question.unmasked:
        masked.append(veils.turn(question.text))
    text = question.text if question.unmasked else masked[-1].text
    replaced = dict.fromkeys(each for one in reversed(masked) for each in one.replacements)
    sendable = replace(question, text=text, history=tuple(history), findings=_findings(question.findings, veils))
    return Veiled(sendable, veils, tuple(replaced), masked=not question.unmasked)


def _of_documents(question: Question) -> Iterator[str]:
    """The words of documents that may go along: in passages, and quoted in the answers so far."""
    findings = question.findings
    found = (*(rule.passage for rule in findings.rules), *(hit.passage for hit in findings.hits))
    for passage in found:
        if passage.source == "programme":
            yield from (passage.text, passage.title, passage.place)
    cited = (citation for turn in question.history for citation in turn.citations)
    yield from (citation.quote for citation in cited if citation.source == "programme")


def _findings(findings: Findings, veils: _Veils) -> Findings:
    hits = tuple(replace(hit, passage=veils.passage(hit.passage)) for hit in findings.hits)
    rules = tuple(replace(rule, passage=veils.passage(rule.passage)) for rule in findings.rules)
    return replace(findings, hits=hits, rules=rules)


def put_back(pieces: Iterable[Piece], veil: Restores) -> Iterator[Piece]:
    """Restore what stand-ins stand for. A piece that may end in the middle of one waits for the next."""
    held: Piece | None = None
    for piece in pieces:
        whole = Piece(held.text + piece.text, _both(held, piece)) if held else piece
        held = whole if veil.may_go_on(whole.text) else None
        if held is None:
            yield replace(whole, text=veil.restore(whole.text))
    if held:
        yield replace(held, text=veil.restore(held.text))


def _both(first: Piece, second: Piece) -> tuple[Support, ...]:
    return tuple(dict.fromkeys((*first.support, *second.support)))
