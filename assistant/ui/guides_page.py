"""The library: browse by situation and topic, search, read. `?guide=folder/file` opens one, `&as=` says for whom."""

import streamlit as st

from assistant.guides.guide import Guide
from assistant.guides.wayfinding import folder_of
from assistant.situation import ROLES, Role
from assistant.ui import actions, address, arrival, history, listing, look, markup, session
from assistant.ui.reading import at_a_glance, guide_html, listed
from assistant.ui.shelf import Found
from assistant.ui.words import CHOICES, READER, READERS

BOXES = ("guide-search", "guide-reader", "guide-moment")
UNSET = object()
NEAREST = 20  # guides that words have found: who has not seen theirs by then had better say more
LEAD = "Short guides that answers are made from. Say who you are and when it is, search, or open a topic."
NOTHING = "No guide has these words. Try one word less, or ask it in Talk in your own words."
OTHERS = "Nothing for what you chose above, but {} for others. Take a choice off to see them."
PARTLY = "No guide has all these words. These have some of them."


def browse() -> None:
    words = listing.go("/words", "What do the words mean?")
    look.show(f'<h1 class="al-title" data-al-place="">Guides</h1><p class="al-quiet">{LEAD} {words}</p>')
    for box, value in zip(BOXES, _chosen(), strict=True):
        if session.recall(box, UNSET) is UNSET:
            session.remember(box, value)
    st.fragment(_shelves, key="shelves")()


def _chosen() -> tuple[str, Role | None, str | None]:
    """What the boxes hold. Streamlit forgets them while they are not on the screen, and somebody comes back to them."""
    chosen: tuple[str, Role | None, str | None] = session.recall("guides-chosen", ("", session.situation().role, None))
    return chosen


def _shelves() -> None:
    """Draws itself while somebody types: no widget a guide, and nothing else of the page."""
    words = st.text_input("Search the guides", key=BOXES[0], type="search", live=True, autocomplete="off",
                          placeholder="Search, for example: cancelling") or ""  # fmt: skip
    reader = st.pills("Who are you?", ROLES, key=BOXES[1], format_func=READER.__getitem__)
    moment = st.pills("When is this?", list(CHOICES["moment"].options), key=BOXES[2],
                      format_func=CHOICES["moment"].options.__getitem__)  # fmt: skip
    session.remember("guides-chosen", (words, reader, moment))
    shared = session.shared()
    found, searched = shared.shelf.find(words, reader, moment), bool(words.strip())
    look.show(f'<p class="al-quiet" role="status">{_told(words, found, reader or moment)}</p>')
    look.show(
        listing.nearest(found.guides[:NEAREST], shared.signs, reader)
        if searched
        else listing.by_topic(found.guides, shared.signs, reader)
    )
    if searched and st.button("Ask it in Talk", icon=":material/chat:", on_click=_ask, args=(words,)):
        st.switch_page(history.TALK)


def _told(words: str, found: Found, chosen: str | None) -> str:
    """How many there are, or why there are none and what to do about it."""
    shelf, number = session.shared().shelf, len(found.guides)
    if not number:
        others = len(shelf.find(words).guides) if chosen else 0
        return OTHERS.format(listing.counted(others)) if others else NOTHING
    every = len(session.shared().library.guides)
    told = listing.counted(number) + (f" of {every}" if number < every else "")
    if words.strip() and number > NEAREST:
        told = f"{number} guides. These are the nearest {NEAREST}; one word more finds fewer."
    return told if found.whole else f"{PARTLY} {told}"


def _ask(words: str) -> None:
    """Put what was looked for into the box, as it was typed, to be sent or changed."""
    if session.tab().conversation is None:  # else the words go into the box under what is going on there
        session.leave()
    session.remember("message", words)


def read(guide: Guide) -> None:
    signs = session.shared().signs
    topic = signs.topic(folder_of(guide.id))
    look.show(
        f'<p class="al-trail">{listing.go("/guides", "All guides")} <span>{markup.escaped(topic.name)}</span></p>'
        f'<h1 class="al-title" data-al-place="{markup.escaped(guide.id)}">{markup.escaped(guide.title)}</h1>'
        + at_a_glance(guide)
    )
    reader = _reader(guide)
    look.show(guide_html(guide, reader, session.shared().programme(), session.situation().country))
    if st.button("Talk about this", icon=":material/chat:", type="primary"):
        actions.talk_about(guide.title)
        st.switch_page(history.TALK)
    _more(guide, reader, topic.name)


def _more(guide: Guide, reader: Role | None, topic: str) -> None:
    """The others of its topic that speak to this reader."""
    others = [
        other for other in session.shared().library.guides.values()
        if folder_of(other.id) == folder_of(guide.id) and other.id != guide.id and reader in other.readers
    ]  # fmt: skip
    if others:
        look.show(
            f'<section class="al-part al-more"><h2>More on: {markup.escaped(topic)}</h2>'
            f"{listing.links(others, reader)}</section>"
        )


def _reader(guide: Guide) -> Role | None:
    said = address.reader() or _chosen()[1] or session.situation().role
    start = guide.readers.index(said) if said in guide.readers else 0
    if said and said not in guide.readers:
        for_whom = listed([READERS[reader].removeprefix("For ") for reader in guide.readers])
        look.show(f'<p class="al-ending">This guide speaks to {for_whom}.</p>')
    if len(guide.readers) < 2:
        return guide.readers[start] if guide.readers else None
    box = f"reader-{guide.id}"
    return st.segmented_control("Read it as", guide.readers, default=guide.readers[start], required=True, key=box,
                                format_func=READER.__getitem__, on_change=address.read_as, args=(box,))  # fmt: skip


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    chosen = session.shared().library.guides.get(address.guide_id() or "")
    if chosen:
        read(chosen)
    else:
        if address.guide_id():
            look.show('<p class="al-ending" role="status">That guide is not here any more. These are:</p>')
        browse()
