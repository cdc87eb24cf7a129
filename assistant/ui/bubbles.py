"""The messages of a conversation as HTML: the person's, the fixed words, the answer."""

from collections.abc import Sequence

from assistant.guides.documents import Documents
from assistant.guides.library import Library
from assistant.messages import Signposting
from assistant.sent import MODERATED, summary
from assistant.store import StoredTurn
from assistant.ui import markup
from assistant.ui.sources import NO_DOCUMENTS, Sources

ENDINGS = {
    "stopped": "You stopped this answer here.",
    "interrupted": "This answer was interrupted. What there was of it is kept.",
}
AS_IT_IS = "For the AI as you wrote it, names and numbers included: you chose that for this message."
SENT_AS = "Your message went as:"
BEST_EFFORT = (
    "Names, numbers and addresses are recognised by lists and by how they are written. Some are missed, so leave out "
    "what the AI must not see. Earlier messages of this conversation go along, and passages from guides and documents; "
    "in those of your programme, names and numbers are replaced as well."
)
Contacts = Sequence[tuple[str, str]]


def person(turn: StoredTurn) -> str:
    """A message, and what was chosen for it: that also holds when it is answered again."""
    note = f'<div class="al-row al-person"><p class="al-quiet" role="note">{AS_IT_IS}</p></div>'
    return (
        f'<div class="al-row al-person" data-al-question="{turn.position}">'
        '<div class="al-bubble" role="group" aria-label="You">'
        f"{markup.plain_html(turn.text)}</div></div>{note if turn.unmasked else ''}"
    )


def fixed_words(signposting: Signposting, contacts: Contacts = ()) -> str:
    """Shown first, word for word, in a block of its own."""
    words = markup.linked(markup.markdown_html(signposting.text, sayable=True), contacts)
    return f'<section class="al-safety" aria-label="Please read this first">{words}</section>'


def moderated() -> str:
    """Who saw a sign, where it was not triage."""
    return f'<p class="al-quiet" role="note">{markup.escaped(MODERATED)}</p>'


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


def sent(turn: StoredTurn) -> str:
    """What went to a model: one quiet line that opens into every replacement and the message as it was sent."""
    if turn.sent is None:
        return ""
    rows = "".join(
        f'<li><span dir="auto">{markup.escaped(each.was)}</span> was sent as “{markup.escaped(each.instead)}”</li>'
        for each in turn.sent.replaced
    )
    listed = f"<ul>{rows}</ul>" if rows else ""
    return (
        f'<details class="al-sent"><summary>{markup.escaped(summary(turn.sent))}</summary>{listed}'
        f"<p>{SENT_AS}</p><blockquote>{markup.plain_html(turn.sent.text)}</blockquote><p>{BEST_EFFORT}</p></details>"
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
