"""The first screen: a warm word, and examples to start from."""

import streamlit as st

from assistant.situation import Role
from assistant.ui import actions, listing, markup, quality_address, session
from assistant.ui.look import show
from assistant.ui.words import CHOICES, EXAMPLES

GREETING = "What's on your mind?"
INTRODUCTION = (
    "Before you meet, in between, or looking back: say it as you'd say it to a friend. "
    "You get words to use and things to try, each with its source."
)
FOR_EVERYONE: tuple[Role, ...] = ("mentee", "mentor", "peer")
LIMITS = "Alongside is a program, not a person. It is not therapy and not a crisis service."
FOR_COORDINATORS, HOW_GOOD = "You run a programme?", "How good is it?"


def draw() -> None:
    show(
        f'<div class="al-welcome"><h1>{markup.escaped(GREETING)}</h1><p>{markup.escaped(INTRODUCTION)}</p>'
        f'<p class="al-quiet">{markup.escaped(LIMITS)}</p>'
        f'<p class="al-quiet">{FOR_COORDINATORS} {listing.go(quality_address.link("quality"), HOW_GOOD)}</p></div>'
    )
    role = session.situation().role
    with st.container(key="al-examples", gap="small"):
        for shown in (role,) if role else FOR_EVERYONE:
            _examples(shown, EXAMPLES[shown] if role else EXAMPLES[shown][:1])


def _examples(role: Role, questions: tuple[str, ...]) -> None:
    show(f'<p class="al-example-role">{markup.escaped(CHOICES["role"].options[role])}</p>')
    for number, question in enumerate(questions):
        st.button(question, key=f"example-{role}-{number}", on_click=actions.send_example, args=(question,),
                  width="stretch")  # fmt: skip
