"""What stands at the foot of the conversation: the situation as chips, the box, and who sees what is written."""

from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import Any

import streamlit as st

from assistant.errors import StoreError
from assistant.situation import Situation
from assistant.store import Conversation
from assistant.ui import actions, bubbles, chooser, markup, session
from assistant.ui.look import show
from assistant.ui.words import CHOICES, NOT_SURE, UNMASKED, UNMASKED_HELP, Choice, chosen, privacy

NOTHING = "not_sure"
"""Stands for an open field in the pills, which cannot hold None."""


def draw(shown: Conversation | None) -> None:
    with st.bottom, st.container(key="al-composer", gap="xsmall"):
        with st.container(gap="xsmall"):
            if words := session.recall("help"):
                show(bubbles.fixed_words(words, session.shared().contacts))
            if problem := session.recall("notice"):
                show(bubbles.notice(problem))
            if session.appearing("keep") is None and not session.shared().problem and not (words or _urgent(shown)):
                _ask_to_keep()
        chips(_guessed(shown))
        if actions.may_be_unmasked():
            _unmasked()
        st.chat_input("Say it in your own words", key="message", on_submit=actions.send)
        keep = session.appearing("keep")
        settings = session.shared().settings
        line = privacy(settings.model, keep=keep if isinstance(keep, bool) else None, masking=settings.masking)
        show(f'<p class="al-privacy">{markup.escaped(line)} <a href="/about" target="_self">More</a></p>')


def _unmasked() -> None:
    """For one message: a new switch, off, stands here when it has been sent."""
    with st.container(key="al-unmasked"):
        st.toggle(UNMASKED, key=actions.unmasked_key(), help=UNMASKED_HELP)


def _ask_to_keep() -> None:
    with st.container(key="al-keep", horizontal=True, vertical_alignment="center", gap="small"):
        show('<p class="al-keep-words">Keep conversations on this device, so you can come back to them?</p>')
        st.button("Keep on this device", on_click=actions.choose_keep, kwargs={"keep": True}, type="secondary")
        st.button("Don't keep", on_click=actions.choose_keep, kwargs={"keep": False}, type="secondary")


@st.fragment(key="chips")
def chips(guessed: Situation) -> None:
    """The situation, each part changed in two taps; left out when it cannot be read."""
    with suppress(StoreError):
        _chips(session.situation(), guessed)


def _chips(said: Situation, guessed: Situation) -> None:
    with st.container(key="al-chips", horizontal=True, gap="xsmall"):
        for field, choice in CHOICES.items():
            _chip(field, choice, asdict(said)[field], asdict(guessed)[field])


def _chip(field: str, choice: Choice, said: Any, guessed: Any) -> None:
    known = _known(said) or _known(guessed)
    words = chosen(field, known) if known else choice.unset
    if known and not _known(said):
        words += " (guess)"
    version = session.recall(f"picks-{field}", 0)
    with st.popover(words, key=f"chip-{field}-{version}", type="secondary" if known else "tertiary"):
        st.pills(choice.question, [*choice.options, NOTHING], default=_known(said) or NOTHING, required=True,
                 key=f"pick-{field}-{version}", format_func=lambda value: choice.options.get(value, NOT_SURE),
                 on_change=_pick, args=(field, version))  # fmt: skip
        if known and not _known(said):
            show(f'<p class="al-quiet">Guessed from your words: {markup.escaped(chosen(field, known))}.</p>')
        if field == "relationship":
            chooser.draw(partial(_take, field, version), version)


def _pick(field: str, version: int) -> None:
    """Take the choice, and put a new, closed chip in the place of the open one."""
    _take(field, version, session.recall(f"pick-{field}-{version}"))


def _take(field: str, version: int, value: str | None) -> None:
    session.set_situation(**{field: _stored(field, value)})
    session.remember(f"picks-{field}", version + 1)


def _stored(field: str, value: str | None) -> str | None:
    if value in {None, NOTHING}:
        return "unknown" if field == "age" else None
    return value


def _known(value: str | None) -> str | None:
    return None if value in {None, "unknown"} else value


def _urgent(shown: Conversation | None) -> bool:
    """Nothing ordinary is asked while there is danger."""
    return shown is not None and bool(shown.turns) and shown.turns[-1].concern.level == "urgent"


def _guessed(shown: Conversation | None) -> Situation:
    """What the assistant made of the words so far."""
    answers = [turn for turn in shown.turns if turn.speaker == "assistant"] if shown else []
    return answers[-1].situation if answers else Situation()
