"""The coordinator checks that Alongside works here as it is set up: card, documents, model, eight fixed questions."""

from datetime import datetime

import streamlit as st

from assistant.errors import AssistantError
from assistant.quality.installation import Installation, LastCheck, Result, State, Step, check, in_order
from assistant.ui import bubbles, look, markup, quality_frame, session

PLACE = "quality-check"
LEAD = (
    "Does Alongside work on this device, as you have set it up? This asks it eight fixed questions, and looks whether "
    "your programme card, your documents and the model are in place. It takes less than a minute."
)
SENT = "A model is set here: one fixed sentence and the ordinary ones among the questions are sent to it."
KEPT = "Only the result is kept, in the data folder. It says that things work, not how good the answers are."
NEVER = "It has not been checked yet."
STATES: dict[State, str] = {"bad": "Does not work", "look": "Worth a look", "good": "Works"}


def run(bar: "st.delta_generator.DeltaGenerator") -> None:
    shared = session.shared()
    here = Installation(shared.usable, lambda: shared.programme.read().card, shared.settings.model)
    result = check(here, lambda done, of, name: _told(bar, done / of, name))
    LastCheck(shared.settings.last_check).write(result)
    bar.empty()


def _told(bar: "st.delta_generator.DeltaGenerator", share: float, name: str) -> None:
    bar.progress(share, f"{markup.label(name)}…")


def shown(result: Result) -> str:
    moment = datetime.fromisoformat(result.date).astimezone()
    rows = "".join(_row(step) for step in in_order(result.steps))
    return (
        f'<p class="al-ending" role="status"><strong>{markup.escaped(result.told)}</strong> '
        f'Checked on {moment:%-d %B %Y at %H:%M}.</p><ul class="al-steps">{rows}</ul>'
    )


def _row(step: Step) -> str:
    return (
        f'<li class="al-step al-{step.state}"><strong>{markup.escaped(step.name)}</strong> '
        f"<em>{STATES[step.state]}</em> <span>{markup.escaped(step.told)}</span></li>"
    )


def last() -> str:
    try:
        known = LastCheck(session.shared().settings.last_check).read()
    except AssistantError as error:
        return bubbles.notice(str(error))
    return shown(known) if known else f'<p class="al-ending">{NEVER}</p>'


with look.page():
    quality_frame.begin(PLACE, "Check our installation", LEAD)
    if session.shared().settings.model:
        look.show(f'<p class="al-quiet">{SENT}</p>')
    if st.button("Check now", key="quality-check-now", type="primary", icon=":material/fact_check:"):
        with look.told():
            run(st.progress(0.0))
    look.show(last())
    look.show(f'<p class="al-quiet">{KEPT}</p>')
