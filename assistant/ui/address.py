"""What the address of the library says: which guide is open, and for whom it is read."""

import streamlit as st

from assistant.situation import ROLES, Role
from assistant.ui import session


def guide_id() -> str | None:
    return st.query_params.get("guide")


def reader() -> Role | None:
    """As whom the guides are read, if the address says so."""
    said = st.query_params.get("as")
    return next((role for role in ROLES if role == said), None)


def read_as(box: str) -> None:
    """Put who is reading into the address, so that a reload and a link keep it."""
    st.query_params["as"] = session.recall(box)
