"""Judging with a model one point of an answer, or two answers: what it is sent, how its reply is read. No network.

Only made-up cases and the answers to them are ever sent. The answer is fenced line by line and cannot end its fence; a
reply that is not one reason and then one verdict is unusable, so that an answer that talks a judge into more than that
gains nothing. Reason before verdict: the verdict then follows from it (Wei et al. 2022, "Chain-of-thought prompting
elicits reasoning", as G-Eval, Liu et al. 2023, uses it for scoring).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.responders.prompts import ANGLES
from assistant.unseen import clean
from evals.answers import Answer
from evals.cases import Case, Point

PROMPT, PAIR_PROMPT = "judge", "judge_pair"
MAX_REPLY_CHARS = 2_000  # one sentence and a word; what is longer is not what was asked for
MAX_ANSWER_CHARS = 12_000  # ten times the longest answer asked for; the rest would only wear the judge out
READ = re.compile(r"reason:[ \t]*(?P<reason>\S[^\n]*)\s+verdict:[ \t]*(?P<verdict>\w+)\.?", re.IGNORECASE)
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


def pair_question(situation: str, turns: Sequence[str], first: str, second: str) -> str:
    """What the judge is sent about two answers; which of them is A is for whoever asks to vary."""
    asked = fenced("\n\n".join(turns))
    return (
        f"Who asks: {clean(situation)}\n\nThe question:\n{asked}\n\nAnswer A:\n{fenced(first)}\n\nAnswer B:\n"
        f"{fenced(second)}\n\nWhich is of more use? Reason first, then verdict (A, B or tie), in two lines."
    )


def fenced(text: str) -> str:
    """Each line behind a bar, with nothing hidden in it and no tag that a chat format might know."""
    lines = text[:MAX_ANSWER_CHARS].translate(ANGLES).splitlines()
    return "\n".join(f"| {clean(line)}".rstrip() for line in lines) or "|"


def read(reply: str) -> Verdict:
    """Raises Unusable for whatever is not exactly one reason and then yes or no."""
    verdict, reason = read_reply(reply, ("yes", "no"))
    return Verdict(verdict == "yes", reason)


def read_reply(reply: str, verdicts: Sequence[str]) -> tuple[str, str]:
    """One of the verdicts, in small letters, and its reason. Raises Unusable for whatever is not just that."""
    said = MARKUP.sub("", reply).strip()
    if not said:
        raise Unusable("it said nothing")
    if len(said) > MAX_REPLY_CHARS:
        raise Unusable("it said far more than a reason and a verdict")
    if len(NAMES_A_VERDICT.findall(said)) != 1:
        raise Unusable("it does not give one verdict")
    found = READ.fullmatch(said)
    if found is None or found["verdict"].lower() not in verdicts:
        raise Unusable(f"it does not give one reason and then {' or '.join(verdicts)}")
    return found["verdict"].lower(), found["reason"].strip()
