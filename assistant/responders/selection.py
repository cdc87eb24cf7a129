"""Pick the few lines of the guides that fit this message, instead of whole sections."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.guides.guide import Guide, Line
from assistant.messages import Citation, Heading, Turn, Vectors
from assistant.responders.wording import BY_MESSAGE, FOR_EXAMPLE
from assistant.situation import Role

OWN_WORDS = 0.06  # what a reader's own lines gain over the shared ones
SECOND_GUIDE = 0.10  # what a line of the second-best guide must make up for
FIRST_LISTED = 0.12  # what the first line under "Get help when" gains: authors put the gravest first
LIKENESS = 0.35  # how much being like a line already chosen costs
CONDITION = 0.05  # what a line that only holds in a case ("If they say no: ...") must make up for


@dataclass(frozen=True, slots=True)
class Candidate:
    line: Line
    score: float


class Selection:
    """Chooses lines of some guides for one reader and one message; remembers what it has chosen."""

    def __init__(
        self,
        guides: Sequence[Guide],
        reader: Role | None,
        vector: Vectors,
        vectors: Mapping[str, Vectors],
        said: frozenset[str],
    ) -> None:
        self._guides = guides
        self._reader = reader
        self._vector = vector
        self._vectors = vectors
        self._said = said
        self._chosen: list[Line] = []

    def pick(
        self, headings: Iterable[Heading], count: int, accept: Callable[[Line], bool] = lambda _line: True
    ) -> list[Line]:
        """Up to `count` lines under these headings, nearest to the message first, unlike one another and unsaid."""
        pool = [line for heading in headings for line in self._pool(heading) if accept(line)]
        picked: list[Line] = []
        while len(picked) < count:
            fresh = [line for line in pool if line not in self._chosen and line.id not in self._said]
            if not fresh:
                break
            best = max(fresh, key=self._worth)
            picked.append(best)
            self._chosen.append(best)
        return picked

    def nearness(self, line: Line) -> float:
        """Cosine of the line and the message."""
        vector = self._vectors.get(line.id)
        return 0.0 if vector is None else float(np.dot(self._vector, vector))

    def _pool(self, heading: Heading) -> list[Line]:
        return [line for guide in self._guides for line in guide.lines(heading, self._reader)]

    def _worth(self, line: Line) -> float:
        own = OWN_WORDS if self._reader and line.passage.endswith(f".{self._reader}") else 0.0
        second = SECOND_GUIDE if not line.passage.startswith(f"{self._guides[0].id}#") else 0.0
        case = CONDITION if is_condition(line) else 0.0
        first = FIRST_LISTED if "#get_help_when" in line.passage and line.start == 0 else 0.0
        return self.nearness(line) + own + first - second - case - LIKENESS * self._likeness(line)

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


def is_message(line: Line) -> bool:
    return BY_MESSAGE.match(line.text) is not None


def is_spoken(line: Line) -> bool:
    return not is_message(line)


def is_example(line: Line) -> bool:
    return FOR_EXAMPLE.match(line.text) is not None


def is_condition(line: Line) -> bool:
    """Does it only hold in a case, as "If they say no: ..." does?"""
    return line.lead is not None and line.lead.endswith(":")


def likely_reader(guide: Guide, vector: Vectors, vectors: Mapping[str, Vectors]) -> Role | None:
    """Whose own lines are nearest to the message: the best guess when nobody said who is asking."""
    nearest: dict[Role, float] = {}
    for section in guide.sections:
        reader = section.passage.reader
        for line in section.lines:
            if reader is not None and line.id in vectors:
                nearest[reader] = max(nearest.get(reader, -1.0), float(np.dot(vector, vectors[line.id])))
    return max(nearest.items(), key=lambda item: item[1])[0] if nearest else None
