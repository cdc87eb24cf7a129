"""Guides an answer could have been drawn from as well, one press away: the first found is not always the one meant."""

from collections.abc import Iterator

import streamlit as st

from assistant.errors import AssistantError
from assistant.guides.guide import Guide
from assistant.guides.naming import CHOICE, OFFERED
from assistant.meant import meant
from assistant.responders.intents import intent_of
from assistant.responders.library import ABOUT_THE_TOPIC, AFRESH, SMALL_TALK
from assistant.store import StoredTurn
from assistant.ui import actions, session
from assistant.ui.look import show

MOST = 2  # with these the right one is among three for eight in ten messages (evals/retrieval/NOTES.md)
INSTEAD, WHICH = "Not quite it? Answer from:", "Which is nearest?"


def draw(question: StoredTurn, answer: StoredTurn) -> None:
    offered = _offered(answer)
    titles = tuple(guide.title for guide in offered) or _titles(question, answer)
    if not titles:
        return
    show(f'<p class="al-quiet al-others">{WHICH if offered else INSTEAD}</p>')
    with st.container(key=f"al-others-{answer.id}", horizontal=True, vertical_alignment="center", gap="xsmall"):
        for number, title in enumerate(titles):
            st.button(title, key=f"other-{number}-{answer.id}", help="Answer from this guide",
                      on_click=actions.send_example, args=(CHOICE.format(title=title),))  # fmt: skip


def _offered(answer: StoredTurn) -> tuple[Guide, ...]:
    """The guides of an answer that gave a start on each of several; others draw on fewer."""
    names = dict.fromkeys(citation.guide for citation in answer.citations if citation.source == "guide")
    known = session.shared().library.guides
    return tuple(known[name] for name in names if name in known) if len(names) >= OFFERED else ()


def _titles(question: StoredTurn, answer: StoredTurn) -> tuple[str, ...]:
    """Looked up once for an answer, and never by waiting for the guides to be indexed."""
    known: tuple[str, ...] | None = session.recall(f"others-{answer.id}")
    if known is None:
        if not session.shared().ready:
            return ()
        try:
            known = tuple(guide.title for guide in _others(question, answer))[:MOST]
        except AssistantError:
            known = ()
        session.remember(f"others-{answer.id}", known)
    return known


def _others(question: StoredTurn, answer: StoredTurn) -> Iterator[Guide]:
    history = session.place().store.history(question.conversation, before=question.position)
    text, history = meant(question.text, history) or (question.text, history)
    if intent_of(text, history) in SMALL_TALK | (ABOUT_THE_TOPIC - AFRESH):
        return
    found = session.shared().assistant().search(text, answer.situation, history)
    drawn_on = {citation.guide for citation in answer.citations}
    role = answer.situation.role
    for name in dict.fromkeys(hit.passage.guide for hit in found.hits):
        guide = session.shared().library.guides.get(name)
        if guide and name not in drawn_on and (role is None or role in guide.readers):
            yield guide
