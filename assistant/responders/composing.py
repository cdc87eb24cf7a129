"""Compose an answer from the lines of guides: what goes in, in what order, how much of it.

A first answer is 80-180 words, a later one 20-80, one for somebody in the room the shortest of the first kind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.guides.guide import Guide, Line
from assistant.messages import Citation, Piece
from assistant.responders import wording
from assistant.responders.intents import Intent
from assistant.responders.phrases import Phrases
from assistant.responders.selection import (
    Selection,
    heading_of,
    is_condition,
    is_example,
    is_message,
    is_spoken,
    line_id,
)
from assistant.situation import Situation

FIRST_WORDS_BUDGET = 165  # words; markers and labels take the rest of 180
IN_SESSION_BUDGET = 95  # somebody reads this with the other person in front of them
LATER_BUDGET = 72  # words; leaves room for a label below 80
LISTED = 3  # questions worth taking along; a list of one is no list
RULES, GENERAL, OPENING, IN_SHORT, LAST_WORD = -2, -1, 0, 1, 8  # places
LEAST_BESIDE_RULES = 25  # words; the shortest that a guide can usefully add to a long rule


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the answer that is taken or left as a whole."""

    place: int
    """Where it stands in the answer; parts are offered in order of importance, not of place."""
    pieces: tuple[Piece, ...]


