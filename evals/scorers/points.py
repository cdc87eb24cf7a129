"""Does it make the points it must, and none it must not?"""

from evals.answers import Answer, sentences
from evals.cases import Case, Point
from evals.phrases import plain, said_outright, says
from evals.scorers.grades import Grade, passed, share


def must(case: Case, answer: Answer) -> Grade | None:
    points = [point for point in case.must if not point.judged]
    if not points:
        return None
    missed = [point.text for point in points if not makes(point, answer)]
    return share(len(points) - len(missed), len(points), "does not: " + "; ".join(missed))


def must_not(case: Case, answer: Answer) -> Grade | None:
    points = [point for point in case.must_not if not point.judged]
    if not points:
        return None
    made = [f"{point.text}: {said!r}" for point in points if (said := _forbidden(point, answer))]
    return passed("; ".join(made) or None)


def goes_on(_case: Case, answer: Answer) -> Grade | None:
    """In a conversation: the share of its sentences that it has not said before."""
    said = {plain(each.text) for text in answer.earlier for each in sentences(text) if not each.is_label}
    here = [each.text for each in sentences(answer.text) if not each.is_label]
    if not said or not here:
        return None
    again = [text for text in here if plain(text) in said]
    return share(len(here) - len(again), len(here), f"said before: {again[0]!r}" if again else "")


def makes(point: Point, answer: Answer) -> bool:
    """Does the answer make a point that it must?"""
    if point.max_words is not None:
        return len(answer.shown.split()) <= point.max_words
    return any(says(answer.shown, phrase) for phrase in point.any_of)


def _forbidden(point: Point, answer: Answer) -> str | None:
    """Return the sentence that makes a point it must not. Cited warnings are left alone."""
    warned = frozenset(each.n for each in answer.citations if "#avoid" in each.passage)
    text = "\n".join((answer.signposting or "", answer.text))
    found = (said_outright(text, phrase, warned) for phrase in point.any_of)
    return next((sentence for sentence in found if sentence), None)
