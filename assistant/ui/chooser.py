"""Three questions under the choice of relationship, for people who are not sure which theirs is."""

from collections.abc import Callable
from typing import Any, cast

import streamlit as st

from assistant.choosing import choose
from assistant.situation import Relationship
from assistant.ui import markup
from assistant.ui.look import show
from assistant.ui.words import CHOICES

QUESTIONS = {
    "standing": (
        "Is one of you more experienced?",
        {"guided": "Yes, one guides the other", "level": "No, we're at a similar level"},
    ),
    "aim": (
        "What is it mostly for?",
        {
            "growth": "Where a life or career is going",
            "skill": "A job, subject or skill",
            "support": "Getting through something hard",
        },
    ),
    "rhythm": ("When do you meet?", {"planned": "At agreed times", "as_needed": "When one of us needs it"}),
}
MEANS: dict[Relationship, str] = {
    "mentorship": "a mentorship: answers look further than the next task, and the mentor may ask what came of a plan.",
    "mentoring": "mentoring: answers keep to the job or skill, and one meeting may be enough.",
    "peer_mentoring": "peer mentoring: answers are for two who learn from each other, and nobody is the boss.",
    "peer_support": "peer support: answers are about listening and being there, with no agenda and no chasing.",
}
BETWEEN = "It lies between two. Take the one that sounds more like yours."
GUIDE = "roles/which-kind-of-relationship"


def draw(take: Callable[[Relationship], None], version: int) -> None:
    """`take` gets what the person settles on; a new `version` starts with no answers."""
    with st.expander("Not sure? Three short questions"):
        found = st.container()  # above the questions, where it is seen without scrolling
        answers = [_ask(name, version) for name in QUESTIONS]
        if all(answers):
            with found:
                _tell(choose(*cast("Any", answers)), take, version)
        show(f'<p class="al-quiet"><a href="/guides?guide={GUIDE}" target="_self">Read how they differ</a></p>')


def _ask(name: str, version: int) -> str | None:
    question, options = QUESTIONS[name]
    return st.pills(question, list(options), key=f"choose-{name}-{version}", format_func=options.__getitem__)


def _tell(found: tuple[Relationship, ...], take: Callable[[Relationship], None], version: int) -> None:
    if len(found) > 1:
        show(f'<p class="al-quiet">{BETWEEN}</p>')
    for relationship in found:
        show(f'<p class="al-quiet">This sounds like {markup.escaped(MEANS[relationship])}</p>')
        name = CHOICES["relationship"].options[relationship]
        st.button(f"Choose “{name}”", key=f"take-{relationship}-{version}", on_click=take, args=(relationship,))
