"""What the page remembers about this visit. The only module that touches st.session_state and st.cache_resource."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assistant.errors import InputError, StoreError
from assistant.messages import Signposting
from assistant.settings import Settings
from assistant.situation import Situation
from assistant.store import LOCAL_OWNER, Conversation, PreferenceName, StoredTurn
from assistant.ui import downloads
from assistant.ui.place import Place
from assistant.ui.shared import Shared
from assistant.ui.tabs import Tab

LATEST = 8  # turns drawn at first: drawing more costs a browser more time with every answer than making it takes
EARLIER = 20  # and more each time they are asked for
ADDRESS = "c"
"""What is on the screen, in the page's address, by which a reload finds it again."""

HERE = "here"
"""In the address of a conversation that is not kept: it names nothing, and leads to this tab's own only."""

GONE = (
    "A conversation that is not kept can only be seen in the tab it was written in. If that tab was closed, or not "
    "used for half an hour, it has ended."
)
NOT_HERE = "That conversation is not here. It may have been deleted. You can start a new one."


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """Shared by every visitor, so it must hold nothing about any of them beyond their conversations."""
    made = Shared(Settings.from_env(), _connected)
    made.warm_up()
    made.tabs.watch()
    made.keep_mending()
    made.keep_tidy()
    downloads.keep_short(made)
    return made


def owner() -> str:
    """Whose visit this is. The only place that says so: whatever a page reads or writes is scoped to it."""
    return LOCAL_OWNER


def kept() -> Place:
    """Where this owner's conversations are kept."""
    return shared().kept(owner())


def tab() -> Tab:
    """The tab this is, which is thereby used; a fresh one when it has ended or is somebody else's."""
    token = recall("tab")
    known = shared().tabs.use(token, owner(), _visit()) if token else None
    if known is None:
        known = shared().tabs.open(owner(), _visit())
        remember("tab", known.token)
        with suppress(StoreError):
            _take_situation(known)
    return known


def _take_situation(known: Tab) -> None:
    """An earlier version kept it though nothing was to be kept."""
    if not keeping() and preference("situation"):
        known.situation = _kept_situation()
        prefer("situation", None)


def settled() -> bool:
    """Has the browser said which tab this is?"""
    return bool(recall("settled"))


def settle(said: str) -> bool:
    """Be the tab that the browser says this is, if there is one; return whether the page is to be drawn again."""
    fresh = tab()
    remember("settled", True)
    known = shared().tabs.use(said, owner(), _visit()) if said != fresh.token else None
    if known:
        shared().tabs.end(fresh.token)
        remember("tab", known.token)
    return said != fresh.token or bool(recall("unsent")) or st.query_params.get(ADDRESS) == HERE


def recall(name: str, default: Any = None) -> Any:
    return st.session_state.get(name, default)


def remember(name: str, value: Any) -> None:
    st.session_state[name] = value


def forget(name: str) -> None:
    st.session_state.pop(name, None)


def name() -> str | None:
    """What is on the screen: a kept conversation, HERE for the one that is not kept, or None for a new one."""
    if named := st.query_params.get(ADDRESS):
        remember("conversation", named)
    known: str | None = recall("conversation")
    return known or (HERE if tab().conversation and not recall("missing") else None)


def conversation_id() -> str | None:
    return tab().conversation if name() == HERE else name()


def conversation() -> Conversation | None:
    """As far as it is on the screen: its latest turns."""
    known = conversation_id()
    return place().store.conversation(known, latest=looked_at()) if known else None


def looked_at() -> int:
    """How many of its latest turns are on the screen."""
    opened, turns = recall("looked_at", (None, LATEST))
    return int(turns) if opened == conversation_id() else LATEST


def look_back() -> None:
    """Show more of what was said before."""
    remember("looked_at", (conversation_id(), looked_at() + EARLIER))


