"""Can the person do something with it: a step, words to say, a question back, of a length and ease that gets read?

The lengths are this project's (80 to 180 words for a first answer, 20 to 80 for a later one); the grade is
Flesch-Kincaid's and its limit the guides' own (`assistant.guides.readability`).
"""

import re

from assistant.guides.readability import MAX_GRADE, grade
from evals.answers import Answer
from evals.cases import Case
from evals.scorers.grades import Grade, passed
from evals.scorers.speech import INNER_MARKS, composed, questions_back, spoken, steps

FIRST, LATER = (80, 180), (20, 80)  # words
ENOUGH_TO_GRADE = 30  # words; in fewer, one long word decides
ENDED = re.compile(r"[.!?:\"”]$")


def step(case: Case, answer: Answer) -> Grade | None:
    """Something to do that one could be seen doing: not "be patient"."""
    if not composed(case, answer):
        return None
    return passed(None if steps(answer.text) else "names nothing to do")


def words(case: Case, answer: Answer) -> Grade | None:
    """Words to say aloud or to send. Judged of first answers: a later one may be asked for a reason, or a line."""
    if not composed(case, answer) or not _is_first(case):
        return None
    return passed(None if spoken(answer.text) else "gives no words to say")


def question(case: Case, answer: Answer) -> Grade | None:
    """A question back to whoever asked, and not more than three. In a session there is no time for one."""
    if not composed(case, answer) or not _is_first(case) or _is_in_session(case):
        return None
    found = len(questions_back(answer.text))
    return passed("asks nothing back" if not found else f"asks {found} questions back" if found > 3 else None)


def length(case: Case, answer: Answer) -> Grade | None:
    if not composed(case, answer):
        return None
    low, high = FIRST if _is_first(case) and not _is_in_session(case) else LATER
    found = len(answer.shown.split())
    if low <= found <= high:
        return Grade(1.0)
    return Grade(found / low if found < low else high / found, f"{found} words; wanted {low} to {high}")


def reading(case: Case, answer: Answer) -> Grade | None:
    """How many years of school it takes to read, against the eight that a guide may take."""
    if not composed(case, answer) or len(answer.text.split()) < ENOUGH_TO_GRADE:
        return None
    years = grade(_sentences_ended(answer.shown))
    return (
        Grade(1.0)
        if years <= MAX_GRADE
        else Grade(MAX_GRADE / years, f"reading grade {years:.1f}; at most {MAX_GRADE:g}")
    )


def _sentences_ended(text: str) -> str:
    """Every line a sentence: a bullet without a full stop would run into the next."""
    lines = [INNER_MARKS.sub("", line).strip() for line in text.splitlines() if line.strip()]
    return "\n".join(line if ENDED.search(line) else f"{line}." for line in lines)


def _is_first(case: Case) -> bool:
    return len(case.turns) == 1


def _is_in_session(case: Case) -> bool:
    return case.situation.get("moment") == "in_session"
