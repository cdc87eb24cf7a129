"""Thumbs and fixed reasons under an answer. A fragment: it never touches an answer being written."""

import streamlit as st

from assistant.errors import AssistantError
from assistant.store import REASONS, Rating, Reason, Verdict
from assistant.ui import bubbles, session
from assistant.ui.look import show, told
from assistant.ui.words import REASONS as REASON_WORDS


def thumbs(turn: str) -> None:
    st.fragment(_draw, key=f"thumbs-{turn}")(turn)


def _draw(turn: str) -> None:
    with told():
        _rated(turn)


def _rated(turn: str) -> None:
    stored = session.place().store.turn(turn)
    rating = stored.rating if stored else None
    with st.container(key=f"al-thumbs-{turn}", horizontal=True, vertical_alignment="center", gap="xsmall"):
        _thumb(turn, "up", "Helpful", rating)
        _thumb(turn, "down", "Not helpful", rating)
        if rating:
            _reasons(turn, rating)
    if problem := session.recall(f"rating-problem-{turn}"):
        show(bubbles.notice(problem))


def _thumb(turn: str, verdict: Verdict, words: str, rating: Rating | None) -> None:
    chosen = rating is not None and rating.verdict == verdict
    st.button(
        words,
        key=f"thumb-{verdict}-{turn}",
        icon=":material/check:" if chosen else f":material/thumb_{verdict}:",
        help="Press again to take it back" if chosen else None,
        type="tertiary",
        on_click=_rate,
        args=(turn, None if chosen else verdict),
    )


def _reasons(turn: str, rating: Rating) -> None:
    box = f"reason-{rating.verdict}-{turn}"
    st.pills("Why? (optional)", REASONS[rating.verdict], default=rating.reason, key=box,
             format_func=lambda reason: REASON_WORDS[reason], on_change=_give_reason, args=(turn, rating.verdict, box),
             label_visibility="collapsed")  # fmt: skip


def _rate(turn: str, verdict: Verdict | None, reason: Reason | None = None) -> None:
    store = session.place().store
    session.forget(f"rating-problem-{turn}")
    try:
        if verdict is None:
            store.unrate(turn)
        else:
            store.rate(turn, verdict, reason)
    except AssistantError as error:
        session.remember(f"rating-problem-{turn}", str(error))


def _give_reason(turn: str, verdict: Verdict, box: str) -> None:
    _rate(turn, verdict, session.recall(box))
