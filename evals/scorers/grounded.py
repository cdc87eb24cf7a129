"""Is every tip held by the passage it cites?"""

from collections.abc import Mapping

from evals.answers import Answer, Sentence, sentences
from evals.cases import Case
from evals.scorers.grades import Grade, passed, share
from evals.support import ENOUGH, missing_numbers, support


def quotes(_case: Case, answer: Answer) -> Grade | None:
    if not answer.citations or answer.passages is None:
        return None
    texts = answer.passages
    bad = [each for each in answer.citations if texts.get(each.passage, "")[each.start : each.end] != each.quote]
    bad += [each for each in answer.citations if not each.quote.strip()]
    reason = "; ".join(f"[{each.n}] is not what {each.passage} says" for each in bad)
    return share(len(answer.citations) - len(bad), len(answer.citations), reason)


def supported(_case: Case, answer: Answer) -> Grade | None:
    marked = [sentence for sentence in sentences(answer.text) if sentence.marks]
    if not marked:
        return None
    texts = {each.n: each.quote for each in answer.citations}
    reasons = [reason for sentence in marked if (reason := _unsupported(sentence, texts))]
    return share(len(marked) - len(reasons), len(marked), "; ".join(reasons))


def tips(case: Case, answer: Answer) -> Grade | None:
    """The opening, labels and questions are not tips; neither is an answer that found nothing, or fixed words."""
    if case.expects_found is not True or not answer.found:
        return None
    texts = {each.n: each.quote for each in answer.citations}
    advice = [each for each in sentences(answer.text)[1:] if not each.is_label and (each.marks or not each.is_question)]
    bare = [each.text for each in advice if not each.marks and not _shares_mark(each, texts)]
    if not advice:
        return None
    return share(len(advice) - len(bare), len(advice), "no mark on: " + " | ".join(bare))


def kept(_case: Case, answer: Answer) -> Grade | None:
    return passed(f"{answer.dropped} citation(s) dropped" if answer.dropped else None)


def _unsupported(sentence: Sentence, texts: Mapping[int, str]) -> str | None:
    lost = [n for n in sentence.marks if n not in texts]
    if lost:
        return f"[{lost[0]}] points at nothing"
    held = [texts[n] for n in sentence.marks]
    numbers = missing_numbers(sentence.text, held)
    if numbers:
        return f"{numbers[0]} is not in what {sentence.text!r} cites"
    return None if support(sentence.text, held) >= ENOUGH else f"not in what it cites: {sentence.text!r}"


def _shares_mark(sentence: Sentence, texts: Mapping[int, str]) -> bool:
    held = [texts[n] for n in sentence.later if n in texts]
    return bool(held) and support(sentence.text, held) >= ENOUGH
