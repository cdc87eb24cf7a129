"""How long conversations are kept, and what still holds the words of one that is deleted."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from assistant.store import RETENTIONS
from assistant.ui import actions, markup, session
from assistant.ui.look import show

DAYS: Mapping[int, str] = {0: "Until I delete them", 30: "30 days", 90: "90 days", 365: "A year"}
OWN_COPIES = "Exports and backups you made yourself are yours to delete."


def choose_days() -> None:
    """The choice, with what it does; what it would delete at once is asked about first."""
    asked, days = session.recall("days-asked"), session.days_kept() or 0
    session.remember("days-choice", asked or days)
    st.selectbox("Keep conversations for", [chosen or 0 for chosen in RETENTIONS], key="days-choice",
                 format_func=lambda chosen: DAYS[chosen], on_change=actions.choose_days)  # fmt: skip
    if asked:
        _ask(asked)
    else:
        show(f'<p class="al-quiet">{effect(days)}</p>')


def effect(days: int) -> str:
    if not days:
        return "Nothing is deleted by itself."
    length = "a year" if days == 365 else f"{days} days"
    return f"A conversation is deleted by itself {length} after its last message."


def _ask(days: int) -> None:
    number = session.kept().store.older_than(days)
    older = "1 conversation is older than that. It goes"
    if number != 1:
        older = f"{number} conversations are older than that. They go"
    show(f'<p class="al-ending" role="status">{older} now, for good. {copies_of(None)}</p>')
    st.button("Delete and go on like this", key="days-yes", type="primary", icon=":material/delete:",
              on_click=actions.confirm_days, args=(days,), width="stretch")  # fmt: skip
    st.button("Leave it as it was", key="days-no", on_click=actions.leave_days, width="stretch")


def copies(since: datetime | None) -> tuple[datetime, ...]:
    """When the copies that hold what was said since then were made, oldest first."""
    made = (backup.made for backup in session.kept().store.backups())
    return tuple(sorted(moment for moment in made if since is None or moment >= since))


def copies_of(since: datetime | None) -> str:
    """What copies still hold it, in words; empty when none does."""
    days = list(dict.fromkeys(f"{moment.astimezone():%d %B %Y}".lstrip("0") for moment in copies(since)))
    if not days:
        return ""
    if len(days) == 1:
        return f"A copy that Alongside made on {days[0]}, in case an update went wrong, still holds it."
    listed = f"{', '.join(days[:-1])} and {days[-1]}"
    return f"Copies that Alongside made on {listed}, in case an update went wrong, still hold it."


def offer_copies(since: datetime | None, key: str) -> None:
    """Say which copies still hold it and offer to delete those too."""
    if words := copies_of(since):
        show(f'<p class="al-quiet">{markup.escaped(words)}</p>')
        st.checkbox("Delete these copies too, with all that is in them", key=key)
    show(f'<p class="al-quiet">{OWN_COPIES}</p>')
