"""The booklet to read, and the sign-off of the safety words: give it, see how it stands, withdraw it."""

import streamlit as st

from assistant.build import build_booklet
from assistant.errors import InputError, ProgrammeError
from assistant.safety.signoff import NAME_CHARS, SHORT, SignOff
from assistant.ui import actions, bubbles, cardform, markup, session
from assistant.ui.look import show

WHY = (
    "The booklet holds all the words that people see when somebody may be at risk, with your contacts in them, and "
    "when each is shown. Read it with whoever answers for safeguarding. Until a named person has signed, Alongside "
    "says that no professional has checked the words. A changed word, number or contact ends the sign-off."
)
UNREAD = "Read the booklet and tick the box first: a signature says that somebody has."
NAME, ROLE, READ = "sign-name", "sign-role", "sign-read"


def draw() -> None:
    show(f'<h2 class="al-group">Check and sign the safety words</h2><p class="al-quiet">{WHY}</p>')
    try:
        status = session.shared().sign_off.status()
    except ProgrammeError as error:
        show(bubbles.notice(str(error)))
        return
    show(f'<p class="al-ending" role="status">{markup.escaped(status.told())}</p>')
    settings = session.shared().settings
    st.download_button("Download the booklet", lambda: build_booklet(settings), file_name="safety-words.pdf",
                       mime="application/pdf", icon=":material/download:", key="booklet",
                       on_click="ignore")  # fmt: skip
    if status.state == "signed":
        st.button("Withdraw the sign-off", key="sign-withdraw", icon=":material/undo:", on_click=withdraw)
    else:
        _form(status)
    cardform.told("sign")


def _form(status: SignOff) -> None:
    st.text_input("Name of the person who signs", key=NAME, max_chars=NAME_CHARS, autocomplete="off")
    st.text_input("Their role", key=ROLE, max_chars=NAME_CHARS, autocomplete="off")
    st.checkbox(f"They have read the whole booklet, number {status.words[:SHORT]}", key=READ)
    st.button("Sign", key="sign", icon=":material/signature:", on_click=sign, args=(status.words,))


@actions.telling
def sign(read: str) -> None:
    """`read` is the fingerprint of the words that were on the page when the button was drawn."""
    cardform.begin("sign")
    if not session.recall(READ):
        raise InputError(UNREAD)
    session.shared().sign_off.sign(session.recall(NAME) or "", session.recall(ROLE) or "", read)


@actions.telling
def withdraw() -> None:
    cardform.begin("sign")
    session.shared().sign_off.withdraw()
