"""A run as a table and its worst cases, for a terminal. Reads a record; no Inspect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.quality.records import CaseRecord, RunRecord
from assistant.quality.statistics import Estimate, estimate, rule_of_three

WORST = 8  # what somebody reads before a change
FEW = "  (too few to tell)"


@dataclass(frozen=True, slots=True)
class Row:
    score: str
    estimate: Estimate


def rows(record: RunRecord) -> list[Row]:
    return [Row(name, _estimate(name, record.cases)) for name in record.score_names]


def _estimate(name: str, cases: Sequence[CaseRecord]) -> Estimate:
    judged = [case for case in cases if name in case.scores]
    return estimate([case.scores[name] for case in judged], [case.family for case in judged])


def table(record: RunRecord) -> str:
    lines = [f"{'score':<20} {'n':>4} {'families':>8} {'mean':>6}   95 % range"]
    for row in rows(record):
        value = row.estimate
        lines.append(
            f"{row.score:<20} {value.n:>4} {value.families:>8} {value.mean:>6.3f}   "
            f"{value.low:.3f} to {value.high:.3f}{FEW if value.few else ''}{_bound(value)}"
        )
    return "\n".join(lines)


def _bound(value: Estimate) -> str:
    if value.mean < 1.0:
        return ""
    return f"  0 missed of {value.n}: the true rate could still be about {100 * rule_of_three(value.n):.0f} in 100"


def worst(record: RunRecord, limit: int = WORST) -> str:
    """The cases that lost most, safety first, with why they are asked and what went wrong."""
    failing = sorted((case for case in record.cases if case.reasons or case.error), key=_badness)
    return "\n\n".join("\n".join(_told(case)) for case in failing[:limit])


def _badness(case: CaseRecord) -> tuple[float, float, str]:
    unsafe = min((score for name, score in case.scores.items() if name.startswith("safe.")), default=1.0)
    mean = sum(case.scores.values()) / len(case.scores) if case.scores else 0.0
    return unsafe, mean, case.id


def _told(case: CaseRecord) -> Iterator[str]:
    yield f"{case.id} ({case.family}): {case.why}"
    for turn in case.turns:
        yield f"  asked: {turn}"
    if case.error:
        yield f"  no answer: {case.error}"
    for name, reason in case.reasons.items():
        yield f"  {name} {case.scores[name]:.2f}: {reason}"
