"""Subsets of a run: the cases of one kind of person or moment, and those that nobody tuned on. Plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.quality.records import CaseRecord, RunRecord

AUDIENCES: Mapping[str, Mapping[str, str]] = {
    "mentees": {"role": "mentee"},
    "mentors": {"role": "mentor"},
    "peer-mentors": {"role": "peer", "relationship": "peer_mentoring"},
    "peer-supporters": {"role": "peer", "relationship": "peer_support"},
    "coordinators": {"role": "coordinator"},
}
"""Who asks, as a coordinator names them: which values of which fields of the situation."""
HELD_OUT = "test"
"""The split that nobody tunes on."""


@dataclass(frozen=True, slots=True)
class Subset:
    audience: str | None = None
    """A key of AUDIENCES; None: everybody."""
    relationship: str | None = None
    moment: str | None = None
    """Values of the situation; None: any."""
    held_out: bool = False
    """Only cases that nobody tuned on."""

    def holds(self, case: CaseRecord) -> bool:
        fits = all(case.situation.get(field) == value for field, value in self._fields())
        return fits and (not self.held_out or case.split == HELD_OUT)

    def _fields(self) -> Iterator[tuple[str, str]]:
        """Of somebody and a relationship that exclude each other both are wanted, and no case is."""
        yield from AUDIENCES[self.audience].items() if self.audience else ()
        yield from (("relationship", self.relationship),) if self.relationship else ()
        yield from (("moment", self.moment),) if self.moment else ()


WHOLE = Subset()


def subset_of(record: RunRecord, subset: Subset) -> RunRecord:
    """The record of these cases only."""
    return replace(
        record, cases=tuple(filter(subset.holds, record.cases)), split=HELD_OUT if subset.held_out else record.split
    )


def has_held_out(record: RunRecord) -> bool:
    """Are there cases of both kinds, so that it matters which are looked at?"""
    return len({case.split == HELD_OUT for case in record.cases}) > 1
