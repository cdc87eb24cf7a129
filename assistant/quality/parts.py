"""Part of a run: the cases of one kind of person or relationship, and those that nobody tuned on. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.quality.records import RunRecord

WHOM: Mapping[str, tuple[str, str]] = {
    "mentees": ("role", "mentee"),
    "mentors": ("role", "mentor"),
    "peers": ("role", "peer"),
    "coordinators": ("role", "coordinator"),
    "mentorship": ("relationship", "mentorship"),
    "mentoring": ("relationship", "mentoring"),
    "peer-mentoring": ("relationship", "peer_mentoring"),
    "peer-support": ("relationship", "peer_support"),
}
"""Which value of which field of the situation."""
APART = "test"
"""The split that nobody tunes on."""


@dataclass(frozen=True, slots=True)
class Part:
    whom: str | None = None
    """A key of WHOM; None: everybody."""
    apart: bool = False
    """Only cases that nobody tuned on."""


WHOLE = Part()


def part_of(record: RunRecord, part: Part) -> RunRecord:
    """The record of these cases only."""
    field, value = WHOM[part.whom] if part.whom else ("", "")
    cases = tuple(
        case
        for case in record.cases
        if (not part.whom or case.situation.get(field) == value) and (not part.apart or case.split == APART)
    )
    return replace(record, cases=cases, split=APART if part.apart else record.split)


def has_apart(record: RunRecord) -> bool:
    """Are there cases of both kinds, so that it matters which are looked at?"""
    return len({case.split == APART for case in record.cases}) > 1
