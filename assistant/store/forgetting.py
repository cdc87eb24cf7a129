"""What is deleted: one conversation, everything of one person, or what has grown older than they want it kept."""

from datetime import timedelta

from sqlalchemy import ColumnElement

from assistant.errors import InputError
from assistant.store.database import Transaction
from assistant.store.feedback import preference, set_preference
from assistant.store.schema import conversations, preferences, turns
from assistant.store.traces import leave_mark
from assistant.store.values import RETENTIONS


def forget(tx: Transaction, conversation: str) -> int:
    return _remove(tx, conversations.c.id == conversation)


def forget_everything(tx: Transaction) -> int:
    if tx.changed(tx.delete(preferences)):
        leave_mark(tx.connection)
    return _remove(tx)


def count_older(tx: Transaction, days: int) -> int:
    return len(tx.all(tx.select(conversations, conversations.c.id).where(_older(tx, days))))


def forget_older(tx: Transaction, days: int) -> int:
    return _remove(tx, _older(tx, days))


def retention(tx: Transaction, default_days: int | None) -> int | None:
    chosen = preference(tx, "retention")
    if isinstance(chosen, dict) and chosen.get("days", 0) in RETENTIONS:
        days: int | None = chosen["days"]
        return days
    return default_days


def set_retention(tx: Transaction, days: int | None) -> None:
    if days not in RETENTIONS:
        raise InputError(f"Conversations are kept until you delete them, or for 30, 90 or 365 days; got {days!r}.")
    set_preference(tx, "retention", {"days": days})


def _remove(tx: Transaction, *which: ColumnElement[bool]) -> int:
    removed = tx.changed(tx.delete(conversations).where(*which))
    if removed:
        leave_mark(tx.connection)
    return removed


def _older(tx: Transaction, days: int) -> ColumnElement[bool]:
    """Nothing was said in it for so long, and nothing is being said now."""
    speaking = tx.select(turns, turns.c.conversation).where(turns.c.state == "running")
    return (conversations.c.updated < tx.now - timedelta(days=days)) & conversations.c.id.not_in(speaking)
