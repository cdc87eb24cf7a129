"""Judging one point of an answer with a model: what it is sent, and how what it says is read. No Inspect, no network.

Only made-up cases and the answers to them are ever sent. The answer is fenced line by line and cannot end its fence; a
reply that is not one reason and then one verdict is unusable, so that an answer that talks a judge into more than that
gains nothing. Reason before verdict: the verdict then follows from it (Wei et al. 2022, "Chain-of-thought prompting
elicits reasoning", as G-Eval, Liu et al. 2023, uses it for scoring).
"""

import re
from dataclasses import dataclass

from assistant.responders.prompts import ANGLES
from assistant.unseen import clean
from evals.answers import Answer
from evals.cases import Case, Point

PROMPT = "judge"
MAX_REPLY_CHARS = 2_000  # one sentence and a word; what is longer is not what was asked for
MAX_ANSWER_CHARS = 12_000  # ten times the longest answer asked for; the rest would only wear the judge out
READ = re.compile(r"reason:[ \t]*(?P<reason>\S[^\n]*)\s+verdict:[ \t]*(?P<verdict>yes|no)\.?", re.IGNORECASE)
NAMES_A_VERDICT = re.compile(r"\bverdict\b", re.IGNORECASE)
MARKUP = re.compile(r"[*`_]")


class Unusable(Exception):  # noqa: N818 - named as the state it reports
    """No verdict can be read. The message says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    made: bool
    reason: str


def question(case: Case, answer: Answer, point: Point) -> str:
    """What the judge is sent beside its prompt, about one point. What was asked before stands above the question."""
    turns = "\n\n".join(case.turns)
    return (
        f"The question:\n{fenced(turns)}\n\nThe assistant's answer:\n{fenced(answer.shown)}\n\n"
        f"The point: {point.text}\n\nDoes the answer make the point? Reason first, then verdict, in two lines."
    )


def fenced(text: str) -> str:
    """Each line behind a bar, with nothing hidden in it and no tag that a chat format might know."""
    lines = text[:MAX_ANSWER_CHARS].translate(ANGLES).splitlines()
    return "\n".join(f"| {clean(line)}".rstrip() for line in lines) or "|"


def read(reply: str) -> Verdict:
    """Raises Unusable for whatever is not exactly one reason and then one verdict."""
    said = MARKUP.sub("", reply).strip()
    if not said:
        raise Unusable("it said nothing")
    if len(said) > MAX_REPLY_CHARS:
        raise Unusable("it said far more than a reason and a verdict")
    if len(NAMES_A_VERDICT.findall(said)) != 1:
        raise Unusable("it does not give one verdict")
    found = READ.fullmatch(said)
    if found is None:
        raise Unusable("it does not give one reason and then yes or no")
    return Verdict(found["verdict"].lower() == "yes", found["reason"].strip())
