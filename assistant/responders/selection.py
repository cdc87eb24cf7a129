"""Pick the few lines of the guides that fit this message, instead of whole sections."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.guides.guide import Guide, Line
from assistant.messages import Citation, Heading, Turn, Vectors
from assistant.responders.overlap import Overlap
from assistant.responders.wording import BY_MESSAGE, FOR_EXAMPLE
from assistant.situation import ROLES, Age, Role

OWN_WORDS = 0.04  # what a reader's own lines gain over the shared ones
SHARED_WORDS = 0.5  # what sharing all of the message's telling words is worth, in units of cosine
SECOND_GUIDE = 0.2  # what a line of the second-best guide must make up for
LIKENESS = 0.2  # how much being like a line already chosen costs
FALLS_SHORT = 0.15  # a further line this much further off than the best of its kind is left out
CASE_NEAR = 0.25  # how near a message must be to a line that only holds in a case
CHILDREN = re.compile(r"\bunder[- ]18", re.IGNORECASE)
CONDITION = 0.1  # what a line that only holds in a case ("If they say no: ...") must make up for


@dataclass(frozen=True, slots=True)
class Aim:
    """What lines should be near to."""

    vector: Vectors
    """Shape (dimensions,), unit length."""
    words: frozenset[str]
    """The stems of the message's telling words."""


class Selection:
    """Chooses lines of some guides for one reader and one message; remembers what it has chosen."""

    def __init__(
        self,
        guides: Sequence[Guide],
        reader: Role | None,
        aim: Aim,
        vectors: Mapping[str, Vectors],
        overlap: Overlap,
        said: frozenset[str],
        age: Age = "unknown",
    ) -> None:
        self._guides = guides
        self._reader = reader
        self._aim = aim
        self._vectors = vectors
        self._overlap = overlap
        self._said = said
        self._adults = age == "adult"
        self._chosen: list[Line] = []

    def pick(
        self,
        headings: Iterable[Heading],
        count: int,
        accept: Callable[[Line], bool] = lambda _line: True,
        least: int = 0,
    ) -> list[Line]:
        """Up to `count` lines under these headings: nearest to the message first, unlike one another, unsaid.

        Lines much further off than the best are left out, but not below `least`.
        """
        pool = [line for heading in headings for line in self._pool(heading) if accept(line)]
        picked: list[Line] = []
        while len(picked) < count:
            fresh = [line for line in pool if line not in self._chosen and self._fits(line)]
            best = max(fresh, key=self._worth, default=None)
            if best is None or (len(picked) >= least and self._falls_short(best)):
                break
            picked.append(best)
            self._chosen.append(best)
        return picked

    def _fits(self, line: Line) -> bool:
        """Unsaid, not about children when all are adults, and if it holds only in a case, then in this one."""
        if line.id in self._said or (self._adults and CHILDREN.search(line.text)):
            return False
        return not is_condition(line) or self.nearness(line) >= CASE_NEAR

    def _falls_short(self, line: Line) -> bool:
        """Is it much further off than what was already chosen under the same heading?"""
        rivals = [self.nearness(chosen) for chosen in self._chosen if heading_of(chosen) == heading_of(line)]
        return bool(rivals) and self.nearness(line) < max(rivals) - FALLS_SHORT

    def nearness(self, line: Line) -> float:
        """Cosine of the line and the message, raised by the telling words they share."""
        vector = self._vectors.get(line.id)
        cosine = 0.0 if vector is None else float(np.dot(self._aim.vector, vector))
        return cosine + SHARED_WORDS * self._overlap(self._aim.words, line)

    def _pool(self, heading: Heading) -> list[Line]:
        return [line for guide in self._guides for line in guide.lines(heading, self._reader)]

    def _worth(self, line: Line) -> float:
        own = OWN_WORDS if self._reader and line.passage.endswith(f".{self._reader}") else 0.0
        second = SECOND_GUIDE if not line.passage.startswith(f"{self._guides[0].id}#") else 0.0
        case = CONDITION if is_condition(line) else 0.0
        return self.nearness(line) + own - second - case - LIKENESS * self._likeness(line)

    def _likeness(self, line: Line) -> float:
        vector = self._vectors.get(line.id)
        others = [self._vectors[chosen.id] for chosen in self._chosen if chosen.id in self._vectors]
        if vector is None or not others:
            return 0.0
        return max(0.0, max(float(np.dot(vector, other)) for other in others))


def said_lines(history: Sequence[Turn]) -> frozenset[str]:
    """Ids of the lines earlier answers have quoted."""
    return frozenset(line_id(citation) for turn in history for citation in turn.citations)


def line_id(citation: Citation) -> str:
    return f"{citation.passage}@{citation.start}"


def heading_of(line: Line) -> str:
    return line.passage.partition("#")[2].partition(".")[0]


def is_message(line: Line) -> bool:
    return BY_MESSAGE.match(line.text) is not None


def is_spoken(line: Line) -> bool:
    return not is_message(line)


def is_example(line: Line) -> bool:
    return FOR_EXAMPLE.match(line.text) is not None


def is_condition(line: Line) -> bool:
    """Does it only hold in a case, as "If they say no: ..." does?"""
    return line.lead is not None and line.lead.endswith(":") and not is_example(line)


def likely_reader(
    guide: Guide, vector: Vectors, vectors: Mapping[str, Vectors], among: Collection[Role] = ROLES
) -> Role | None:
    """Whose own lines are nearest to the message: the best guess when nobody said who is asking."""
    nearest: dict[Role, float] = {}
    for section in guide.sections:
        reader = section.passage.reader
        for line in section.lines:
            if reader is not None and reader in among and line.id in vectors:
                nearest[reader] = max(nearest.get(reader, -1.0), float(np.dot(vector, vectors[line.id])))
    return max(nearest.items(), key=lambda item: item[1])[0] if nearest else None
