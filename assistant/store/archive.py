"""Everything of one person as plain values to take along, and adding them to what is here.

Adding never changes or removes what is here, and adding the same twice adds nothing.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy.exc import IntegrityError

from assistant.errors import InputError
from assistant.situation import Situation
from assistant.store.conversations import shortened
from assistant.store.database import Transaction
from assistant.store.feedback import preference, set_preference
from assistant.store.schema import conversations, feedback, preferences, turns
from assistant.store.turns import said_of, said_values
from assistant.store.values import (
    INTERRUPTED,
    REASONS,
    RETENTIONS,
    PreferenceName,
    Reason,
    Said,
    Speaker,
    State,
    Verdict,
)

ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

CLASH = "Something in it is already here and belongs elsewhere, so nothing was added."


@dataclass(frozen=True, slots=True)
class ArchivedRating:
    verdict: Verdict
    reason: Reason | None
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTurn(Said):
    id: str
    parent: str | None
    """The turn it follows; turns of one parent and speaker are versions of each other."""
    position: int
    shown: bool
    speaker: Speaker
    state: State
    problem: str | None
    created: datetime
    rating: ArchivedRating | None


@dataclass(frozen=True, slots=True)
class ArchivedConversation:
    id: str
    title: str | None
    created: datetime
    updated: datetime
    turns: tuple[ArchivedTurn, ...]
    """All versions, earlier ones too; each after the one it follows."""


@dataclass(frozen=True, slots=True)
class Archive:
    conversations: tuple[ArchivedConversation, ...]
    preferences: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Added:
    conversations: int
    turns: int
    """Messages and answers, those of conversations that were here already too."""


def collect(tx: Transaction) -> Archive:
    rated = {row.turn: ArchivedRating(row.verdict, row.reason, row.created) for row in tx.all(tx.select(feedback))}
    told: defaultdict[str, list[ArchivedTurn]] = defaultdict(list)
    for row in tx.all(tx.select(turns).order_by(turns.c.position, turns.c.created, turns.c.id)):
        told[row.conversation].append(_archived(row, rated.get(row.id)))
    rows = tx.all(tx.select(conversations).order_by(conversations.c.created, conversations.c.id))
    chosen = {row.name: row.value for row in tx.all(tx.select(preferences).order_by(preferences.c.name))}
    usable = {name: value for name, value in chosen.items() if _sensible(name, value)}
    return Archive(
        tuple(ArchivedConversation(row.id, row.title, row.created, row.updated, tuple(told[row.id])) for row in rows),
        usable,
    )


def _archived(row: Any, rating: ArchivedRating | None) -> ArchivedTurn:
    """An answer being written is archived as what it will be without its writer."""
    broken = row.state == "running"
    return ArchivedTurn(
        id=row.id,
        parent=row.parent,
        position=row.position,
        shown=row.shown,
        speaker=row.speaker,
        state="interrupted" if broken else row.state,
        problem=INTERRUPTED if broken else row.problem,
        created=row.created,
        rating=rating,
        **said_of(row),
    )


def refuse_nonsense(archive: Archive) -> None:
    """What its types allow and Alongside never writes. Raises InputError that names the place."""
    for name, value in archive.preferences.items():
        _expect(name in get_args(PreferenceName) and _sensible(name, value), "the preferences")
    known: set[str] = set()
    for number, conversation in enumerate(archive.conversations):
        _expect(bool(ID.fullmatch(conversation.id)) and conversation.id not in known, f"conversation {number}")
        known.add(conversation.id)
        before: dict[str, ArchivedTurn] = {}
        taken: set[int] = set()
        for turn in conversation.turns:
            _expect(_fits(turn, before, taken), f"conversation {number}, turn {len(before)}")
            before[turn.id] = turn
            taken |= {turn.position} if turn.shown else set()


def add(tx: Transaction, archive: Archive) -> Added:
    """Raises InputError when an id in it is somebody else's; the caller's transaction must then be undone."""
    new = [_add_conversation(tx, conversation) for conversation in archive.conversations]
    for name in get_args(PreferenceName):
        if name in archive.preferences and preference(tx, name) is None:
            set_preference(tx, name, archive.preferences[name])
    return Added(sum(made for made, _ in new), sum(count for _, count in new))


def _add_conversation(tx: Transaction, told: ArchivedConversation) -> tuple[bool, int]:
    here = tx.first(tx.select(conversations).where(conversations.c.id == told.id))
    known = {row.id: row for row in tx.all(tx.select(turns).where(turns.c.conversation == told.id))}
    missing = [turn for turn in told.turns if turn.id not in known]
    # The path that was said last is the one to see, unless something is being said just now.
    leads = here is None or (told.updated > here.updated and all(row.state != "running" for row in known.values()))
    place = {"title": shortened(told.title or "") or None, "updated": told.updated}
    try:
        if here is None:
            tx.insert(conversations, id=told.id, created=told.created, **place)
        elif leads:
            tx.changed(tx.update(conversations).where(conversations.c.id == told.id).values(**place))
            tx.changed(tx.update(turns).where(turns.c.conversation == told.id).values(shown=False))
        for turn in missing:
            _add_turn(tx, told.id, turn, shown=leads and turn.shown)
        if here is not None and leads:
            again = [turn.id for turn in told.turns if turn.shown and turn.id in known]
            tx.changed(tx.update(turns).where(turns.c.id.in_(again)).values(shown=True))
    except IntegrityError:
        raise InputError(CLASH) from None
    return here is None, len(missing)


def _add_turn(tx: Transaction, conversation: str, turn: ArchivedTurn, *, shown: bool) -> None:
    place = {"id": turn.id, "conversation": conversation, "parent": turn.parent, "position": turn.position}
    facts = {"speaker": turn.speaker, "state": turn.state, "problem": turn.problem, "created": turn.created}
    tx.insert(turns, **place, **facts, **said_values(turn), shown=shown)
    if turn.rating is not None:
        rating = turn.rating
        tx.insert(feedback, turn=turn.id, verdict=rating.verdict, reason=rating.reason, created=rating.created)


def _fits(turn: ArchivedTurn, before: Mapping[str, ArchivedTurn], taken: Set[int]) -> bool:
    """Does it take a place of its own after what it follows?"""
    follows = before.get(turn.parent) if turn.parent is not None else None
    known = ID.fullmatch(turn.id) and turn.id not in before and turn.state != "running"
    placed = turn.position >= 0 and (turn.parent is None or (follows and follows.position < turn.position))
    seen = turn.shown and turn.position in taken
    return bool(known and placed and not seen and _rated(turn) and _is_situation(turn.situation.as_dict()))


def _rated(turn: ArchivedTurn) -> bool:
    if turn.rating is None:
        return True
    return turn.speaker == "assistant" and turn.rating.reason in {None, *REASONS[turn.rating.verdict]}


def _sensible(name: str, value: object) -> bool:
    """Is it what the program lets people choose?"""
    if name == "retention":
        return isinstance(value, dict) and value.keys() == {"days"} and value["days"] in RETENTIONS
    if name == "situation":
        return value is None or _is_situation(value)
    return value is None or isinstance(value, bool)


def _is_situation(value: object) -> bool:
    try:
        return isinstance(value, dict) and Situation.parse(value).as_dict() == value
    except InputError:  # it quotes what it refuses
        return False


def _expect(fits: bool, place: str) -> None:
    if not fits:
        raise InputError(f"what is at {place} is not as Alongside writes it")
