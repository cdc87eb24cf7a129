"""Made-up records: as many cases as wanted, each in a family of its own unless said otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.quality.records import CaseRecord, Quote, RunRecord

CASE = CaseRecord(
    id="asks",
    family="asking",
    split="dev",
    why="Somebody asks it.",
    situation={"role": "mentor"},
    turns=("what now",),
    answer="Ask him. [1]",
    signposting=None,
    triage="none",
    found=True,
    citations=(Quote(1, "folder/guide#do", "Ask him."),),
    scores={"found.recall": 1.0, "answers.must": 0.5, "found.ndcg": 1.0},
    reasons={"answers.must": "does not: listen"},
    ms=12.5,
)
RECORD = RunRecord(
    date="2026-11-21T10:00:00+00:00",
    split="dev",
    responder="library",
    model=None,
    guides="abc",
    versions={"python": "3.11"},
    seconds=3.0,
    cases=(CASE,),
)


def case(name: str, scores: Mapping[str, float], **values: Any) -> CaseRecord:
    reasons = {score: f"lost {score}" for score, value in scores.items() if value < 1}
    made: dict[str, Any] = {"id": name, "family": name, "scores": dict(scores), "reasons": reasons} | values
    return replace(CASE, **made)


def run(*cases: CaseRecord, **values: Any) -> RunRecord:
    return replace(RECORD, cases=cases, **values)


def of_scores(score: str, values: Mapping[str, float] | list[float], **more: Any) -> RunRecord:
    """A run whose cases have one score: by name, or numbered."""
    named = values if isinstance(values, Mapping) else {f"case-{place}": value for place, value in enumerate(values)}
    return run(*(case(name, {score: value}) for name, value in named.items()), **more)
