"""What goes into the index: every text that can lead to a passage. Plain data."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.guides.asking import ELSEWHERE
from assistant.guides.guide import HEADING_TITLES, Guide
from assistant.guides.library import Library

Kind = Literal["passage", "asked", "line"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to be embedded, and what it leads to."""

    kind: Kind
    target: str
    """A passage's id, a line's id, or for `asked` a guide's id."""
    text: str
    parts: tuple[str, ...] = ()
    """A passage's title and lines. They are embedded instead of its text, which would be to embed each line twice."""

    @property
    def id(self) -> str:
        """Changes with the text, so that an unchanged entry keeps its vector."""
        return f"{self.target}|{key(self.text)}"


def library_entries(library: Library) -> list[Entry]:
    ours = [entry for guide in library.guides.values() for entry in _guide_entries(guide, library)]
    return ours + [Entry("asked", ELSEWHERE, question) for question in dict.fromkeys(library.elsewhere)]


def _guide_entries(guide: Guide, library: Library) -> Iterator[Entry]:
    for asked in library.asked(guide.id):
        yield Entry("asked", guide.id, asked)
    for section in guide.sections:
        passage = section.passage
        text = f"{guide.title}. {HEADING_TITLES[passage.heading]}: {passage.text}"
        yield Entry("passage", passage.id, text, (guide.title, *(line.text for line in section.lines)))
        for line in section.lines:
            yield Entry("line", line.id, line.text)


def key(text: str) -> str:
    """A text's own part of an entry's id: a text that has only moved keeps its vector."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def guide_of(target: str) -> str:
    """The guide an entry, a line or a passage belongs to."""
    return target.partition("|")[0].partition("#")[0]
