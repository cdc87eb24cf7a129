"""What the pages on quality share: their head, what is said where nothing is to be shown, and waiting for a report."""

from collections.abc import Sequence, Set

import streamlit as st

from assistant.quality.archive import Found, Stamp
from assistant.quality.setup import Setup
from assistant.quality.subsets import Subset
from assistant.ui import arrival, bubbles, history, listing, look, markup, quality_address, session
from assistant.ui import quality_words as words

LOOK_SECONDS = 0.5  # between two looks at whether a large record is summed up
READING = "Summing up a large record. The figures come by themselves in a few seconds."


def begin(place: str, title: str, lead: str = "") -> None:
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    look.show(
        f'<h1 class="al-title" data-al-place="{markup.escaped(_spot(place))}">{markup.escaped(title)}</h1>'
        + (f'<p class="al-quiet">{markup.escaped(lead)}</p>' if lead else "")
        + _places(place)
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


def wait(*wanted: tuple[Found, Subset | Found]) -> None:
    """Show the page now, and draw it again when what is large is summed up or turns out to be damaged."""
    for each in wanted:
        session.shared().summaries.prepare(*each)
    look.show(bubbles.waiting(READING))
    st.fragment(look_again, run_every=LOOK_SECONDS, key="quality-reading")(wanted)


def look_again(wanted: Sequence[tuple[Found, Subset | Found]]) -> None:
    here = {(each.id, each.stamp) for each in readable()}
    if all(_waited(found, by, here) for found, by in wanted):
        session.refresh()


def _waited(found: Found, by: Subset | Found, here: Set[tuple[str, Stamp]]) -> bool:
    """Is it at hand, or can it never be, because a file of it was changed or turned out to be damaged?"""
    summaries = session.shared().summaries
    files = (found, by) if isinstance(by, Found) else (found,)
    if summaries.ready(found, by) or any((each.id, each.stamp) not in here for each in files):
        return True
    summaries.prepare(found, by)  # others may have asked for so much since that it was forgotten
    return False


def setup() -> Setup:
    """What answers here now."""
    shared = session.shared()
    return Setup(shared.library.version, shared.documents.read().version, shared.settings.model)
