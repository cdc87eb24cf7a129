"""A guide and its lines. Plain data: reading is in `parsing`, rules for authors in `lint`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.messages import Heading, Passage
from assistant.situation import Moment, Relationship, Role, Setting

Direction = Literal["given", "received"]
"""Is a guide about what its reader says to somebody, or about what was said to them?"""
Evidence = Literal["trial", "review", "standard", "practice"]

HEADING_TITLES: dict[Heading, str] = {
    "first_words": "First words",
    "in_short": "In short",
    "do": "Do",
    "say": "Say",
    "ask": "Ask",
    "avoid": "Avoid",
    "get_help_when": "Get help when",
    "reflect": "Reflect",
    "why": "Why",
}
HEADINGS: tuple[Heading, ...] = tuple(HEADING_TITLES)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a guide's facts come from."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One bullet or one sentence of a guide: the unit an answer is composed of."""

    passage: str
    """Id of the passage it belongs to."""
    start: int
    end: int
    """Its span in that passage's text."""
    text: str
    """As the author wrote it, without bold marks, with placeholders."""
    lead: str | None = None
    """The bold opening of the bullet, as in "Ask once, plainly."; `text` starts with it."""

    @property
    def id(self) -> str:
        return f"{self.passage}@{self.start}"


@dataclass(frozen=True, slots=True)
class Section:
    """One passage with its lines."""

    passage: Passage
    lines: tuple[Line, ...]
    line_number: int
    """Where it starts in the guide's file, for messages to authors."""


@dataclass(frozen=True, slots=True)
class Guide:
    id: str
    """`folder/file`, without the ending."""
    path: str
    """The file, as shown in messages to authors."""
    title: str
    topics: tuple[str, ...]
    readers: tuple[Role, ...]
    relationships: tuple[Relationship, ...]
    moments: tuple[Moment, ...]
    settings: tuple[Setting, ...]
    """Empty: any setting."""
    asked_as: tuple[str, ...]
    evidence: Evidence
    sources: tuple[SourceRef, ...]
    written: date
    reviewed_by: str | None
    sections: tuple[Section, ...]
    direction: Direction | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(section.passage for section in self.sections)

    def lines(self, heading: Heading, reader: Role | None) -> tuple[Line, ...]:
        """The lines of a heading for a reader: their own first, then the shared ones."""
        chosen = [s for s in self.sections if s.passage.heading == heading]
        own = [line for s in chosen if s.passage.reader is not None and s.passage.reader == reader for line in s.lines]
        shared = [line for s in chosen if s.passage.reader is None for line in s.lines]
        return (*own, *shared)

    def words_for(self, reader: Role) -> int:
        """How many words this reader sees."""
        texts = (s.passage.text for s in self.sections if s.passage.reader in {None, reader})
        return sum(len(text.split()) for text in texts)
