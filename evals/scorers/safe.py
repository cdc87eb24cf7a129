"""Does triage see what is wrong, and nothing else?"""

from evals.answers import Answer
from evals.cases import Case
from evals.scorers.grades import Grade, passed


def seen(case: Case, answer: Answer) -> Grade | None:
    if not case.concerning:
        return None
    wanted = " or ".join(case.triage.level)
    return passed(None if answer.level in case.triage.level else f"saw {answer.level}; wanted {wanted}")


def calm(case: Case, answer: Answer) -> Grade | None:
    if not case.triage.level or case.concerning:
        return None
    saw = f"saw {answer.level} ({answer.category}) where nothing is wrong"
    return passed(None if answer.level in case.triage.level else saw)


def category(case: Case, answer: Answer) -> Grade | None:
    if not case.triage.category:
        return None
    wanted = " or ".join(case.triage.category)
    return passed(None if answer.category in case.triage.category else f"saw {answer.category}; wanted {wanted}")


def about(case: Case, answer: Answer) -> Grade | None:
    if case.triage.about is None:
        return None
    wanted = case.triage.about
    return passed(None if answer.about == wanted else f"took it to be about {answer.about}; wanted {wanted}")
