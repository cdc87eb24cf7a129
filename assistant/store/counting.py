"""How many, never what: counts over one owner's conversations for the page on use. It only reads.

Where one person keeps conversations they are all that person's, so no number hides whom it is about. A number leaves
this module only when it comes from at least FEWEST conversations, and only under a name from a fixed list: what a file
that was imported calls a concern or a guide is never repeated.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import and_, func

from assistant.store.database import Transaction
from assistant.store.schema import conversations, feedback, turns
from assistant.store.values import REASONS, Reason, Verdict

FEWEST = 5
"""Conversations a number must come from: fewer could point at one of them."""
OTHER = ""
"""A kind or a topic that has no name."""

Key = TypeVar("Key", bound=Hashable)
TopicOf = Callable[[str, str | None], str | None]
"""Given an answer that nothing could be relied on for, and the guide it cites if any: the folder of guides nearest to
the question, OTHER when none is near, None when nothing was asked of the guides."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers, by group; a group that is not there has fewer than FEWEST conversations, perhaps none."""

    conversations: int | None = None
    """How many are kept; None: fewer than FEWEST."""
    gaps: Mapping[str, int] = field(default_factory=dict)
    """Questions the guides could not answer, by the folder nearest to them."""
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    reasons: Mapping[Reason, int] = field(default_factory=dict)
    cards: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Fixed words shown, by month (`2026-11`, UTC) and kind of concern."""


def count(tx: Transaction, kinds: Collection[str], topic_of: TopicOf) -> Counts:
    """`kinds` of concern that are counted under their own name; all others are OTHER."""
    held = tx.first(tx.select(conversations, func.count()))[0]
    verdicts, reasons = _feedback(tx)
    cards: dict[str, dict[str, int]] = {}
    for (month, kind), number in _cards(tx, kinds).items():
        cards.setdefault(month, {})[kind] = number
    return Counts(held if held >= FEWEST else None, _gaps(tx, topic_of), verdicts, reasons, cards)


def _gaps(tx: Transaction, topic_of: TopicOf) -> dict[str, int]:
    """Of the versions that are shown, so that asking again counts once."""
    cited = turns.c.citations[(0, "guide")].as_string()
    query = tx.select(turns, turns.c.conversation, turns.c.text, cited.label("cited")).where(
        turns.c.shown, turns.c.state == "done", turns.c.found.is_(False), turns.c.signposting.is_(None)
    )
    topics = ((topic_of(row.text, row.cited), row.conversation) for row in tx.all(query))
    return _large((topic, conversation) for topic, conversation in topics if topic is not None)


def _cards(tx: Transaction, kinds: Collection[str]) -> dict[tuple[str, str], int]:
    kind = turns.c.concern["category"].as_string()
    query = tx.select(turns, turns.c.conversation, turns.c.created, kind.label("kind")).where(
        turns.c.shown, turns.c.speaker == "assistant", turns.c.signposting.is_not(None)
    )
    return _large(
        ((f"{row.created:%Y-%m}", row.kind if row.kind in kinds else OTHER), row.conversation) for row in tx.all(query)
    )


def _feedback(tx: Transaction) -> tuple[dict[Verdict, int], dict[Reason, int]]:
    """Earlier versions count too: an answer is often asked for again just because it did not help."""
    rated = and_(turns.c.id == feedback.c.turn, turns.c.owner == feedback.c.owner)
    rows = tx.all(tx.select(feedback, feedback.c.verdict, feedback.c.reason, turns.c.conversation).join(turns, rated))
    verdicts = _large((row.verdict, row.conversation) for row in rows)
    reasons: dict[Reason, int] = {}
    for verdict in verdicts:
        given = [(row.reason, row.conversation) for row in rows if row.verdict == verdict]
        reasons |= _without_remainder(_large((reason, where) for reason, where in given if reason in REASONS[verdict]),
                                      given)  # fmt: skip
    return verdicts, reasons


def _without_remainder(groups: dict[Key, int], rows: Iterable[tuple[Key, str]]) -> dict[Key, int]:
    """Groups without the smallest where what is left of all rows, whose number is known, is of too few conversations.

    The smallest is of enough conversations itself, so that the rest is too once it is part of it.
    """
    rest = {conversation for key, conversation in rows if key not in groups}
    if groups and 0 < len(rest) < FEWEST:
        smallest = min(groups, key=lambda name: groups[name])
        return {name: number for name, number in groups.items() if name != smallest}
    return groups


def _large(rows: Iterable[tuple[Key, str]]) -> dict[Key, int]:
    """How many rows each group has, of those in enough conversations."""
    numbers: dict[Key, int] = {}
    where: dict[Key, set[str]] = {}
    for key, conversation in rows:
        numbers[key] = numbers.get(key, 0) + 1
        where.setdefault(key, set()).add(conversation)
    return {key: number for key, number in numbers.items() if len(where[key]) >= FEWEST}
