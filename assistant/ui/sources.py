"""The sources of an answer: numbered buttons in its text, each opening the passage with the cited words marked."""

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from assistant.guides.documents import Documents
from assistant.guides.guide import Guide
from assistant.guides.library import Library
from assistant.messages import Citation, Passage
from assistant.situation import Role
from assistant.ui import markup
from assistant.ui.words import EVIDENCE, HEADINGS, READERS, UNREVIEWED

CHANGED = "The guide has changed since this answer; these are the words it was taken from."
GONE = "This guide is no longer here; these are the words the answer was taken from."
A_GUIDE = "A guide that is no longer here"
A_DOCUMENT = "A document of your programme that is no longer here"
DOCUMENT_CHANGED = "The document has been replaced since this answer; these are the words it was taken from."
DOCUMENT_GONE = "This document has been removed; these are the words the answer was taken from."
NO_DOCUMENTS = Documents()


class Sources:
    """The citations of one answer, as HTML."""

    def __init__(
        self, turn: str, citations: Sequence[Citation], library: Library, documents: Documents = NO_DOCUMENTS
    ) -> None:
        self._name = "s" + hashlib.sha256(turn.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._library = library
        self._documents = documents
        self._citations = {citation.n: citation for citation in citations}

    def marker(self, number: int) -> str | None:
        """The button that stands in the text for a citation, or None when there is no such citation."""
        citation = self._citations.get(number)
        if citation is None:
            return None
        said = markup.escaped(f"Source {number}: {self._title(citation)}")
        return (
            f'<button type="button" class="al-cite" popovertarget="{self._name}-{number}" '
            f'aria-label="{said}">{number}</button>'
        )

    def panels(self) -> str:
        """What the buttons open. Hidden until then."""
        return "".join(self._panel(citation) for citation in self._citations.values())

    def list(self) -> str:
        """One quiet line that opens into the list of sources."""
        if not self._citations:
            return ""
        items = "".join(f"<li>{self.marker(n)} {self._named(c)}</li>" for n, c in self._citations.items())
        return f'<details class="al-sources"><summary>Sources: {self._counted()}</summary><ul>{items}</ul></details>'

    def _counted(self) -> str:
        cited = {(citation.source, citation.guide) for citation in self._citations.values()}
        guides = sum(source == "guide" for source, _ in cited)
        documents = len(cited) - guides
        words = (f"{guides} guide{'s' * (guides > 1)}", f"{documents} of your programme's documents")
        return " and ".join(said for number, said in zip((guides, documents), words, strict=True) if number)

    def _panel(self, citation: Citation) -> str:
        passage = self._passage(citation)
        heading = f"{citation.n}. {self._title(citation)}"
        guide = self._library.guides.get(citation.guide)
        return (
            f'<div popover class="al-source" id="{self._name}-{citation.n}" role="dialog" '
            f'aria-label="{markup.escaped("Source " + heading)}">'
            f'<button type="button" class="al-close" popovertarget="{self._name}-{citation.n}" '
            'popovertargetaction="hide" aria-label="Close this source">Close</button>'
            f'<p class="al-source-title">{markup.escaped(self._title(citation))}</p>'
            f'<p class="al-quiet">{markup.escaped(self._place(citation))}</p>'
            f'<div class="al-passage">{_marked(citation, passage)}</div>'
            f"{'' if passage else self._why_quoted(citation)}{_origin(guide) if guide else ''}</div>"
        )

    def _passage(self, citation: Citation) -> Passage | None:
        """The passage as it stands today, or None when it no longer says what was cited."""
        passage = self._passages(citation).get(citation.passage)
        same = passage is not None and passage.text[citation.start : citation.end] == citation.quote
        return passage if same else None

    def _title(self, citation: Citation) -> str:
        if citation.source == "programme":
            return self._documents.titles.get(citation.guide, A_DOCUMENT)
        guide = self._library.guides.get(citation.guide)
        return guide.title if guide else A_GUIDE

    def _passages(self, citation: Citation) -> Mapping[str, Passage]:
        return self._documents.passages if citation.source == "programme" else self._library.passages

    def _named(self, citation: Citation) -> str:
        return f"{markup.escaped(self._title(citation))} <span>{markup.escaped(self._place(citation))}</span>"

    def _place(self, citation: Citation) -> str:
        if citation.source == "guide":
            return _place(citation.passage)
        passage = self._documents.passages.get(citation.passage)
        return ", ".join(filter(None, ("From your programme's own documents", passage.place if passage else "")))

    def _why_quoted(self, citation: Citation) -> str:
        """Why the words of an answer stand there and not the source's own."""
        if citation.source == "programme":
            words = DOCUMENT_CHANGED if citation.guide in self._documents.titles else DOCUMENT_GONE
        else:
            words = CHANGED if citation.guide in self._library.guides else GONE
        return f'<p class="al-quiet">{words}</p>'


def guide_address(guide: str, reader: Role | None = None) -> str:
    """Where a guide is read, as this reader when one is given."""
    return f"/guides?guide={quote(guide, safe='/')}" + (f"&as={reader}" if reader else "")


def _origin(guide: Guide) -> str:
    """How well founded a guide is, who has checked it, and where it comes from."""
    checked = f"Checked by {guide.reviewed_by}." if guide.reviewed_by else UNREVIEWED
    return (
        f'<p class="al-evidence"><strong>{EVIDENCE[guide.evidence]}.</strong> {markup.escaped(checked)}</p>'
        f"{source_list(guide)}"
        f'<p><a href="{escape(guide_address(guide.id))}" target="_blank">Read the whole guide</a></p>'
    )


def source_list(guide: Guide) -> str:
    items = (
        markup.link(source.title, source.url) if source.url else markup.escaped(source.title)
        for source in guide.sources
    )
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="al-origins">{listed}</ul>' if listed else ""


def _place(passage: str) -> str:
    """`folder/file#say.peer` in words."""
    heading, _, reader = passage.partition("#")[2].partition(".")
    words = (HEADINGS.get(heading, ""), READERS.get(reader, "").lower())
    return ", ".join(word for word in words if word)


def _marked(citation: Citation, passage: Passage | None) -> str:
    if passage is None:
        return markup.highlighted(citation.quote, 0, len(citation.quote))
    return markup.highlighted(passage.text, citation.start, citation.end)
