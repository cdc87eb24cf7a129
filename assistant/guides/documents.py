"""A programme's own documents as passages that can be searched and cited. Plain data; `importing` reads and keeps them.

What is given as a rule is the programme's word, whatever it says: it is quoted, never obeyed. A helpline number that no
longer reaches help is left out of every passage, and the coordinator is told where it stands.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePath

from assistant.errors import InputError
from assistant.guides.importing.part import Part
from assistant.guides.parsing import split_sentences
from assistant.messages import Passage, Span
from assistant.safety.helplines import without_retired
from assistant.unseen import clean

FOLDER = "documents"
"""Where ids of these passages begin; no guide may be in a folder of that name."""
LONGEST_NAME = 120  # characters; what most file systems take, with room for other bytes


@dataclass(frozen=True, slots=True)
class Flag:
    """A retired helpline number in a document."""

    number: str
    place: str
    """Where it stands: a heading or a page."""


@dataclass(frozen=True)
class Document:
    name: str
    """The file's own, by which it is replaced and removed."""
    added: datetime
    size: int
    """Bytes of the file."""
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """As it is cited: the file's name without its ending, in words."""
        words = " ".join(re.split(r"[\s_-]+", PurePath(self.name).stem)).strip() or self.name
        return words[:1].upper() + words[1:]

    @property
    def id(self) -> str:
        return f"{FOLDER}/{_slug(self.name)}"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(self._passages())

    @property
    def counted(self) -> str:
        """How many passages it has, in words."""
        number = len(self.passages)
        return f"{number} passage{'s' * (number != 1)}"

    @property
    def sized(self) -> str:
        """How large the file was, in words."""
        return f"{self.size / 1e6:.1f} MB" if self.size >= 100_000 else f"{max(1, round(self.size / 1e3))} kB"

    @cached_property
    def flagged(self) -> tuple[Flag, ...]:
        return tuple(
            Flag(number, _place(part) or self.title)
            for part in self.parts
            for text in (*part.trail[-1:], part.text)
            for number in without_retired(text)[1]
        )

    def _passages(self) -> Iterator[Passage]:
        taken: set[str] = set()
        for part in self.parts:
            named = base = f"{self.id}#{_slug(part.heading) or 'start'}"
            number = 1
            while named in taken:
                number += 1
                named = f"{base}-{number}"
            taken.add(named)
            text = without_retired(part.text)[0]
            yield Passage(named, self.id, self.title, "rule", None, text, "programme", _place(part))


@dataclass(frozen=True)
class Documents:
    """All of a programme's documents, by name."""

    all: tuple[Document, ...] = ()

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        return {passage.id: passage for document in self.all for passage in document.passages}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return {document.id: document.title for document in self.all}

    @cached_property
    def version(self) -> str:
        """A hash of all that can be found in them."""
        found = [asdict(passage) for passage in self.passages.values()]
        return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def find(self, name: str) -> Document:
        """By its file's name, or by its title when no other has that. Raises InputError, naming those there are."""
        wanted = file_name(name).casefold()
        found = [document for document in self.all if document.name.casefold() == wanted]
        found = found or [
            document
            for document in self.all
            if wanted in {document.title.casefold(), PurePath(document.name).stem.casefold()}
        ]
        if len(found) == 1:
            return found[0]
        names = ", ".join(repr(document.name) for document in found or self.all)
        if found:
            raise InputError(f"{name!r} may be any of {names}. Give the whole name.")
        there = f"There are {names}." if names else "No document has been added yet."
        raise InputError(f"No document is called {clean(name)!r}. {there}")


def file_name(given: str) -> str:
    """The name of a file as it is kept: no folder, nothing unseen, one way to write each letter."""
    plain = " ".join(clean(unicodedata.normalize("NFC", given)).replace("\\", "/").rpartition("/")[2].split())
    stem, ending = PurePath(plain).stem, PurePath(plain).suffix
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a passage, and its lines that are none."""
    spans: list[Span] = []
    start = 0
    for line in text.split("\n"):
        for sentence in split_sentences(line):
            start = text.index(sentence, start)
            spans.append(Span(start, start + len(sentence)))
            start += len(sentence)
    return tuple(spans)


def by_name(documents: Sequence[Document]) -> Documents:
    return Documents(tuple(sorted(documents, key=lambda document: document.name.casefold())))


def _place(part: Part) -> str:
    heading = without_retired(part.heading)[0]
    page = f"page {part.page}" if part.page else ""
    return ", ".join(filter(None, (f"“{heading}”" if heading else "", page)))


def _slug(words: str) -> str:
    return "-".join(re.findall(r"\w+", words.lower()))
