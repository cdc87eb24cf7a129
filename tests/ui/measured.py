"""A made-up measurement for the pages on quality."""

from assistant.quality.records import RunRecord
from tests.quality.made_up import case, run

HOSTILE = "<script>alert(1)</script><b>hi"
PEER = {"role": "peer", "relationship": "peer_mentoring", "moment": "ending"}
NEWER = "2026-11-29T09:30:00+00:00"


def measured(**values: str) -> RunRecord:
    """Twelve mentors who lose half of their points, eighty dangers of which none is missed, three peers."""
    cases = [case(f"point-{n}", {"answers.must": 0.5, "found.used": 1.0}, topic="goals") for n in range(12)]
    cases += [case(f"danger-{n}", {"safe.seen": 1.0}, expected=("urgent",)) for n in range(80)]
    cases += [
        case(f"peer-{n}", {"answers.must": 0.0}, situation=PEER, family="peers", answer=HOSTILE) for n in range(3)
    ]
    return run(*cases, **values)
