"""Lines of the guides that say nearly the same thing, found by the likeness of their vectors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.guides.guide import Guide
from assistant.guides.lint import Problem
from assistant.messages import Embedder, Heading, Progress, Vectors
from assistant.situation import Role

THRESHOLD = 0.92
"""Cosine of two lines' vectors (all-MiniLM-L6-v2). Measured on 2026-11-25 on the 4,483 lines of 115 guides: of the 14
pairs in two guides at .92 or more all said the same thing, of the 8 from .90 to .92 five did, and below that few."""
EXEMPT: frozenset[Heading] = frozenset({"get_help_when", "why"})
"""Safety wording is better the same everywhere, and so is the sentence that says what kind of evidence there is."""
AT_ONCE = 128  # texts between two reports of progress, about a second


@dataclass(frozen=True, slots=True)
class _Placed:
    path: str
    number: int
    readers: frozenset[Role]
    text: str


def similar_lines(guides: Sequence[Guide], embedder: Embedder, progress: Progress) -> Iterator[Problem]:
    """A problem for every two lines that are alike and that one reader sees, at the later line.

    Two readers' versions of one thing are meant to be alike. `progress` is told how many texts of how many are
    compared. Raises what the embedder raises.
    """
    placed = [line for guide in guides for line in _lines(guide)]
    compared: list[tuple[int, Vectors]] = []
    for start in range(0, len(placed), AT_ONCE):
        rows = embedder.embed([line.text for line in placed[start : start + AT_ONCE]])
        compared.append((start, rows))
        for first, earlier in compared:
            for row, other in zip(*(rows @ earlier.T >= THRESHOLD).nonzero(), strict=True):
                if first + other < start + row:
                    yield from _told(placed[start + row], placed[first + other])
        progress(min(start + AT_ONCE, len(placed)), len(placed))


def _told(line: _Placed, before: _Placed) -> Iterator[Problem]:
    if line.readers & before.readers:
        told = f"{line.text[:60]!r} says nearly what {before.path}:{before.number} does: {before.text[:60]!r}"
        yield Problem(line.path, line.number, told)


def _lines(guide: Guide) -> Iterator[_Placed]:
    for section in guide.sections:
        passage = section.passage
        if passage.heading not in EXEMPT:
            readers = frozenset([passage.reader] if passage.reader else guide.readers)
            for line in section.lines:
                yield _Placed(guide.path, section.line_number, readers, passage.text[line.start : line.end])
