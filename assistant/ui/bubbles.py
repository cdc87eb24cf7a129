"""The messages of a conversation as HTML: the person's, the fixed words, the answer."""

from collections.abc import Sequence

from assistant.guides.documents import Documents
from assistant.guides.library import Library
from assistant.messages import Signposting
from assistant.store import StoredTurn
from assistant.ui import markup
from assistant.ui.sources import NO_DOCUMENTS, Sources

ENDINGS = {
    "stopped": "You stopped this answer here.",
    "interrupted": "This answer was interrupted. What there was of it is kept.",
}
Contacts = Sequence[tuple[str, str]]


def person(turn: StoredTurn) -> str:
    return (
        f'<div class="al-row al-person" data-al-question="{turn.position}">'
        '<div class="al-bubble" role="group" aria-label="You">'
        f"{markup.plain_html(turn.text)}</div></div>"
    )


def fixed_words(signposting: Signposting, contacts: Contacts = ()) -> str:
    """Shown first, word for word, in a block of its own."""
    words = markup.linked(markup.markdown_html(signposting.text, sayable=True), contacts)
    return f'<section class="al-safety" aria-label="Please read this first">{words}</section>'


def answer(turn: StoredTurn, library: Library, documents: Documents = NO_DOCUMENTS) -> str:
    """The answer so far with its sources; empty when nothing has been said yet."""
    if not turn.text.strip():
        return ""
    busy = turn.state == "running"
    sources = Sources(turn.id, turn.citations, library, documents)
    words = markup.markdown_html(turn.text, sources.marker, sayable=True)
    return (
        f'<div class="al-row al-assistant"><div class="al-answer" role="group" aria-label="Alongside" '
        f'aria-busy="{str(busy).lower()}">{words}{"" if busy else sources.list()}{sources.panels()}</div></div>'
    )


def waiting(words: str) -> str:
    return (
        f'<div class="al-row"><p class="al-waiting"><span class="al-dots" aria-hidden="true">'
        f"<i></i><i></i><i></i></span> {markup.escaped(words)}</p></div>"
    )


def ending(turn: StoredTurn) -> str:
    """A line on an answer that did not end well, and what to do about it."""
    words = turn.problem or ENDINGS.get(turn.state, "")
    return f'<p class="al-ending" role="note">{markup.escaped(words)}</p>' if words else ""


def missing(words: str) -> str:
    """What was asked for is not here."""
    return f'<p class="al-ending" role="status">{markup.escaped(words)}</p>'


def notice(words: str) -> str:
    """What went wrong and what to do, plainly."""
    return f'<div class="al-notice" role="alert">{markup.escaped(words)}</div>'


def announcement(turn: StoredTurn) -> str:
    """Read out once by a screen reader, when an answer has come."""
    words = " ".join(part for part in (turn.signposting.text if turn.signposting else "", turn.text) if part)
    said = markup.escaped(markup.said_aloud(words or ENDINGS.get(turn.state, "")))
    return (
        f'<div class="al-unseen" aria-hidden="true" data-al-announce="{markup.escaped(turn.id)}">Answer: {said}</div>'
    )
