"""The conversations of this device in the sidebar: find, open, rename, take along, delete."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from assistant.store import Conversation, Store, Summary, export_markdown
from assistant.ui import actions, keeping, markup, session
from assistant.ui.helplines import countries
from assistant.ui.look import show

GONE = "This conversation is not here any more.\n"
SHOWN = 30  # more than anybody scans; the search finds the rest


UNKEPT = (
    "This conversation is not kept. It ends when you close this tab, start another one or leave it for half an hour. "
    "You can reload the page."
)
TALK = Path(__file__).with_name("conversation_page.py")


def draw(shown: Conversation | None, *, elsewhere: bool = False) -> None:
    """`elsewhere`: another page is on the screen, which opening a conversation leaves."""
    with st.sidebar:
        opened = st.button("New conversation", icon=":material/add:", on_click=actions.new_conversation,
                           key="new-conversation", type="primary", width="stretch")  # fmt: skip
        if session.tab().conversation:
            opened |= _unkept(shown if session.name() == session.HERE else None)
        opened |= _past(shown)
        _settings()
    if opened and elsewhere:
        st.switch_page(TALK)


def _past(shown: Conversation | None) -> bool:
    """The list; returns whether one was opened."""
    store = session.kept().store
    everything = store.conversations()
    if not everything:
        show('<p class="al-quiet">Conversations you keep will be listed here.</p>')
        return False
    words = st.text_input("Search your conversations", key="history-search", type="search", live=True,
                          placeholder="Search your conversations", label_visibility="collapsed") or ""  # fmt: skip
    found = store.conversations(words) if words.strip() else everything
    if not found:
        show('<p class="al-quiet">Nothing found. Try fewer words.</p>')
    with st.container(key="al-history", gap=None):
        opened = [_entry(summary, current=shown is not None and summary.id == shown.id) for summary in found[:SHOWN]]
    if len(found) > SHOWN:
        show(f'<p class="al-quiet">and {len(found) - SHOWN} more: search for them.</p>')
    return any(opened)


def _entry(summary: Summary, *, current: bool) -> bool:
    state = "current" if current else "other"
    with st.container(
        key=f"al-entry-{state}-{summary.id}", horizontal=True, vertical_alignment="center", gap=None, wrap=False
    ):
        opened = st.button(markup.label(summary.title), key=f"open-{summary.id}", on_click=actions.open_conversation,
                  args=(summary.id,), type="tertiary", width="stretch")  # fmt: skip
        with st.popover("Rename, export or delete", icon=":material/more_horiz:", key=f"more-{summary.id}",
                        type="tertiary", on_change="rerun") as more:  # fmt: skip
            if more.open:
                _menu(summary)
    return opened


def _menu(summary: Summary) -> None:
    box = f"rename-{summary.id}"
    # Browsers offer again what was typed into a box, to whoever sits there next and after it is deleted here.
    st.text_input("Name", summary.title, key=box, on_change=actions.rename, args=(summary.id, box), max_chars=60,
                  autocomplete="off")  # fmt: skip
    _export(session.kept().store, summary.id)
    if st.checkbox("I want to delete this for good", key=f"sure-{summary.id}"):
        whole = session.kept().store.conversation(summary.id, latest=1)
        keeping.offer_copies(whole.created if whole else None, f"copies-{summary.id}")
        st.button("Delete conversation", key=f"delete-{summary.id}", icon=":material/delete:", type="primary",
                  on_click=actions.delete, args=(summary.id,), width="stretch")  # fmt: skip


def _unkept(shown: Conversation | None) -> bool:
    """The conversation that is only in this tab's memory; returns whether it was opened from elsewhere."""
    with st.container(key="al-unkept", gap="xsmall"):
        show(f'<p class="al-quiet">{UNKEPT}</p>')
        if shown is None:
            return st.button("Back to it", icon=":material/chat:", on_click=actions.open_conversation,
                             args=(session.HERE,), key="back-to-unkept", width="stretch")  # fmt: skip
        if session.preference("keep") is not None:
            st.button("Keep it", icon=":material/bookmark_add:", on_click=actions.keep_this, args=(shown.id,),
                      width="stretch")  # fmt: skip
        _export(session.place().store, shown.id)
    return False


def _export(store: Store, name: str) -> None:
    """Written when it is asked for: nothing of a conversation lies ready for a download that nobody wants."""
    zone = datetime.now().astimezone().tzinfo or UTC

    def written() -> str:
        whole = store.conversation(name)
        return export_markdown(whole, zone) if whole else GONE

    st.download_button("Export as Markdown", written, file_name="conversation.md", mime="text/markdown",
                       icon=":material/download:", key=f"export-{name}", on_click="ignore",
                       width="stretch")  # fmt: skip


def _settings() -> None:
    with st.popover("Settings", icon=":material/tune:", type="tertiary", key="settings"):
        session.remember("keep-choice", session.preference("keep"))
        st.radio("Conversations", [True, False], key="keep-choice", on_change=_keep, horizontal=False,
                 format_func=lambda keep: "Keep on this device" if keep else "Don't keep")  # fmt: skip
        keeping.choose_days()
        session.remember("country", session.situation().country)
        known = countries(session.shared().helplines)
        st.selectbox("Country, for helplines", [*known], key="country", index=None, placeholder="Not said, or another",
                     format_func=lambda code: known[code], on_change=actions.choose_country,
                     args=("country",))  # fmt: skip
        session.remember("all-at-once", bool(session.preference("all_at_once")))
        st.toggle("Show answers all at once", key="all-at-once", on_change=_all_at_once,
                  help="For screen readers: an answer appears when it is whole, and is read out once.")  # fmt: skip


def _keep() -> None:
    actions.choose_keep(keep=bool(session.recall("keep-choice")))


def _all_at_once() -> None:
    session.prefer("all_at_once", bool(session.recall("all-at-once")))
