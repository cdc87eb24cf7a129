"""The guides, to browse, search and read. `?guide=folder/file` opens one."""

import streamlit as st

from assistant.guides.guide import Guide
from assistant.situation import Role
from assistant.ui import actions, arrival, history, look, markup, session, shelf
from assistant.ui.reading import guide_html
from assistant.ui.words import CHOICES, READERS


def browse() -> None:
    guides = session.shared().library.guides.values()
    look.show('<h1 class="al-title">Guides</h1><p class="al-quiet">What the answers are made from. Each says where it '
              "comes from and how well founded it is.</p>")  # fmt: skip
    words = st.text_input("Search the guides", key="guide-search", type="search", live=True,
                          placeholder="Search, for example: cancelling") or ""  # fmt: skip
    with st.container(horizontal=True, key="al-filters", vertical_alignment="bottom"):
        reader = st.selectbox("For", list(READERS), index=None, placeholder="Everybody", key="guide-reader",
                              format_func=lambda role: READERS[role].removeprefix("For "), width=180)  # fmt: skip
        moment = st.selectbox("When", list(CHOICES["moment"].options), index=None, placeholder="Any time",
                              key="guide-moment", format_func=lambda value: CHOICES["moment"].options[value],
                              width=220)  # fmt: skip
        topic = st.selectbox("About", shelf.topics(guides), index=None, placeholder="Anything", key="guide-topic",
                             format_func=lambda value: value.replace("-", " ").capitalize(), width=220)  # fmt: skip
    found = shelf.find(guides, words, topic, reader, moment)
    look.show(f'<p class="al-quiet" role="status">{len(found)} of {len(guides)} guides</p>')
    with st.container(key="al-shelf", gap="xsmall"):
        for guide in found:
            st.button(f"**{markup.label(guide.title)}** {markup.label(shelf.in_short(guide))}", key=f"guide-{guide.id}",
                      on_click=session.open_guide, args=(guide.id,), width="stretch")  # fmt: skip


def read(guide: Guide) -> None:
    st.button("All guides", icon=":material/arrow_back:", type="tertiary", on_click=session.open_guide, args=(None,))
    look.show(f'<h1 class="al-title">{markup.escaped(guide.title)}</h1>')
    look.show(guide_html(guide, _reader(guide)))
    if st.button("Talk about this", icon=":material/chat:", type="primary"):
        actions.talk_about(guide.title)
        st.switch_page(history.TALK)


def _reader(guide: Guide) -> Role | None:
    role = session.situation().role
    start = guide.readers.index(role) if role in guide.readers else 0
    if len(guide.readers) < 2:
        return guide.readers[start] if guide.readers else None
    return st.segmented_control("Read it as", guide.readers, default=guide.readers[start], required=True,
                                format_func=lambda reader: READERS[reader].removeprefix("For ").capitalize(),
                                key=f"reader-{guide.id}")  # fmt: skip


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    chosen = session.shared().library.guides.get(session.guide_id() or "")
    if chosen:
        read(chosen)
    else:
        if session.guide_id():
            look.show('<p class="al-ending">That guide is not here any more. These are:</p>')
        browse()
