"""Asking and asking again: the turns that begin an answer, and which of several versions is shown."""

from typing import Any
from uuid import uuid4

from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import conversations
from assistant.store.database import Transaction
from assistant.store.schema import turns
from assistant.store.turns import history, said_values
from assistant.store.values import Said, StartedTurn

GONE = "That message is not here any more. Reload the page and try again; nothing has changed."


def start(
    tx: Transaction, conversation: str | None, text: str, situation: Situation, *, unmasked: bool = False
) -> StartedTurn:
    """Record the message and the answer about to be written, together."""
    if conversation is None:
        conversation = conversations.create(tx)
    else:
        conversations.touch(tx, conversation)
    said = Said(text=text, situation=situation, unmasked=unmasked)
    return _ask(tx, conversation, _last(tx, conversation), said)


def regenerate(tx: Transaction, turn: str, situation: Situation | None) -> StartedTurn:
    answer = _find(tx, turn, "assistant")
    question = _find(tx, answer.parent, "person")
    conversations.touch(tx, answer.conversation)
    _hide_from(tx, answer)
    return _answer(tx, question, situation or Situation(**question.situation))


def edit_last(
    tx: Transaction, conversation: str, text: str, situation: Situation | None, *, unmasked: bool = False
) -> StartedTurn:
    conversations.touch(tx, conversation)
    question = _last(tx, conversation, "person")
    if question is None:
        raise StoreError(GONE)
    _hide_from(tx, question)
    before = tx.first(tx.select(turns).where(turns.c.id == question.parent))
    said = Said(text=text, situation=situation or Situation(**question.situation), unmasked=unmasked)
    return _ask(tx, conversation, before, said)


def show_version(tx: Transaction, turn: str) -> None:
    """Show this version of a turn again, with what led to it and the newest of what followed it."""
    chosen = tx.first(tx.select(turns).where(turns.c.id == turn))
    if chosen is None:
        raise StoreError(GONE)
    here = turns.c.conversation == chosen.conversation
    rows = tx.all(tx.select(turns, turns.c.id, turns.c.parent).where(here).order_by(turns.c.created, turns.c.id))
    parents = {row.id: row.parent for row in rows}
    newest = {row.parent: row.id for row in rows if row.parent}
    shown = [*_path(turn, parents), *_path(newest.get(turn), newest)]
    tx.changed(tx.update(turns).where(here).values(shown=False))
    tx.changed(tx.update(turns).where(here, turns.c.id.in_(shown)).values(shown=True))


def _path(turn: str | None, onward: dict[str, str | None] | dict[str, str]) -> list[str]:
    path = []
    while turn is not None:
        path.append(turn)
        turn = onward.get(turn)
    return path


def _ask(tx: Transaction, conversation: str, after: Any, said: Said) -> StartedTurn:
    asked = _insert(tx, conversation, after, said, speaker="person", state="done")
    return _answer(tx, _find(tx, asked, "person"), said.situation)


def _answer(tx: Transaction, question: Any, situation: Situation) -> StartedTurn:
    lease = {"lease_until": tx.lease_until, "lease_holder": tx.holder}
    said = Said(situation=situation)
    answer = _insert(tx, question.conversation, question, said, speaker="assistant", state="running", **lease)
    known = history(tx, question.conversation, before=question.position)
    return StartedTurn(
        answer,
        question.conversation,
        question.id,
        question.text,
        situation,
        known,
        unmasked=bool(question.unmasked),
        called=conversations.called(tx, question.conversation),
    )


def _insert(tx: Transaction, conversation: str, after: Any, said: Said, **values: Any) -> str:
    turn = uuid4().hex
    place = {"parent": after.id if after else None, "position": after.position + 1 if after else 0}
    stored = {**said_values(said), **place, **values}
    tx.insert(turns, id=turn, conversation=conversation, shown=True, created=tx.now, **stored)
    return turn


def _find(tx: Transaction, turn: str, speaker: str) -> Any:
    """A turn that is shown; raises StoreError when there is none."""
    row = tx.first(tx.select(turns).where(turns.c.id == turn, turns.c.speaker == speaker, turns.c.shown))
    if row is None:
        raise StoreError(GONE)
    return row


def _last(tx: Transaction, conversation: str, speaker: str | None = None) -> Any:
    query = tx.select(turns).where(turns.c.conversation == conversation, turns.c.shown)
    if speaker is not None:
        query = query.where(turns.c.speaker == speaker)
    return tx.first(query.order_by(turns.c.position.desc()))


def _hide_from(tx: Transaction, turn: Any) -> None:
    later = turns.c.conversation == turn.conversation, turns.c.shown, turns.c.position >= turn.position
    tx.changed(tx.update(turns).where(*later).values(shown=False))
