"""How every screen looks and behaves: the style sheet, the one script, and errors told plainly."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from assistant.ui import bubbles

HERE = Path(__file__).parent


@contextmanager
def page() -> Iterator[None]:
    """A screen in the product's look; what a person can act on is told instead of breaking the page."""
    st.html(HERE / "style.css")
    with st.container(key="al-script"):
        st.html(_script(), unsafe_allow_javascript=True)
    try:
        yield
    except AssistantError as error:
        show(bubbles.notice(str(error)))


def show(written: str) -> None:
    """Show HTML that `markup` and `bubbles` wrote; nothing else may be passed."""
    if written:
        st.html(written)


@cache
def _script() -> str:
    return f"<script>{(HERE / 'behaviour.js').read_text(encoding='utf-8')}</script>"
