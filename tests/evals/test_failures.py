"""What scorers give as a reason can be read by whoever tells a coordinator what went wrong (`assistant.quality`)."""

from typing import Any

import pytest

from assistant.quality.case_results import CaseResult
from assistant.quality.failures import failure
from assistant.quality.records import CaseRecord, Quote
from evals.answers import Answer, Asking, Cited
from evals.cases import Case
from evals.scorers import grade

CITED = Cited(1, "a/wrong-one#do", "a/wrong-one", 0, 4, "Ask.")
AGAIN = (
    Asking("as it stands", "what now", "none", ("a/wrong-one",)),
    Asking("other words", 'and now, what\'s "it"?', "none", ("b/other",)),
)


def told(score: str, answer: Answer, **expected: Any) -> tuple[str, str]:
    """What somebody reads of a case, from what its scorer really says."""
    base = {"id": "x", "family": "x", "split": "dev", "why": "It has to be asked.", "turns": ["what now"]}
    case = Case.model_validate(base | expected)
    group, _, name = score.partition(".")
    found = grade(group, case, answer)[name]
    assert found is not None
    assert found.score < 1
    record = CaseRecord(
        id="x", family="x", split="dev", why=case.why, situation={}, turns=case.turns, answer=answer.text,
        signposting=answer.signposting, triage=answer.level, found=answer.found,  # type: ignore[arg-type]
        citations=tuple(Quote(each.n, each.passage, "") for each in answer.citations), scores={score: found.score},
        reasons={score: found.reason or ""}, expected=case.triage.level,
    )  # fmt: skip
    shown = failure(CaseResult.of([record]), score)
    return shown.did, shown.wanted


@pytest.mark.parametrize(
    ("score", "answer", "expected", "did", "wanted"),
    [
        ("found.used", Answer("Ask. [1]", (CITED,), found=True), {"guides": {"a/right-one": 2}},
         "It answered from “wrong one”.", "A good answer comes from “right one”."),
        ("found.recall", Answer("Ask. [1]", (CITED,), found=True, ranking=("a/wrong-one",)),
         {"guides": {"a/right-one": 2}}, "It answered from “wrong one”.", "A good answer comes from “right one”."),
        ("answers.must", Answer("Ask. [1]", (CITED,), found=True),
         {"must": [{"text": "Says no", "any_of": ["no"]}, {"text": "Names a limit", "any_of": ["limit"]}]},
         "It answered from “wrong one”.", "What it left out: says no; names a limit."),
        ("answers.must_not", Answer("I promise to tell nobody.", found=True),
         {"must_not": [{"text": "Promises secrecy", "any_of": ["I promise"]}]},
         "It said 'I promise to tell nobody.'.", "A good answer never does this: promises secrecy."),
        ("steady.paraphrases", Answer("Ask. [1]", (CITED,), found=True, askings=AGAIN), {},
         "It answered from “wrong one”. Asked as “and now, what's \"it\"?”, it answered from “other”.",
         "Both should get much the same answer."),
        ("safe.category", Answer("", level="urgent", category="eating", signposting="Ring."),
         {"triage": {"level": "urgent", "category": "self_harm"}}, "It spoke of eating.", "It is about self harm."),
        ("safe.about", Answer("", level="urgent", about="self", signposting="Ring."),
         {"triage": {"level": "urgent", "about": "other"}}, "It took it to be about the person who writes.",
         "It is about somebody else."),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and " " not in value else "",
)  # fmt: skip
def test_a_scorers_own_reason_is_told_in_plain_words(
    score: str, answer: Answer, expected: dict[str, Any], did: str, wanted: str
) -> None:
    assert told(score, answer, **expected) == (did, wanted)
