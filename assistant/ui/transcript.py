"""The conversation on the screen: messages, the answer being written, and what can be done with each."""

from collections.abc import Sequence

import streamlit as st

from assistant.store import Conversation, StoredTurn
from assistant.ui import actions, alternatives, bubbles, feedback, session
from assistant.ui.helplines import countries
from assistant.ui.look import show, told
from assistant.ui.words import AFTER_CAUTION, AFTER_URGENT

POLL_SECONDS = 0.4  # several words at a time, and far below what one process can draw
LOOKING = "Looking through the guides…"
WRITING = "Writing…"
PREPARING = "Getting the guides ready. The first time this can take a few minutes…"


def draw(shown: Conversation) -> None:
    last_question = max((turn.position for turn in shown.turns if turn.speaker == "person"), default=-1)
    if shown.earlier:
        st.button("Show earlier messages", key="look-back", icon=":material/expand_less:", type="tertiary",
                  on_click=session.look_back, width="stretch")  # fmt: skip
    for turn in shown.turns:
        if turn.speaker == "person":
            _question(turn, shown, editable=turn.position == last_question)
        elif _being_written(turn):
            session.watch(turn.id)
            st.fragment(_live, run_every=POLL_SECONDS, key=f"live-{turn.id}")(turn.id)
        else:
            _finished(turn, last=turn.position > last_question)
    _offer_others(shown.turns[-2:])


def _offer_others(latest: Sequence[StoredTurn]) -> None:
    """Other guides for the newest answer, unless fixed words are what matters."""
    match latest:
        case [question, answer] if answer.state == "done" and answer.text and not answer.signposting:
            alternatives.draw(question, answer)


def _being_written(turn: StoredTurn) -> bool:
    """Its lease may have passed while a laptop was closed: what is written here is no orphan."""
    return turn.state == "running" or (turn.state == "interrupted" and session.place().running.writing(turn.id))


def _question(turn: StoredTurn, shown: Conversation, *, editable: bool) -> None:
    if session.recall("editing") == turn.id:
        _edit_box(shown)
        return
    show(bubbles.person(turn))
    if editable:
        with st.container(key=f"al-own-{turn.id}", horizontal=True, horizontal_alignment="right"):
            st.button("Edit", key=f"edit-{turn.id}", icon=":material/edit:", type="tertiary", help="Edit your message",
                      on_click=actions.begin_edit, args=(turn.id, turn.text))  # fmt: skip


def _edit_box(shown: Conversation) -> None:
    with st.container(key="al-editing"):
        st.text_area("Your message", key="edited", height="content")
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.button("Leave as it was", on_click=actions.cancel_edit, type="tertiary")
            st.button("Send again", on_click=actions.save_edit, args=(shown.id,), type="primary")


def _live(name: str) -> None:
    """The answer being written, looked up again and again; nothing here writes it, so nothing here can break it."""
    with told():
        turn = session.place().running.look(name)
        if turn is None or turn.state != "running":
            session.refresh()
        else:
            _written(turn)


def _written(turn: StoredTurn) -> None:
    _fixed_words(turn)
    if not session.preference("all_at_once"):
        show(bubbles.answer(turn, session.shared().library, session.shared().documents.read()))
    show(bubbles.waiting(_state(turn)))
    if turn.problem:
        show(bubbles.notice(turn.problem))
    st.button("Stop", key=f"stop-{turn.id}", icon=":material/stop_circle:", on_click=actions.stop, args=(turn.id,))


def _state(turn: StoredTurn) -> str:
    if turn.text:
        return WRITING
    return LOOKING if session.shared().ready else PREPARING


def _finished(turn: StoredTurn, *, last: bool) -> None:
    _fixed_words(turn)
    show(bubbles.answer(turn, session.shared().library, session.shared().documents.read()))
    if turn.state in {"stopped", "interrupted"}:
        show(bubbles.ending(turn))
    if turn.sent:
        show(bubbles.sent(turn))
    with st.container(key=f"al-tools-{turn.id}", horizontal=True, vertical_alignment="center", gap="small"):
        if last and (turn.text or turn.state != "done"):
            _ways_on(turn)
        if turn.text:
            feedback.thumbs(turn.id)
    if last and turn.signposting:
        _after_fixed_words(turn)
    if session.recall("watched") == turn.id:
        show(bubbles.announcement(turn))


def _after_fixed_words(turn: StoredTurn) -> None:
    """Numbers for where they are, and what people say next."""
    if turn.situation.country is None:
        known = countries(session.shared().helplines)
        st.selectbox("Show the numbers for your country", [*known], index=None, placeholder="Choose your country",
                     format_func=lambda code: known[code], key=f"country-{turn.id}", width=280,
                     on_change=actions.choose_country, args=(f"country-{turn.id}", turn.id))  # fmt: skip
    said_next = AFTER_URGENT[turn.concern.about] if turn.concern.level == "urgent" else AFTER_CAUTION
    if turn.concern.level != "none":
        with st.container(key=f"al-next-{turn.id}", horizontal=True, gap="xsmall"):
            for number, words in enumerate(said_next):
                st.button(words, key=f"next-{number}-{turn.id}", on_click=actions.send_example, args=(words,))


def _ways_on(turn: StoredTurn) -> None:
    unfinished = turn.state in {"stopped", "interrupted"}
    label = "Finish it" if unfinished else "Answer again"
    st.button(label, key=f"again-{turn.id}", icon=":material/refresh:", on_click=actions.answer_again, args=(turn.id,),
              type="secondary" if unfinished else "tertiary")  # fmt: skip
    place = turn.versions.index(turn.id) if turn.id in turn.versions else 0
    if place > 0:
        st.button("Earlier answer", key=f"before-{turn.id}", icon=":material/undo:", type="tertiary",
                  on_click=actions.show_version, args=(turn.versions[place - 1],))  # fmt: skip
    if place + 1 < len(turn.versions):
        st.button("Later answer", key=f"after-{turn.id}", icon=":material/redo:", type="tertiary",
                  on_click=actions.show_version, args=(turn.versions[place + 1],))  # fmt: skip


def _fixed_words(turn: StoredTurn) -> None:
    if turn.signposting:
        show(bubbles.fixed_words(turn.signposting, session.shared().contacts))
    if turn.concern.moderated:
        show(bubbles.moderated())