def place() -> Place:
    """Where the conversation on the screen is held; a new one goes where the person has said, or is not kept."""
    in_memory = name() == HERE or (name() is None and not keeping())
    return tab().place if in_memory else kept()


def waiting() -> bool:
    """Is it still to be seen whether the tab holds a conversation that goes on here?"""
    return not settled() and name() in {None, HERE}


def show_address(shown: Conversation | None) -> str | None:
    """Put what is shown into the page's address; what is not here is taken out, and told until something is done."""
    known = name()
    if shown and known:
        st.query_params[ADDRESS] = known
    elif known == HERE and tab().kept_as:
        open_conversation(tab().kept_as)
        refresh()
    elif known and not waiting():
        leave()
        remember("missing", GONE if known == HERE else NOT_HERE)
    words: str | None = recall("missing")
    return words


def open_conversation(known: str | None) -> None:
    """Show another conversation."""
    leave()
    remember("conversation", known)


def leave() -> None:
    """Show none; what is not kept stays in its tab."""
    for key in ("conversation", "editing", "watched", "missing"):
        forget(key)
    st.query_params.pop(ADDRESS, None)


def begin_anew() -> None:
    """A new conversation; the one that is not kept ends with that."""
    here = tab()
    if here.conversation:
        here.place.end(here.conversation)
    here.conversation = here.kept_as = None
    leave()


def hold(known: str, *, is_kept: bool) -> None:
    """Show the conversation that has just begun where it is held."""
    if is_kept:
        open_conversation(known)
    else:
        tab().conversation = known
        open_conversation(HERE)


def watch(turn: str) -> None:
    """Have this answer read out when it is whole: it was asked for here."""
    remember("watched", turn)


def preference(choice: PreferenceName) -> object:
    return kept().store.preference(choice)


def appearing(choice: PreferenceName) -> object:
    """A preference as far as it is known: what only changes how the page looks must not keep it from being shown."""
    with suppress(StoreError):
        remember(f"appearing-{choice}", preference(choice))
    return recall(f"appearing-{choice}")


def prefer(choice: PreferenceName, value: object) -> None:
    kept().store.set_preference(choice, value)


def keeping() -> bool:
    """Has the person said that conversations are to be kept?"""
    return preference("keep") is True


def situation() -> Situation:
    """What the person has said about their situation; the rest is guessed from their words."""
    return _kept_situation() if keeping() else tab().situation


def set_situation(**values: Any) -> None:
    """Remember it where conversations are held: on disk only when they are kept."""
    changed = replace(situation(), **values)
    if keeping():
        prefer("situation", changed.as_dict())
    else:
        tab().situation = changed


def keep_from_now(*, keep: bool) -> None:
    """Remember the choice, and take what was said of the situation along, to disk or away from it."""
    if keep and shared().problem:
        raise StoreError(shared().problem)
    said = situation()
    prefer("situation", said.as_dict() if keep else None)
    tab().situation = said
    prefer("keep", keep)


def days_kept() -> int | None:
    """For how many days after its last message a conversation is kept; None: until it is deleted."""
    return kept().store.retention(shared().settings.retention)


def _kept_situation() -> Situation:
    stored = preference("situation")
    try:
        return Situation.parse(stored) if isinstance(stored, dict) else Situation()
    except InputError:  # written by another version
        return Situation()


def refresh() -> None:
    """Draw the whole page again, from inside a part that draws itself."""
    st.rerun(scope="app")


def running_turn(shown: Conversation | None) -> StoredTurn | None:
    writing = place().running.writing
    return next((turn for turn in shown.turns if turn.state == "running" or writing(turn.id)), None) if shown else None


def help_for(text: str) -> Signposting | None:
    """The fixed words for what could not be stored, with what was said before, if that can be read."""
    here, known, said = tab().place, None, tab().situation
    with suppress(StoreError):
        here, known, said = place(), conversation_id(), situation()
    return here.running.help_for(known, text, said)


def _visit() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _connected(visit: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(visit)