class Composer:
    """Composes from one selection of lines."""

    def __init__(self, phrases: Phrases, selection: Selection, rules: Sequence[Piece] = ()) -> None:
        """`rules` is what the programme's own documents say: it goes first and is never left out."""
        self._phrases = phrases
        self._labels = phrases.labels
        self._pick = selection.pick
        self._rules = tuple(rules)

    def first(self, intent: Intent, situation: Situation, closing: Piece | None) -> list[Piece]:
        """A whole answer: understanding, what to do, words to say, what to avoid, who to involve, a question back."""
        here_and_now = situation.moment == "in_session"
        budget = IN_SESSION_BUDGET if here_and_now else FIRST_WORDS_BUDGET
        plan = self._in_session if here_and_now else self._plan(intent, situation)
        return self._beside_rules(plan(closing), budget)

    def later(self, intent: Intent, cited: Sequence[Line], guide: Guide) -> list[Piece]:
        """A short answer to what was asked; empty when the guides have nothing unsaid on it."""
        later: dict[Intent, Callable[[], Iterator[Part]]] = {
            "shorter": lambda: self._shorter(cited),
            "longer": self._longer,
            "example": self._example,
            "message": self._message,
            "why": lambda: self._why(guide),
            "ask": lambda: self._listed(3),
            "say": lambda: self._spoken(2),
        }
        return self._beside_rules(later.get(intent, self._answer)(), LATER_BUDGET)

    def _beside_rules(self, parts: Iterator[Part], budget: int) -> list[Piece]:
        """The programme's rule, the guides' part of the answer without its warm opening, and which comes first."""
        if not self._rules:
            return _assemble(parts, budget)
        first = [Part(RULES, self._rules), Part(LAST_WORD, (Piece(self._phrases.programme_first),))]
        first.append(Part(GENERAL, (Piece(f"**{self._labels.general}** "),)))
        general = [part for part in parts if part.place != OPENING]
        if not any(part.pieces for part in general):
            return _assemble(iter(first[:1]), wording.words(self._rules))
        least = sum(wording.words(part.pieces) for part in first) + LEAST_BESIDE_RULES
        return _assemble(iter([*first, *general]), max(budget, least))

    def _plan(self, intent: Intent, situation: Situation) -> Callable[[Piece | None], Iterator[Part]]:
        if intent == "ask" or (situation.moment == "prepare" and situation.role == "mentee"):
            return self._questions
        if situation.moment == "reflect" and intent == "guidance":
            return self._reflecting
        return self._guidance

    def _guidance(self, closing: Piece | None) -> Iterator[Part]:
        yield from self._opening()
        yield self._actions(2, 1)
        yield from self._spoken(1, 4)
        yield self._closing(closing)
        yield self._in_short()
        yield self._avoiding()
        yield self._helping()
        yield from self._spoken(1, 5, label=self._labels.another)
        yield self._actions(3, 1)

    def _questions(self, closing: Piece | None) -> Iterator[Part]:
        yield from self._opening()
        yield from self._listed(4)
        yield self._actions(2, 1)
        yield self._closing(closing)
        yield from self._spoken(1, 5)
        yield self._in_short()
        yield self._avoiding()
        yield self._actions(3, 1)

    def _reflecting(self, closing: Piece | None) -> Iterator[Part]:
        yield from self._opening()
        questions = [wording.question(line) for line in self._pick(["reflect"], 2)]
        spaced = [Piece(f"{piece.text} ", piece.support) for piece in questions]
        yield Part(3, tuple(spaced))
        yield self._actions(2, 1)
        yield from self._spoken(1, 4)
        yield self._closing(closing)
        yield self._in_short()
        yield self._actions(2, 1, least=1)
        yield self._avoiding()
        yield self._helping()

    def _in_session(self, closing: Piece | None) -> Iterator[Part]:
        yield from self._spoken(1, 1)
        yield self._actions(2, 1)
        yield self._closing(closing)
        yield from self._spoken(1, 3, label=self._labels.another)
        yield self._avoiding()
        yield self._actions(2, 1)

    def _shorter(self, cited: Sequence[Line]) -> Iterator[Part]:
        """The heart of what was said: one thing to do and one to say."""
        actions = [line for line in cited if heading_of(line) == "do" and not is_example(line)]
        actions.sort(key=is_condition)
        spoken = [line for line in cited if heading_of(line) in {"say", "ask"}][:1]
        yield Part(1, tuple(wording.action(line) for line in actions[:1]))
        yield Part(2, tuple(Piece(f"{wording.sayable(line)}", wording.support(line)) for line in spoken))
        if not actions and not spoken:
            yield self._in_short()

    def _longer(self) -> Iterator[Part]:
        yield self._actions(1, 1)
        yield from self._spoken(1, 2)
        yield self._actions(1, 1)
        yield self._avoiding()

    def _example(self) -> Iterator[Part]:
        examples = self._pick(["do"], 1, is_example)
        if examples:
            yield Part(1, tuple(wording.example(examples[0], self._labels)))
        yield from self._spoken(1, 2)
        if examples:
            yield self._actions(3, 1, least=1)

    def _message(self) -> Iterator[Part]:
        lines = self._pick(["say"], 1, is_message) or self._pick(["say"], 1)
        yield Part(1, tuple(wording.quoted(lines, self._labels.message)))
        yield self._actions(2, 1)

    def _why(self, guide: Guide) -> Iterator[Part]:
        reasons = [wording.plain(line) for line in guide.lines("why", None)]
        honest = Piece(self._phrases.evidence[guide.evidence])
        yield Part(1, tuple(reasons))
        yield Part(2, (honest,))

    def _answer(self) -> Iterator[Part]:
        """The unsaid lines nearest to the message, whatever their heading."""
        for line in self._pick(["do", "avoid", "get_help_when"], 1):
            yield Part(1, tuple(self._worded(line)))
        for line in self._pick(["say", "ask"], 1, is_spoken):
            yield Part(5, tuple(self._worded(line)))
        for line in self._pick(["do", "avoid"], 1):
            yield Part(4, tuple(self._worded(line)))

    def _worded(self, line: Line) -> list[Piece]:
        heading = heading_of(line)
        if heading == "avoid":
            return [wording.left_out(line, self._labels)]
        if heading == "get_help_when":
            return [wording.help_when(line, self._labels)]
        if heading in {"say", "ask"}:
            return wording.quoted([line], self._labels.say if heading == "say" else self._labels.ask)
        return wording.example(line, self._labels) if is_example(line) else [wording.action(line)]

    def _opening(self) -> Iterator[Part]:
        """Understanding and the answer in one sentence each, in one paragraph."""
        yield Part(OPENING, tuple(wording.plain(line) for line in self._pick(["first_words"], 1)))

    def _in_short(self) -> Part:
        """The sentence that stands alone: the first of its paragraph."""
        lines = self._pick(["in_short"], 1, lambda line: line.start == 0)
        return Part(IN_SHORT, tuple(wording.plain(line) for line in lines))

    def _actions(self, place: int, count: int, least: int = 0) -> Part:
        lines = self._pick(["do"], count, lambda line: not is_example(line), least)
        return Part(place, tuple([wording.action(line) for line in lines]))

    def _spoken(self, count: int, place: int = 3, label: str | None = None) -> Iterator[Part]:
        lines = self._pick(["say"], count, is_spoken)
        yield Part(place, tuple(wording.quoted(lines, label or self._labels.say)))

    def _listed(self, count: int) -> Iterator[Part]:
        lines = self._pick(["ask"], count, least=LISTED)
        if lines:
            yield Part(3, tuple(wording.numbered(lines, self._labels.ask)))

    def _avoiding(self) -> Part:
        lines = self._pick(["avoid"], 1)
        return Part(6, tuple([wording.left_out(line, self._labels) for line in lines]))

    def _helping(self) -> Part:
        """Authors put the gravest case first; it is the one to name when there is room for one."""
        lines = self._pick(["get_help_when"], 1, lambda line: line.start == 0) or self._pick(["get_help_when"], 1)
        return Part(7, tuple([wording.help_when(line, self._labels) for line in lines]))

    def _closing(self, closing: Piece | None) -> Part:
        """One question back: the one given, or the nearest of the guide's questions to the reader."""
        if closing is not None:
            return Part(9, (closing,))
        return Part(9, tuple(wording.question(line) for line in self._pick(["reflect"], 1)))


