"""Which record and which part of it a page on quality shows: all of it stands in the address, and can be changed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from assistant.errors import AssistantError
from assistant.quality.archive import Found
from assistant.quality.labelfile import LabelFile
from assistant.quality.labels import LabelError
from assistant.quality.rater_agreement import rated_by
from assistant.quality.report import Report
from assistant.quality.sentences import UNRATED
from assistant.quality.setup import not_measured
from assistant.quality.subsets import AUDIENCES, WHOLE, Subset, has_held_out
from assistant.ui import bubbles, look, quality_address, quality_frame, session
from assistant.ui import quality_words as words

WHO = (words.EVERYONE, *AUDIENCES)
RELATIONSHIP = (words.ANY, *words.RELATIONSHIPS)
MOMENT = (words.ANY, *words.MOMENTS)


@dataclass(frozen=True, slots=True)
class Chosen:
    found: Found
    report: Report
    """Of the part that is looked at."""
    whole: Report
    subset: Subset

    @property
    def whose(self) -> str | None:
        """Whose questions these are, in words; None: everybody's."""
        subset = self.subset
        told = [
            words.WHOM[subset.audience] if subset.audience else "",
            words.RELATIONSHIPS[subset.relationship] if subset.relationship else "",
            words.MOMENTS[subset.moment] if subset.moment else "",
            words.APART["yes"] if subset.held_out else "",
        ]
        return "; ".join(filter(None, told)) or None

    @property
    def file_name(self) -> str:
        """How what is taken along begins."""
        subset = self.subset
        parts = (subset.audience, subset.relationship, subset.moment, "apart" if subset.held_out else None)
        return "-".join(filter(None, (self.whole.record.file_name.removesuffix(".json"), *parts)))


def chosen() -> Chosen | None:
    """What the address says; None when that cannot be shown, which is told on the page."""
    known = quality_frame.readable()
    if not known:
        quality_frame.empty()
        return None
    _tell_gone("record", known)
    found = next(each for each in known if each.id == quality_address.value("record", _ids(known)))
    summaries = session.shared().summaries
    if not summaries.ready(found):
        quality_frame.wait((found, WHOLE))
        return None
    try:
        whole = summaries.report(found)
        subset = _subset(whole)
        if summaries.ready(found, subset):
            return Chosen(found, summaries.report(found, subset), whole, subset)
    except AssistantError as error:
        look.show(bubbles.notice(str(error)))
        return None
    quality_frame.wait((found, subset))
    return None


def _subset(whole: Report) -> Subset:
    fields = (("whom", WHO), ("relationship", RELATIONSHIP), ("moment", MOMENT))
    whom, relationship, moment = (quality_address.value(name, options) for name, options in fields)
    return Subset(
        None if whom == words.EVERYONE else whom,
        None if relationship == words.ANY else relationship,
        None if moment == words.ANY else moment,
        held_out=has_held_out(whole.record) and quality_address.value("apart", list(words.APART)) == "yes",
    )


def press_whom() -> None:
    quality_address.press("whom", "Good enough for whom?", WHO, words.WHOM.__getitem__)


def change(shown: Chosen | None, title: str, *, whom: bool = False) -> None:
    """Everything that can be chosen, under a fold; with `whom` also who asks, where no buttons are for that."""
    if not quality_frame.readable():
        return
    with st.expander(title), st.container(horizontal=True, key="al-chosen"):
        choose_record(gone=False)
        if whom:
            quality_address.choose("whom", "Who asks", WHO, words.WHOM.__getitem__)
        quality_address.choose("relationship", "Relationship", RELATIONSHIP, _relationship)
        quality_address.choose("moment", "When", MOMENT, _moment)
        if shown and has_held_out(shown.whole.record):
            quality_address.choose("apart", "Which questions", list(words.APART), words.APART.__getitem__)


def _relationship(value: str) -> str:
    return words.RELATIONSHIPS.get(value, "Any")


def _moment(value: str) -> str:
    return words.MOMENTS.get(value, "Any")


def choose_record(
    name: str = "record", label: str = "Which measurement", skip: str = "", *, gone: bool = True
) -> Found | None:
    """The one in the address, or the release's, or the newest; None when there is none. `gone`: say so of another."""
    known = [found for found in quality_frame.readable() if found.id != skip]
    if not known:
        return None
    if gone:
        _tell_gone(name, known, skip)
    by_id = {found.id: found for found in known}
    return by_id[quality_address.choose(name, label, list(by_id), lambda each: words.record(by_id[each]))]


def _tell_gone(name: str, known: Sequence[Found], skip: str = "") -> None:
    if quality_address.said(name) not in {"", skip, *_ids(known)}:
        look.show(f'<p class="al-ending" role="status">{words.NOT_HERE}</p>')


def _ids(known: Sequence[Found]) -> list[str]:
    return [found.id for found in known]


def differs(shown: Chosen) -> str:
    """What the figures are not, where another setup was measured."""
    doubts = not_measured(shown.whole.record, quality_frame.setup())
    return bubbles.notice(" ".join(["Not measured for this setup.", *doubts])) if doubts else ""


def rated(shown: Chosen) -> str:
    """Who has rated these answers; labels that cannot be read count as none."""
    file = LabelFile.of(session.shared().settings.ratings, session.owner())
    with suppress(LabelError):
        return rated_by(shown.whole.record, file.read().labels)
    return UNRATED
