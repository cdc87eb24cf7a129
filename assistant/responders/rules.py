"""What a programme's own documents say, as words of an answer: quoted and placed, never obeyed and never reworded."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.messages import Draft, Passage, Piece, Question, Responder, Rule, Support, Turn
from assistant.responders.phrases import Labels
from assistant.unseen import clean

SIGNS = str.maketrans({"*": "", "`": "'", "[": "(", "]": ")", "{": "(", "}": ")", '"': "'", "“": "‘", "”": "’"})
"""Signs that would be read as bold letters, a source's number, a placeholder, or the end of the quotation."""
UNENDED = re.compile(r"(?<![.!?:;,])\n")
MOST_WORDS = 90  # of all rules in one answer: the guides must have their say too


def unsaid(rules: Sequence[Rule], history: Sequence[Turn]) -> tuple[Rule, ...]:
    """Rules that no earlier answer has quoted."""
    said = {citation.passage for turn in history for citation in turn.citations}
    return tuple(rule for rule in rules if rule.passage.id not in said)


def ruled(rules: Sequence[Rule], labels: Labels) -> list[Piece]:
    """Each rule in quotation marks with where it stands; the first always, a second when there is room."""
    pieces: list[Piece] = []
    for rule in rules:
        label = labels.programme_also if pieces else labels.programme
        quote = _quotable(rule.passage.text[rule.start : rule.end])
        piece = Piece(f"**{label}** “{quote}” ({_whereabouts(rule.passage)}). ", _support(rule))
        if not pieces or sum(len(one.text.split()) for one in (*pieces, piece)) <= MOST_WORDS:
            pieces.append(piece)
    return pieces


class WithRules:
    """Implements the Responder protocol: when a model leaves out what the programme says, it is said after it."""

    def __init__(self, responder: Responder, labels: Labels) -> None:
        self._responder = responder
        self._labels = labels

    def __call__(self, question: Question) -> Draft:
        draft = self._responder(question)
        rules = unsaid(question.findings.rules, question.history)
        if rules:
            draft.pieces = self._with(draft.pieces, rules)
        return draft

    def _with(self, pieces: Iterator[Piece], rules: Sequence[Rule]) -> Iterator[Piece]:
        names = {rule.passage.id for rule in rules}
        cited = False
        for piece in pieces:
            cited = cited or any(support.passage in names for support in piece.support)
            yield piece
        if not cited:
            first, *rest = ruled(rules, self._labels)
            yield from (replace(first, text=f"\n\n{first.text}"), *rest)


def _quotable(text: str) -> str:
    """On one line, with no sign that a page or a placeholder would be read from."""
    return " ".join(clean(UNENDED.sub("; ", text.strip())).translate(SIGNS).split())


def _whereabouts(passage: Passage) -> str:
    place = " ".join(clean(passage.place).translate(SIGNS | {ord("“"): "“", ord("”"): "”"}).split())
    return ", ".join(filter(None, (_quotable(passage.title), place)))


def _support(rule: Rule) -> tuple[Support, ...]:
    return (Support(rule.passage.id, rule.start, rule.end),)
