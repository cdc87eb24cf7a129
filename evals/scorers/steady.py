"""Does it answer alike when the same is asked in other words, again, or late in a long chat?

Each other asking is held against the answer as it stands: 0 when triage takes it otherwise, else how far the guides
that both draw on are the same (Jaccard's index; two answers without a guide are alike). Whether they are the right
ones is for `found` to say.
"""

from statistics import fmean

from evals.answers import Answer, Asking, How
from evals.cases import Case
from evals.scorers.grades import Grade


def paraphrases(_case: Case, answer: Answer) -> Grade | None:
    return _alike(answer, "other words")


def repeats(_case: Case, answer: Answer) -> Grade | None:
    return _alike(answer, "again")


def long_chat(_case: Case, answer: Answer) -> Grade | None:
    return _alike(answer, "long chat")


def _alike(answer: Answer, how: How) -> Grade | None:
    first = next((each for each in answer.askings if each.how == "as it stands"), None)
    others = [each for each in answer.askings if each.how == how]
    if first is None or not others:
        return None
    grades = [_pair(first, other) for other in others]
    return Grade(fmean(each.score for each in grades), "; ".join(each.reason for each in grades if each.reason) or None)


def _pair(first: Asking, other: Asking) -> Grade:
    asked = f"{other.how}, {other.words!r}"
    if other.error:
        return Grade(0.0, f"{asked}: no answer: {other.error}")
    if other.level != first.level:
        return Grade(0.0, f"{asked}: taken for {other.level}, not {first.level}")
    ours, theirs = set(first.guides), set(other.guides)
    if ours == theirs:
        return Grade(1.0)
    score = len(ours & theirs) / len(ours | theirs)
    return Grade(score, f"{asked}: draws on {_names(other)}, not {_names(first)}")


def _names(asking: Asking) -> str:
    return ", ".join(asking.guides) or "nothing"
