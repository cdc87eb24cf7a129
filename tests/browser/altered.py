"""The real app, except that a cookie says whose visit it is and that a closed tab ends after a moment."""

from functools import partial

import streamlit as st

from assistant.ui import session, shared, start, tabs

GRACE_SECONDS = 3.0


def named_owner() -> str:
    return st.context.cookies.get("owner", "nobody")


if __name__ == "__main__":
    session.owner = named_owner
    setattr(shared, "Tabs", partial(tabs.Tabs, grace=GRACE_SECONDS))  # noqa: B010 - mypy forbids the plain way
    start.main()
