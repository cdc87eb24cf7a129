"""The coordinator's page: the programme's own contacts and rules, how urgent words look with them, and the sign-off."""

import streamlit as st

from assistant.errors import ProgrammeError
from assistant.messages import Signposting
from assistant.safety.blocks import load_blocks
from assistant.safety.card import ProgrammeCard, missing
from assistant.safety.cardfile import KeptCard
from assistant.safety.programme import fill
from assistant.ui import arrival, bubbles, cardform, history, look, markup, session, signing

LEAD = (
    "For whoever runs a programme. What you fill in here stands in every answer, and in the words people see when "
    "somebody may be in danger. Every field may stay empty. It is kept in the data folder and sent nowhere."
)
OPEN = "{} still empty that people would miss. Each says what happens meanwhile."
COMPLETE = "All that people would miss is filled in."
# Which fixed words there are to look at, by block.
EXAMPLES = {
    "suicide-urgent-other": "A mentor whose mentee may be suicidal",
    "abuse-of-minor-told": "Somebody whom a child has told of abuse",
    "suicide-minor-self": "A young person who may be suicidal",
    "danger-now": "Anybody in a danger that has no words of its own",
    "concern-about-staff": "Somebody worried about a person of the programme",
    "basic-needs-self": "Somebody with nowhere to sleep",
}


def form(kept: KeptCard) -> None:
    look.show(still_open(kept.card))
    cardform.draw(kept.card)
    if words := cardform.unsaved(kept.card):
        look.show(f'<p class="al-quiet" role="status">{markup.escaped(words)}</p>')
    with st.container(horizontal=True, gap="small"):
        st.button("Save", key="card-save", type="primary", icon=":material/save:", on_click=cardform.save)
        if kept.before is not None:
            st.button("Undo the last save", key="card-undo", icon=":material/undo:", on_click=cardform.undo)
    cardform.told("card")


def still_open(card: ProgrammeCard) -> str:
    number = len(missing(card))
    words = OPEN.format(f"{number} fields are" if number > 1 else "1 field is") if number else COMPLETE
    return f'<p class="al-ending">{words}</p>'


def preview(card: ProgrammeCard) -> None:
    look.show('<h2 class="al-group">How the words look</h2>')
    name = st.selectbox("Who is looking", list(EXAMPLES), key="card-example", format_func=EXAMPLES.__getitem__)
    shared = session.shared()
    block = next(b for b in load_blocks(shared.settings.knowledge / "signposting") if b.front.id == name)
    words = fill(block.text, card, None)
    look.show(bubbles.fixed_words(Signposting(block.front.id, words), shared.contacts))


def damaged(error: ProgrammeError) -> None:
    look.show(bubbles.notice(str(error)))
    look.show("<p>Until then people see the words for programmes that have said nothing of themselves.</p>")
    st.button("Keep that file and begin a new card", on_click=cardform.set_aside)
    cardform.told("card")


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    look.show(f'<h1 class="al-title">Your programme</h1><p class="al-quiet">{LEAD}</p>')
    try:
        kept = session.shared().programme.read()
    except ProgrammeError as error:
        damaged(error)
    else:
        form(kept)
        preview(cardform.drafted(kept.card))
        signing.draw()
