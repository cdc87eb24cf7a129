"""How every screen looks and behaves: the style sheet, the one script, and errors told plainly."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from assistant.ui import bubbles, mishaps, session

HERE = Path(__file__).parent
UNTIL_THEN = "Until then nothing is kept: what you write is answered all the same, and gone when you close this tab."


@contextmanager
def page() -> Iterator[None]:
    """A screen in the product's look; what a person can act on is told instead of breaking the page."""
    st.html(HERE / "style.css")
    with st.container(key="al-script"):
        st.html(script(), unsafe_allow_javascript=True)
    _tell_when_nothing_is_kept()
    with told():
        yield


@contextmanager
def told() -> Iterator[None]:
    """Part of a screen: what goes wrong in it is told in its place, and the other parts are shown all the same."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - Streamlit's own ways to end a run are none
        show(bubbles.notice(mishaps.words_for(error)))


def _tell_when_nothing_is_kept() -> None:
    with suppress(AssistantError):  # what keeps the page from being made at all is told by the page
        if problem := session.shared().problem:
            show(bubbles.notice(f"{problem} {UNTIL_THEN}"))


def show(written: str) -> None:
    """Show HTML that `markup` and `bubbles` wrote; nothing else may be passed."""
    if written:
        st.html(written)


@cache
def script() -> str:
    return f"<script>{(HERE / 'behaviour.js').read_text(encoding='utf-8')}</script>"
