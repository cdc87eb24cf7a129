"""Conversations: listing, searching, naming and deleting them."""

from uuid import uuid4

from sqlalchemy import ColumnElement, Label, func, or_, true

from assistant.errors import StoreError
from assistant.store.database import Transaction
from assistant.store.schema import conversations, turns
from assistant.store.turns import read_turns
from assistant.store.values import Conversation, Summary

TITLE_CHARS = 60  # one line of a sidebar, two on a phone
MAX_SEARCH_CHARS = 200  # nobody looks for more, and SQLite refuses very long patterns
UNTITLED = "Without words"


def create(tx: Transaction) -> str:
    conversation = uuid4().hex
    tx.insert(conversations, id=conversation, created=tx.now, updated=tx.now)
    return conversation


def touch(tx: Transaction, conversation: str) -> None:
    """Note that something was said. Raises StoreError when it is not this owner's conversation."""
    _change(tx, conversation, updated=tx.now)


def rename(tx: Transaction, conversation: str, title: str) -> None:
    _change(tx, conversation, title=shortened(title) or None)


def called(tx: Transaction, conversation: str) -> str | None:
    """The title a person has given it; None while it goes by its first words."""
    row = tx.first(tx.select(conversations, conversations.c.title).where(conversations.c.id == conversation))
    return row.title if row else None


def summaries(tx: Transaction, search: str) -> tuple[Summary, ...]:
    newest = conversations.c.updated.desc(), conversations.c.id.desc()
    query = tx.select(conversations, *conversations.c, _opening(tx)).where(_matches(tx, search)).order_by(*newest)
    return tuple(Summary(row.id, _title(row), row.updated) for row in tx.all(query))


def read(tx: Transaction, conversation: str, latest: int | None = None) -> Conversation | None:
    query = tx.select(conversations, *conversations.c, _opening(tx)).where(conversations.c.id == conversation)
    row = tx.first(query)
    if row is None:
        return None
    return Conversation(row.id, _title(row), row.created, row.updated, read_turns(tx, row.id, latest))


def shortened(text: str) -> str:
    """Its first words, on one line."""
    line = " ".join(text.split())
    if len(line) <= TITLE_CHARS:
        return line
    words = line[: TITLE_CHARS - 1].rsplit(" ", 1)[0] if " " in line[: TITLE_CHARS - 1] else line[: TITLE_CHARS - 1]
    return f"{words}…"


def _title(row: object) -> str:
    title: str | None = getattr(row, "title", None)
    opening: str | None = getattr(row, "opening", None)
    return title or shortened(opening or "") or UNTITLED


def _change(tx: Transaction, conversation: str, **values: object) -> None:
    if not tx.changed(tx.update(conversations).where(conversations.c.id == conversation).values(**values)):
        raise StoreError("That conversation is not here any more. Start a new one; nothing else has changed.")


def _opening(tx: Transaction) -> Label[str]:
    first = tx.select(turns, func.substr(turns.c.text, 1, 4 * TITLE_CHARS)).where(
        turns.c.conversation == conversations.c.id, turns.c.shown, turns.c.speaker == "person"
    )
    return first.order_by(turns.c.position).limit(1).correlate(conversations).scalar_subquery().label("opening")


def _matches(tx: Transaction, search: str) -> ColumnElement[bool]:
    wanted = search.strip()[:MAX_SEARCH_CHARS]
    if not wanted:
        return true()
    said = tx.select(turns, turns.c.id).where(
        turns.c.conversation == conversations.c.id, turns.c.shown, turns.c.text.icontains(wanted, autoescape=True)
    )
    return or_(conversations.c.title.icontains(wanted, autoescape=True), said.correlate(conversations).exists())
