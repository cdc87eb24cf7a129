"""Part of a run: the cases of one kind of person or moment, and those that nobody tuned on. Plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.quality.records import CaseRecord, RunRecord

WHOM: Mapping[str, Mapping[str, str]] = {
    "mentees": {"role": "mentee"},
    "mentors": {"role": "mentor"},
    "peer-mentors": {"role": "peer", "relationship": "peer_mentoring"},
    "peer-supporters": {"role": "peer", "relationship": "peer_support"},
    "coordinators": {"role": "coordinator"},
}
"""Who asks, as a coordinator names them: which values of which fields of the situation."""
APART = "test"
"""The split that nobody tunes on."""


@dataclass(frozen=True, slots=True)
class Part:
    whom: str | None = None
    """A key of WHOM; None: everybody."""
    relationship: str | None = None
    moment: str | None = None
    """Values of the situation; None: any."""
    apart: bool = False
    """Only cases that nobody tuned on."""

    def holds(self, case: CaseRecord) -> bool:
        fits = all(case.situation.get(field) == value for field, value in self._fields())
        return fits and (not self.apart or case.split == APART)

    def _fields(self) -> Iterator[tuple[str, str]]:
        """Of somebody and a relationship that exclude each other both are wanted, and no case is."""
        yield from WHOM[self.whom].items() if self.whom else ()
        yield from (("relationship", self.relationship),) if self.relationship else ()
        yield from (("moment", self.moment),) if self.moment else ()


WHOLE = Part()


def part_of(record: RunRecord, part: Part) -> RunRecord:
    """The record of these cases only."""
    return replace(record, cases=tuple(filter(part.holds, record.cases)), split=APART if part.apart else record.split)


def has_apart(record: RunRecord) -> bool:
    """Are there cases of both kinds, so that it matters which are looked at?"""
    return len({case.split == APART for case in record.cases}) > 1