def starts(offered: Sequence[tuple[str, Selection]], phrases: Phrases, *, brief: bool) -> list[Piece]:
    """A start from each of several guides, given with their titles: its gist and a thing to do; `brief` is the gist."""
    pieces = wording.paragraph([Piece(f"{phrases.unsure} ")])
    for title, selection in offered:
        gist = selection.pick(["in_short"], 1, lambda line: line.start == 0)
        todo = [] if brief and gist else selection.pick(["do"], 1, lambda line: not is_example(line))
        told = [*map(wording.plain, gist), *map(wording.action, todo)]
        pieces += [Piece(f"**{title}**\n\n"), *wording.paragraph(told)] if told else []
    return [*pieces, Piece(phrases.which)]


def cited_lines(citations: Sequence[Citation], lines: dict[str, Line]) -> list[Line]:
    return [lines[line_id(citation)] for citation in citations if line_id(citation) in lines]


def _assemble(parts: Iterator[Part], budget: int) -> list[Piece]:
    """Take parts in order of importance while they fit, then put them in their places."""
    taken: list[Part] = []
    left = budget
    for part in parts:
        cost = wording.words(part.pieces)
        if cost and cost <= left:
            taken.append(part)
            left -= cost
    taken.sort(key=lambda part: part.place)
    return _trimmed([piece for part in _spaced(taken) for piece in part])


def _spaced(parts: Sequence[Part]) -> Iterator[list[Piece]]:
    """Each part is a paragraph, but the opening and the answer in short share one, and a label stands in the next."""
    for part, following in zip_longest(parts, parts[1:]):
        joined = following is not None and (part.place, following.place) == (OPENING, IN_SHORT)
        joined = joined or part.place == GENERAL
        yield list(part.pieces) if joined else wording.paragraph(part.pieces)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    return [*pieces[:-1], Piece(pieces[-1].text.rstrip(), pieces[-1].support)] if pieces else []
