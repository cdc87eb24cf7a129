"""Thumbs with fixed reasons, and the preferences of one person."""

from sqlalchemy import ColumnElement

from assistant.errors import InputError, StoreError
from assistant.store.database import Transaction
from assistant.store.schema import feedback, preferences, turns
from assistant.store.values import REASONS, PreferenceName, Rating, Reason, Verdict


def rate(tx: Transaction, turn: str, verdict: Verdict, reason: Reason | None) -> None:
    if verdict not in REASONS or reason not in {None, *REASONS[verdict]}:
        raise InputError(f"A rating is 'up' or 'down', with a reason of its own list; got {verdict!r} and {reason!r}.")
    if tx.first(tx.select(turns, turns.c.id).where(turns.c.id == turn, turns.c.speaker == "assistant")) is None:
        raise StoreError("That answer is not here any more. Reload the page; nothing has changed.")
    unrate(tx, turn)
    tx.insert(feedback, turn=turn, verdict=verdict, reason=reason, created=tx.now)


def unrate(tx: Transaction, turn: str) -> None:
    tx.changed(tx.delete(feedback).where(feedback.c.turn == turn))


def ratings(tx: Transaction, of: ColumnElement[bool]) -> dict[str, Rating]:
    rows = tx.all(tx.select(feedback).where(feedback.c.turn.in_(tx.select(turns, turns.c.id).where(of))))
    return {row.turn: Rating(row.verdict, row.reason) for row in rows}


def preference(tx: Transaction, name: PreferenceName) -> object:
    row = tx.first(tx.select(preferences).where(preferences.c.name == name))
    return None if row is None else row.value


def set_preference(tx: Transaction, name: PreferenceName, value: object) -> None:
    tx.changed(tx.delete(preferences).where(preferences.c.name == name))
    tx.insert(preferences, name=name, value=value)
