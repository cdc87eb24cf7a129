"""Rating one answer after another: one closed question at a time, each by one key, undone by another."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from assistant.messages import Signposting
from assistant.quality.labelfile import LabelFile
from assistant.quality.labels import QUESTIONS, Label, Question, Rater, Verdict, answer_key
from assistant.quality.rating import SITTING, done_by, next_one
from assistant.quality.records import CaseRecord
from assistant.ui import bubbles, markup, session
from assistant.ui.actions import telling
from assistant.ui.look import show, told
from assistant.ui.rating_words import DONE, KEYS, MEANS, VERDICTS, who_asks
from assistant.ui.rating_words import QUESTIONS as ASKED

Said = list[tuple[Question, Verdict | None]]
"""What has been said of the answer on the screen so far; None: the rater could not tell."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who rates what."""

    rater: Rater
    name: str
    answers: Sequence[CaseRecord]
    file: LabelFile


def draw(sitting: Sitting) -> None:
    st.fragment(_drawn, key="rating")(sitting)


def _drawn(sitting: Sitting) -> None:
    with told():
        labels = sitting.file.read().labels
        done = done_by(labels, sitting.rater, sitting.name) & {answer_key(case) for case in sitting.answers}
        case = _current(sitting, done)
        _progress(sitting, len(done))
        if case is None:
            show(f'<p class="al-ending" role="status">{DONE}</p>')
            _going_on(sitting, None)
        else:
            show(_card(case))
            with st.container(key="al-asking", gap="small"):
                _ask(sitting, case)
        if problem := session.recall("notice"):
            show(bubbles.notice(problem))


def _current(sitting: Sitting, done: Set[str]) -> CaseRecord | None:
    again = session.recall("rating-again")
    if again and again not in done:
        return next((case for case in sitting.answers if answer_key(case) == again), None)
    return next_one(sitting.answers, done, session.recall("rating-skipped", []))


def _progress(sitting: Sitting, done: int) -> None:
    now = len(session.recall("rating-given", []))
    words = f"{markup.label(sitting.name)}: {now} of {SITTING} in this sitting, {done} of {len(sitting.answers)} in all"
    st.progress(min(1.0, now / SITTING), words)


def _card(case: CaseRecord) -> str:
    asked = "".join(
        f'<div class="al-row al-person"><div class="al-bubble" role="group" aria-label="Question">'
        f"{markup.plain_html(turn)}</div></div>"
        for turn in case.turns
    )
    earlier = '<p class="al-quiet">Only the last answer is shown.</p>' if len(case.turns) > 1 else ""
    fixed = bubbles.fixed_words(Signposting("", case.signposting)) if case.signposting else ""
    text = markup.markdown_html(markup.MARKER.sub("", case.answer))
    answer = (
        f'<div class="al-row al-assistant"><div class="al-answer" role="group" aria-label="Answer">{text}</div></div>'
        if case.answer.strip()
        else ""
    )
    return (
        f'<article class="al-rated" data-al-rated="{answer_key(case)}">'
        f'<p class="al-quiet">{markup.escaped(who_asks(case.situation))}</p>{asked}{earlier}{fixed}{answer}'
        f'<p class="al-quiet">What matters here: {markup.escaped(case.why)}</p></article>'
    )


def questions(case: CaseRecord) -> tuple[Question, ...]:
    """Those that apply: where nobody said who is asking, nobody can say whether it is right for them."""
    return tuple(question for question in QUESTIONS if question != "role" or case.situation.get("role"))


def _ask(sitting: Sitting, case: CaseRecord) -> None:
    said = _said(case)
    asked = questions(case)
    question = asked[min(len(said), len(asked) - 1)]
    answered = "".join(f"<li>{ASKED[each]} <strong>{VERDICTS[verdict]}</strong></li>" for each, verdict in said)
    show(
        f'<div class="al-asked" role="status"><h2>{len(said) + 1} of {len(asked)}: {ASKED[question]}</h2>'
        f'<p class="al-quiet">{MEANS[question]}</p>{f"<ul>{answered}</ul>" if answered else ""}</div>'
    )
    with st.container(key="al-verdicts", horizontal=True, gap="small"):
        for verdict in (*reversed(QUESTIONS[question]), None):
            st.button(VERDICTS[verdict], key=f"verdict-{verdict}", shortcut=KEYS[verdict], on_click=say,
                      args=(sitting, case, verdict),
                      type="tertiary" if verdict is None else "secondary")  # fmt: skip
    _going_on(sitting, case)


def _going_on(sitting: Sitting, case: CaseRecord | None) -> None:
    with st.container(key="al-rating-tools", horizontal=True, gap="small"):
        st.button("Undo", key="rating-undo", shortcut="U", icon=":material/undo:", type="tertiary", on_click=undo,
                  args=(sitting, case),
                  disabled=not (case and _said(case)) and not session.recall("rating-given"))  # fmt: skip
        if case:
            st.button("Skip", key="rating-skip", shortcut="S", icon=":material/skip_next:", type="tertiary",
                      on_click=skip, args=(case,))  # fmt: skip
        if st.button("Stop for now", key="rating-stop", icon=":material/pause:", type="tertiary"):
            leave()
            session.refresh()


def _said(case: CaseRecord) -> Said:
    key, said = session.recall("rating-draft", ("", []))
    return list(said) if key == answer_key(case) else []


@telling
def say(sitting: Sitting, case: CaseRecord, verdict: Verdict | None) -> None:
    """Answer the question on the screen; with the last one the rating is kept and the next answer shown."""
    asked, said = questions(case), _said(case)
    said.append((asked[len(said)], verdict))
    if len(said) < len(asked):
        session.remember("rating-draft", (answer_key(case), said))
        return
    verdicts: Mapping[Question, Verdict] = {question: told for question, told in said if told}
    if not verdicts:
        skip(case)
        return
    label = Label(answer_key(case), case.id, case.family, sitting.rater, sitting.name, verdicts, datetime.now(UTC))
    sitting.file.add([label])
    session.remember("rating-given", [*session.recall("rating-given", []), label])
    _turn_over()


@telling
def skip(case: CaseRecord) -> None:
    """Not now: it comes again when all others are rated."""
    key = answer_key(case)
    session.remember("rating-skipped", [*(each for each in session.recall("rating-skipped", []) if each != key), key])
    _turn_over()


@telling
def undo(sitting: Sitting, case: CaseRecord | None) -> None:
    """Take the last press back; at the beginning of an answer, the rating of the one before, which is shown again."""
    said = _said(case) if case else []
    if case and said:
        session.remember("rating-draft", (answer_key(case), said[:-1]))
        return
    given = session.recall("rating-given", [])
    if given:
        sitting.file.take_back(given[-1])
        session.remember("rating-given", given[:-1])
        _turn_over()
        session.remember("rating-again", given[-1].answer)


def leave() -> None:
    """End the sitting; what has been rated is kept."""
    for name in ("rating-draft", "rating-given", "rating-skipped", "rating-again", "rating-as"):
        session.forget(name)


def _turn_over() -> None:
    session.forget("rating-draft")
    session.forget("rating-again")
