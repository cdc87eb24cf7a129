"""What the words mean that people meet here."""

from collections.abc import Sequence

from assistant.guides.library import Library
from assistant.guides.wayfinding import Group, Word
from assistant.ui import arrival, bubbles, history, listing, look, markup, session
from assistant.ui.sources import guide_address

MISSING = "The list of words cannot be read. Run `alongside check`: it says where and why."


def glossary_html(groups: Sequence[Group], library: Library) -> str:
    parts = "".join(
        f'<section class="al-part"><h2>{markup.escaped(group.name)}</h2><dl class="al-words">'
        f"{''.join(_entry(word, library) for word in group.words)}</dl></section>"
        for group in groups
    )
    return f'<article class="al-guide" aria-label="What words mean">{parts}</article>'


def _entry(word: Word, library: Library) -> str:
    guide = library.guides.get(word.guide or "")
    more = f" {listing.go(guide_address(guide.id), markup.escaped(guide.title))}" if guide else ""
    return f"<dt>{markup.escaped(word.word)}</dt><dd>{markup.escaped(word.meaning)}{more}</dd>"


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    groups = session.shared().signs.glossary
    look.show(
        '<h1 class="al-title">What words mean</h1><p class="al-quiet">Words you may meet in the guides and answers. '
        "Other people may use them in another way.</p>"
    )
    look.show(glossary_html(groups, session.shared().library) if groups else bubbles.notice(MISSING))
