"""What the pages on quality share: their head, which record and part is looked at, and what is wrong with others."""

from collections.abc import Sequence, Set
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from assistant.errors import AssistantError
from assistant.quality.archive import Found, Stamp
from assistant.quality.labelfile import LabelFile
from assistant.quality.labels import LabelError
from assistant.quality.parts import WHOLE, Part, has_apart
from assistant.quality.rated import by_whom
from assistant.quality.report import Report
from assistant.quality.setup import Setup, not_measured
from assistant.quality.spoken import UNRATED, of_what
from assistant.ui import arrival, bubbles, history, listing, look, markup, quality_address, session
from assistant.ui import quality_words as words

LOOK_SECONDS = 0.5  # between two looks at whether a large record is summed up
READING = "Summing up a large record. The figures come by themselves in a few seconds."


@dataclass(frozen=True, slots=True)
class Chosen:
    found: Found
    report: Report
    """Of the part that is looked at."""
    whole: Report
    part: Part

    @property
    def whose(self) -> str | None:
        """Whose questions these are, in words; None: everybody's."""
        told = [words.WHOM[self.part.whom]] if self.part.whom else []
        told += [words.APART["yes"]] if self.part.apart else []
        return "; ".join(told) or None

    @property
    def file_name(self) -> str:
        """How what is taken along begins."""
        parts = (self.part.whom, "apart" if self.part.apart else None)
        return "-".join(filter(None, (self.whole.record.file_name.removesuffix(".json"), *parts)))


def begin(place: str, title: str, lead: str) -> None:
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    look.show(
        f'<h1 class="al-title" data-al-place="{markup.escaped(_spot(place))}">{markup.escaped(title)}</h1>'
        f'<p class="al-quiet">{markup.escaped(lead)}</p>{_places(place)}'
    )


def _spot(place: str) -> str:
    """Another case or page of a list begins at its title, and the keyboard with it."""
    return " ".join((place, quality_address.said("case"), quality_address.said("page")))


def _places(here: str) -> str:
    """The pages on quality, each a link but the one that is shown."""
    shown = (
        f'<strong aria-current="page">{words_}</strong>'
        if place == here
        else listing.go(quality_address.link(place), words_)
        for place, words_ in quality_address.PLACES.items()
    )
    return f'<nav class="al-places" aria-label="Pages on quality">{"".join(shown)}</nav>'


def readable() -> tuple[Found, ...]:
    return tuple(found for found in session.shared().archive.records() if found.problem is None)


def problems() -> None:
    """What cannot be shown, in one line each; it stands in no other's way."""
    for found in session.shared().archive.records():
        if found.problem:
            look.show(bubbles.notice(found.problem))


def empty() -> None:
    paths = " and ".join(
        f'<code class="al-path">{markup.escaped(str(path))}</code>' for path in session.shared().archive.folders
    )
    check = listing.go(quality_address.link("quality-check"), quality_address.PLACES["quality-check"])
    look.show(f'<div class="al-ending"><p>{words.EMPTY} {paths}.</p><p>{words.MEANWHILE} {check}.</p></div>')
    problems()


def choose_record(name: str = "record", label: str = "Which measurement", skip: str = "") -> Found | None:
    """The one in the address, or the release's, or the newest; None when there is none."""
    known = [found for found in readable() if found.id != skip]
    if not known:
        return None
    if quality_address.said(name) not in {"", skip, *(found.id for found in known)}:
        look.show(f'<p class="al-ending" role="status">{words.NOT_HERE}</p>')
    by_id = {found.id: found for found in known}
    return by_id[quality_address.choose(name, label, list(by_id), lambda each: words.record(by_id[each]))]


def chosen() -> Chosen | None:
    """The record and part that are looked at; None when that is told on the page already."""
    with st.container(horizontal=True, key="al-chosen"):
        found = choose_record()
        whom = _whom() if found else ""
    if found is None:
        empty()
        return None
    summaries = session.shared().summaries
    if not summaries.ready(found):
        wait((found, WHOLE))
        return None
    try:
        whole = summaries.report(found)
        part = Part(None if whom == words.EVERYONE else whom, has_apart(whole.record) and _apart())
        if summaries.ready(found, part):
            return Chosen(found, summaries.report(found, part), whole, part)
    except AssistantError as error:
        look.show(bubbles.notice(str(error)))
        return None
    wait((found, part))
    return None


def _whom() -> str:
    return quality_address.choose("whom", "For whom", list(words.WHOM), words.WHOM.__getitem__, words.EVERYONE)


def _apart() -> bool:
    return quality_address.choose("apart", "Which questions", list(words.APART), words.APART.__getitem__) == "yes"


def wait(*wanted: tuple[Found, Part | Found]) -> None:
    """Show the page now, and draw it again when what is large is summed up or turns out to be damaged."""
    for each in wanted:
        session.shared().summaries.prepare(*each)
    look.show(bubbles.waiting(READING))
    st.fragment(look_again, run_every=LOOK_SECONDS, key="quality-reading")(wanted)


def look_again(wanted: Sequence[tuple[Found, Part | Found]]) -> None:
    here = {(each.id, each.stamp) for each in readable()}
    if all(_waited(found, by, here) for found, by in wanted):
        session.refresh()


def _waited(found: Found, by: Part | Found, here: Set[tuple[str, Stamp]]) -> bool:
    """Is it at hand, or can it never be, because a file of it was changed or turned out to be damaged?"""
    summaries = session.shared().summaries
    files = (found, by) if isinstance(by, Found) else (found,)
    if summaries.ready(found, by) or any((each.id, each.stamp) not in here for each in files):
        return True
    summaries.prepare(found, by)  # others may have asked for so much since that it was forgotten
    return False


def facts(shown: Chosen) -> str:
    """What was measured, and what these figures are not."""
    doubts = not_measured(shown.whole.record, setup())
    differs = bubbles.notice(" ".join(["Not measured for this setup.", *doubts])) if doubts else ""
    return f'<p class="al-quiet">{markup.escaped(f"{of_what(shown.report)} {rated(shown)}")}</p>{differs}'


def rated(shown: Chosen) -> str:
    """Who has rated these answers; labels that cannot be read count as none."""
    file = LabelFile.of(session.shared().settings.ratings, session.owner())
    with suppress(LabelError):
        return by_whom(shown.whole.record, file.read().labels)
    return UNRATED


def setup() -> Setup:
    """What answers here now."""
    shared = session.shared()
    return Setup(shared.library.version, shared.documents.read().version, shared.settings.model)
