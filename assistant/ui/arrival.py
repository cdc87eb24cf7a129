"""Which tab is this? Its browser knows: a component that shows nothing reads the tab's token there, or leaves one."""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.ui import session

SCRIPT = Path(__file__).with_name("tab.js")


def meet() -> None:
    """Hear from the browser; the page is drawn again only when that changes what it shows."""
    session.tab()  # what is wrong with the settings is told by the page, which a fragment would not let it
    with st.container(key="al-arrival"):
        st.fragment(_hear, key="arrival")()


def _hear() -> None:
    known = session.settled()
    said = told({"token": session.tab().token, "settled": known})
    if not known and said and session.settle(said):
        session.refresh()


def watch() -> None:
    """Take a conversation that is not kept off the screen when its tab has ended: nobody may be there any more."""
    if session.name() == session.HERE:
        tabs, token = session.shared().tabs, session.tab().token
        st.fragment(_look, run_every=tabs.look_seconds, key="tab-ended")(token)


def _look(token: str) -> None:
    if not session.shared().tabs.knows(token):
        session.refresh()


def told(offer: dict[str, Any]) -> str | None:
    """The token the browser holds for this tab, once it has said so."""
    heard: str | None = _component()(key="tab-token", data=offer, on_token_change=lambda: None).get("token")
    return heard


@cache
def _component() -> Any:
    return st.components.v2.component("alongside_tab", js=SCRIPT.read_text(encoding="utf-8"))
