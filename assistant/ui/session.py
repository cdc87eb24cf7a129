"""What the page remembers about this visit. The only module that touches st.session_state and st.cache_resource."""

from dataclasses import replace
from typing import Any

import streamlit as st

from assistant.errors import InputError
from assistant.settings import Settings
from assistant.situation import Situation
from assistant.store import Conversation, PreferenceName, StoredTurn
from assistant.ui.shared import Place, Shared

ADDRESS = "c"
"""The conversation's name in the page's address, by which a reload finds it again."""


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """Shared by every visitor, so it must hold nothing about any of them beyond their conversations."""
    made = Shared(Settings.from_env())
    made.warm_up()
    return made


def recall(name: str, default: Any = None) -> Any:
    return st.session_state.get(name, default)


def remember(name: str, value: Any) -> None:
    st.session_state[name] = value


def forget(name: str) -> None:
    st.session_state.pop(name, None)


def conversation_id() -> str | None:
    """The conversation on the screen; kept in mind while another page is shown."""
    if name := st.query_params.get(ADDRESS):
        remember("conversation", name)
    known: str | None = recall("conversation")
    return known


def show_address() -> None:
    """Put the conversation's name in the page's address, or take a name out that is no conversation's."""
    name = conversation_id()
    if name and conversation() is None:
        forget("conversation")
        st.query_params.pop(ADDRESS, None)
    elif name:
        st.query_params[ADDRESS] = name


def guide_id() -> str | None:
    return st.query_params.get("guide")


def open_guide(name: str | None) -> None:
    if name is None:
        st.query_params.pop("guide", None)
    else:
        st.query_params["guide"] = name


def place() -> Place:
    """Where this conversation is held; a new one goes where the person has said, or is not kept."""
    name = conversation_id()
    known: tuple[str, bool] | None = recall("held")
    if name and known and known[0] == name:
        return shared().kept if known[1] else shared().unkept
    if found := shared().place(name):
        remember("held", (name, found.store.kept))
        return found
    return shared().kept if preference("keep") is True else shared().unkept


def conversation() -> Conversation | None:
    name = conversation_id()
    return place().store.conversation(name) if name else None


def open_conversation(name: str | None) -> None:
    """Show another conversation, or a new one; one that is not kept is gone when it is left."""
    left = conversation_id()
    if left and left != name:
        shared().unkept.store.delete(left)
        for key in ("editing", "watched"):
            forget(key)
    st.query_params.pop(ADDRESS, None)
    remember("conversation", name)


def preference(name: PreferenceName) -> object:
    return shared().kept.store.preference(name)


def prefer(name: PreferenceName, value: object) -> None:
    shared().kept.store.set_preference(name, value)


def situation() -> Situation:
    """What the person has said about their situation; the rest is guessed from their words."""
    stored = preference("situation")
    try:
        return Situation.parse(stored) if isinstance(stored, dict) else Situation()
    except InputError:  # written by another version
        return Situation()


def set_situation(**values: Any) -> None:
    prefer("situation", replace(situation(), **values).as_dict())


def refresh() -> None:
    """Draw the whole page again, from inside a part that draws itself."""
    st.rerun(scope="app")


def running_turn(shown: Conversation | None) -> StoredTurn | None:
    return next((turn for turn in shown.turns if turn.state == "running"), None) if shown else None
