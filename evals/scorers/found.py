"""Did it find the right guides, and say when there is none?"""

from collections.abc import Sequence

from evals.answers import Answer
from evals.cases import Case
from evals.retrieval import measures
from evals.retrieval.measures import TOP
from evals.scorers.grades import Grade, passed, share


def ndcg(case: Case, answer: Answer) -> Grade | None:
    if not case.answers:
        return None
    score = measures.ndcg(answer.ranking, case.guides, TOP)
    if score > 1 - 1e-9:
        return Grade(1.0)
    return Grade(score, f"ranked {_names(answer.ranking[:TOP])}; wanted {_names(_by_grade(case))}")


def recall(case: Case, answer: Answer) -> Grade | None:
    if not case.answers:
        return None
    missing = [guide for guide in case.answers if guide not in answer.ranking[:TOP]]
    reason = f"{_names(missing)} not among {_names(answer.ranking[:TOP])}"
    return share(len(case.answers) - len(missing), len(case.answers), reason)


def used(case: Case, answer: Answer) -> Grade | None:
    if not case.answers:
        return None
    cited = list(dict.fromkeys(each.guide for each in answer.citations))
    hit = set(cited) & set(case.answers)
    return passed(None if hit else f"cites {_names(cited)}; wanted {_names(case.answers)}")


def answered(case: Case, answer: Answer) -> Grade | None:
    if case.expects_found is not True:
        return None
    return passed(None if answer.found else "said that it found nothing")


def declined(case: Case, answer: Answer) -> Grade | None:
    if case.expects_found is not False:
        return None
    cited = list(dict.fromkeys(each.guide for each in answer.citations))
    return passed(f"answered from {_names(cited or answer.ranking[:1])}" if answer.found else None)


def _by_grade(case: Case) -> list[str]:
    return sorted((guide for guide, grade in case.guides.items() if grade), key=lambda guide: -case.guides[guide])


def _names(guides: Sequence[str]) -> str:
    return ", ".join(guides) or "nothing"
