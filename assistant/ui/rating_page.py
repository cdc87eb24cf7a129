"""The page on which people rate answers, blind to how they were scored, and see what the ratings come to.

Somebody else sits here than whoever talks to Alongside: no conversations are listed beside it, as they are elsewhere.
"""

from collections.abc import Mapping

import streamlit as st

from assistant.quality.archive import Found
from assistant.quality.labelfile import LabelFile
from assistant.quality.labels import RATERS, Rater, named, persons
from assistant.quality.rater_agreement import NOBODY
from assistant.quality.rating import to_rate
from assistant.ui import (
    arrival,
    bubbles,
    look,
    markup,
    quality_frame,
    rating,
    rating_figures,
    rating_records,
    rating_sheet,
    session,
)
from assistant.ui.actions import telling
from assistant.ui.rating_words import KINDS, LEAD, NOTHING, VIEWS


def choose_record(records: Mapping[str, Found]) -> Found:
    """Which answers; no question while there is only one, and none in the middle of a sitting."""
    chosen: str = session.recall("rating-of") or next(iter(records))
    if chosen not in records:
        chosen = next(iter(records))
    if len(records) > 1 and (session.recall("rating-as") is None or session.recall("rating-view") == "figures"):
        session.remember("rating-record", chosen)
        st.selectbox("Answers", list(records), key="rating-record", on_change=chose,
                     format_func=lambda each: rating_records.name(records[each]))  # fmt: skip
    return records[chosen]


def chose() -> None:
    session.remember("rating-of", session.recall("rating-record"))


def begin(record: Found, file: LabelFile) -> None:
    """Who rates: asked first, for it decides whether it counts as what people say."""
    known = file.read().labels
    if not persons(known):
        look.show(f'<p class="al-ending">{NOBODY}</p>')
    if known:
        last = max(known, key=lambda label: label.at)
        st.button(f"Go on as {markup.label(last.name)}", key="rating-go-on", icon=":material/play_arrow:",
                  on_click=start, args=(record, last.rater, last.name))  # fmt: skip
    st.text_input("Your name or initials", key="rating-name", max_chars=30, autocomplete="off",
                  help="So that you can go on later, and that two people are not taken for one.")  # fmt: skip
    st.radio("Who are you?", RATERS, key="rating-kind", format_func=KINDS.__getitem__)
    st.button("Start", key="rating-start", type="primary", icon=":material/play_arrow:", on_click=start_anew,
              args=(record,))  # fmt: skip
    if problem := session.recall("notice"):
        look.show(bubbles.notice(problem))


def start_anew(record: Found) -> None:
    start(record, session.recall("rating-kind"), session.recall("rating-name") or "")


@telling
def start(record: Found, rater: Rater, name: str) -> None:
    """Raises what is wrong with the record before anybody has rated a part of it."""
    rating_records.read(record)
    who = (rater, named(name))
    rating.leave()
    session.remember("rating-as", who)


def rate(record: Found, file: LabelFile) -> None:
    as_whom: tuple[Rater, str] | None = session.recall("rating-as")
    if as_whom is None:
        begin(record, file)
    else:
        rating.draw(rating.Sitting(*as_whom, to_rate(rating_records.read(record)), file))


def draw(records: Mapping[str, Found]) -> None:
    file = LabelFile.of(session.shared().settings.ratings, session.owner())
    view = st.segmented_control("Show", list(VIEWS), key="rating-view", default="rate", format_func=VIEWS.__getitem__,
                                required=True, label_visibility="collapsed")  # fmt: skip
    if view == "sheet":
        rating_sheet.draw(file)
        return
    record = choose_record(records)
    if view == "figures":
        look.show(rating_figures.overview(rating_records.read(record), file.read()))
    else:
        rate(record, file)


with look.page():
    arrival.meet()
    lead = "" if session.recall("rating-as") else f'<p class="al-quiet">{LEAD}</p>'
    look.show(f'<h1 class="al-title">Rate answers</h1>{lead}')
    if records := rating_records.found():
        draw(records)
    else:
        look.show(f'<p class="al-ending">{NOTHING}</p>')
    if not session.recall("rating-as"):
        quality_frame.problems()
