"""What is sent of a question, and what comes back: masked on the way out, restored on the way in. Plain data.

The turns so far are always masked; a person may have one message sent as it is. Passages are the library's words
and the programme's, and go as they are; nothing in them or in a citation is ever restored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.messages import Piece, Question, Replacement, Sent, Support, Turn
from assistant.responders.turns import Request
from assistant.safety.masking import Veil


@dataclass(frozen=True, slots=True)
class Veiled:
    question: Question
    """As it may be sent."""
    veil: Veil
    replaced: tuple[Replacement, ...] = ()
    masked: bool = True

    def sent(self, request: Request) -> Sent:
        """Of what was replaced, only what went along: a long conversation leaves its oldest turns out."""
        went = "\n".join(message.text for message in request.messages if message.speaker != "system")
        there = tuple(each for each in self.replaced if each.instead.lower() in went.lower())
        return Sent(self.question.text, self.masked, there)


def veiled(question: Question, *, masking: bool = True) -> Veiled:
    """Raises ContentError when what names are known by does not read: then nothing may be sent."""
    veil = Veil()
    if not masking:
        return Veiled(question, veil, masked=False)
    for turn in question.history:
        veil.learn(turn.text, names=turn.speaker == "person")
    veil.learn(question.text)
    masked = [veil.mask(turn.text) for turn in question.history]
    history: list[Turn] = [replace(turn, text=each.text) for turn, each in zip(question.history, masked, strict=True)]
    if not question.unmasked:
        masked.append(veil.mask(question.text))
    text = question.text if question.unmasked else masked[-1].text
    replaced = dict.fromkeys(each for one in reversed(masked) for each in one.replacements)
    sendable = replace(question, text=text, history=tuple(history))
    return Veiled(sendable, veil, tuple(replaced), masked=not question.unmasked)


def put_back(pieces: Iterable[Piece], veil: Veil) -> Iterator[Piece]:
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
