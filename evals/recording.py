"""From what Inspect logged of a case to what a run record keeps of it."""

from collections.abc import Mapping
from math import isnan
from typing import cast

from inspect_ai.log import EvalSample
from inspect_ai.scorer import Score

from assistant.messages import Tokens
from assistant.quality.records import CaseRecord, Quote
from evals.cases import Case
from evals.scorers import SCORERS
from evals.tasks import REPLY, TOKENS, score_of
from evals.versions import case_version


def case_record(sample: EvalSample) -> CaseRecord:
    case = Case.model_validate(sample.metadata["case"])
    reply = sample.store.get(REPLY) or {"text": "", "error": _crash(sample)}
    tokens = sample.store.get(TOKENS)
    scores, reasons = _scores(sample.scores or {group: score_of(group, case, reply) for group in SCORERS})
    return CaseRecord(
        id=case.id,
        family=case.family,
        split=case.split,
        why=case.why,
        situation=case.situation,
        turns=case.turns,
        answer=reply["text"],
        signposting=(reply.get("signposting") or {}).get("text"),
        triage=reply.get("triage", {}).get("level", "none"),
        found=reply.get("found", False),
        citations=tuple(Quote(each["n"], each["passage"], each["quote"]) for each in reply.get("citations", ())),
        scores=scores,
        reasons=reasons,
        ms=reply.get("ms", {}).get("total"),
        error=reply.get("error"),
        expected=case.triage.level,
        asked=case_version(case),
        topic=case.answers[0].partition("/")[0] if case.answers else "",
        tokens=Tokens(**tokens) if tokens else None,
        repeat=sample.epoch,
        answered_by=reply.get("responder"),
        unscored=_unscored(sample),
    )


def _unscored(sample: EvalSample) -> tuple[str, ...]:
    scores = (sample.scores or {}).values()
    return tuple(why for score in scores for why in (score.metadata or {}).get("unscored", ()))


def _crash(sample: EvalSample) -> str:
    return sample.error.message if sample.error else "nothing was recorded"


def _scores(groups: Mapping[str, Score]) -> tuple[dict[str, float], dict[str, str]]:
    """Scores and reasons by their full names, without those that do not apply."""
    scores: dict[str, float] = {}
    reasons: dict[str, str] = {}
    for group, score in groups.items():
        values = cast("dict[str, float]", score.as_dict())
        told = (score.metadata or {}).get("reasons", {})
        scores |= {f"{group}.{name}": value for name, value in values.items() if not isnan(value)}
        reasons |= {f"{group}.{name}": reason for name, reason in told.items()}
    return scores, reasons
