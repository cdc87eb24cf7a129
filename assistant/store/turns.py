"""Turns as they are read, and the answer as it grows and ends."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement

from assistant.messages import Citation, Concern, Replacement, Sent, Signposting, Span, Tokens, Turn
from assistant.situation import Situation
from assistant.store.database import Transaction
from assistant.store.feedback import ratings
from assistant.store.schema import turns
from assistant.store.values import INTERRUPTED, STOPPED_MARK, Rating, Said, State, StoredTurn

HANDED_OVER = tuple(
    turns.c[name] for name in ("speaker", "state", "text", "citations", "concern", "signposting", "situation")
)
WITHOUT_LEASE = {"lease_until": None, "lease_holder": None}


def read_turns(tx: Transaction, conversation: str, latest: int | None = None) -> tuple[StoredTurn, ...]:
    """The turns that are shown, in order: all of them, or only the `latest`."""
    shown = tx.select(turns).where(turns.c.conversation == conversation, turns.c.shown)
    rows = tx.all(shown.order_by(turns.c.position.desc()).limit(latest))[::-1]
    first = rows[0].position if rows else 0
    here = (turns.c.conversation == conversation) & (turns.c.position >= first)
    versions = _versions(tx, here)
    rated = ratings(tx, here)
    return tuple(_stored(tx, row, tuple(versions[row.parent, row.speaker]), rated.get(row.id)) for row in rows)


def read_turn(tx: Transaction, turn: str) -> StoredTurn | None:
    row = tx.first(tx.select(turns).where(turns.c.id == turn))
    if row is None:
        return None
    beside = (turns.c.conversation == row.conversation) & turns.c.parent.is_not_distinct_from(row.parent)
    siblings = _versions(tx, beside)[row.parent, row.speaker]
    return _stored(tx, row, tuple(siblings), ratings(tx, turns.c.id == turn).get(row.id))


def history(tx: Transaction, conversation: str, before: int | None) -> tuple[Turn, ...]:
    """What a responder may know of the conversation: nothing that was broken off is handed over as if it were whole."""
    query = tx.select(turns, *HANDED_OVER).where(turns.c.conversation == conversation, turns.c.shown)
    if before is not None:
        query = query.where(turns.c.position < before)
    told = map(_handed_over, tx.all(query.order_by(turns.c.position)))
    return tuple(turn for turn in told if turn is not None)


def grow(tx: Transaction, turn: str, said: Said) -> bool:
    values = {**said_values(said), "lease_until": tx.lease_until}
    return tx.changed(tx.update(turns).where(_ours(tx, turn)).values(**values)) == 1


def finish(tx: Transaction, turn: str, state: State, said: Said, problem: str | None) -> bool:
    values = {**said_values(said), **WITHOUT_LEASE, "state": state, "problem": problem}
    return tx.changed(tx.update(turns).where(_ours(tx, turn)).values(**values)) == 1


def stop(tx: Transaction, turn: str) -> bool:
    running = tx.update(turns).where(turns.c.id == turn, turns.c.state == "running")
    return tx.changed(running.values(state="stopped", **WITHOUT_LEASE)) == 1


def orphans(tx: Transaction, sparing: Collection[str]) -> list[str]:
    expired = tx.select(turns, turns.c.id).where(turns.c.state == "running", turns.c.lease_until < tx.now)
    return [row.id for row in tx.all(expired) if row.id not in sparing]


def interrupt(tx: Transaction, orphaned: Collection[str]) -> int:
    lost = turns.c.id.in_(orphaned), turns.c.state == "running", turns.c.lease_until < tx.now
    ending = {"state": "interrupted", "problem": INTERRUPTED, **WITHOUT_LEASE}
    return tx.changed(tx.update(turns).where(*lost).values(**ending))


def said_values(said: Said) -> dict[str, Any]:
    return {
        "text": said.text,
        "situation": said.situation.as_dict(),
        "citations": [asdict(citation) for citation in said.citations],
        "concern": asdict(said.concern),
        "signposting": asdict(said.signposting) if said.signposting else None,
        "found": said.found,
        "dropped": said.dropped,
        "responder": said.responder,
        "model": said.model,
        "prompt": said.prompt,
        "sent": asdict(said.sent) if said.sent else None,
        "unmasked": said.unmasked,
        "tokens": asdict(said.tokens) if said.tokens else None,
        "ms": dict(said.ms),
    }


def _stored(tx: Transaction, row: Any, versions: tuple[str, ...], rating: Rating | None) -> StoredTurn:
    orphaned = row.state == "running" and row.lease_until < tx.now
    return StoredTurn(
        id=row.id,
        conversation=row.conversation,
        position=row.position,
        speaker=row.speaker,
        state="interrupted" if orphaned else row.state,
        created=row.created,
        problem=INTERRUPTED if orphaned else row.problem,
        versions=versions,
        rating=rating,
        **said_of(row),
    )


def said_of(row: Any) -> dict[str, Any]:
    """What a stored turn says, by the names of Said."""
    return {
        "text": row.text,
        "situation": Situation(**_known(Situation, row.situation)),
        "citations": _citations(row.citations),
        "concern": _concern(row.concern),
        "signposting": Signposting(**_known(Signposting, row.signposting)) if row.signposting else None,
        "found": row.found,
        "dropped": row.dropped,
        "responder": row.responder,
        "model": row.model,
        "prompt": row.prompt,
        "sent": _sent(row.sent),
        "unmasked": bool(row.unmasked),
        "tokens": Tokens(**_known(Tokens, row.tokens)) if row.tokens else None,
        "ms": row.ms,
    }


def _citations(values: Sequence[Mapping[str, Any]]) -> tuple[Citation, ...]:
    return tuple(Citation(**_known(Citation, citation)) for citation in values)


def _sent(values: Mapping[str, Any] | None) -> Sent | None:
    if values is None:
        return None
    replaced = tuple(Replacement(**_known(Replacement, each)) for each in values.get("replaced", ()))
    return Sent(**{**_known(Sent, values), "replaced": replaced})


def _concern(values: Mapping[str, Any]) -> Concern:
    known = _known(Concern, values)
    return Concern(**{**known, "evidence": tuple(Span(**span) for span in known.get("evidence", ()))})


def _known(value: type, stored: Mapping[str, Any]) -> dict[str, Any]:
    """What this version of the program knows of a stored value."""
    return {name: stored[name] for name in _names(value) if name in stored}


@cache
def _names(value: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value))


def _handed_over(row: Any) -> Turn | None:
    concern = _concern(row.concern)
    shown = row.signposting["id"] if row.signposting else None
    role = row.situation.get("role")
    if row.state == "done":
        return Turn(row.speaker, row.text, _citations(row.citations), concern, shown, role)
    if row.state == "stopped" and row.text:
        return Turn(row.speaker, f"{row.text}\n\n{STOPPED_MARK}", _citations(row.citations), concern, shown, role)
    if shown or concern.level != "none":
        # Its words were never whole, but triage must know that there was danger and what help was shown.
        return Turn(row.speaker, "", (), concern, shown, role)
    return None


def _versions(tx: Transaction, here: ColumnElement[bool]) -> defaultdict[tuple[str | None, str], list[str]]:
    """Turns that said the same thing anew: those with one parent and one speaker."""
    found: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
    query = tx.select(turns, turns.c.id, turns.c.parent, turns.c.speaker).where(here)
    for row in tx.all(query.order_by(turns.c.created, turns.c.id)):
        found[row.parent, row.speaker].append(row.id)
    return found


def _ours(tx: Transaction, turn: str) -> ColumnElement[bool]:
    return (turns.c.id == turn) & (turns.c.state == "running") & (turns.c.lease_holder == tx.holder)
