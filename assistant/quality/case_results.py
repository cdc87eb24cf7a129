"""The cases of a run, each once: however often one was asked, it is one witness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.quality.records import CaseRecord, RunRecord


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of one run, its repeats taken together."""

    case: CaseRecord
    """Its first asking."""
    scores: Mapping[str, float]
    """Means over the repeats that have the score."""
    reasons: Mapping[str, str]
    error: str | None

    @classmethod
    def of(cls, repeats: Sequence[CaseRecord]) -> "CaseResult":
        found: dict[str, list[float]] = {}
        for each in repeats:
            for name, score in each.scores.items():
                found.setdefault(name, []).append(score)
        reasons = {name: reason for each in reversed(repeats) for name, reason in each.reasons.items()}
        error = next((each.error for each in repeats if each.error), None)
        return cls(repeats[0], {name: sum(scores) / len(scores) for name, scores in found.items()}, reasons, error)


def results_by_case(record: RunRecord) -> dict[str, CaseResult]:
    """The cases of a run by id."""
    repeats: dict[str, list[CaseRecord]] = {}
    for case in record.cases:
        repeats.setdefault(case.id, []).append(case)
    return {name: CaseResult.of(cases) for name, cases in repeats.items()}
