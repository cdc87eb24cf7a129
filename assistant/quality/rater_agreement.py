"""What the labels say: how far people agree with each other, and each score of a record with them. Pure.

Only labels of people outside the team count here. Those of authors and helpers are counted apart and compared with
nothing, so that they can never pass for what people say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.quality.agreement import Agreement, Level, cohen, krippendorff
from assistant.quality.labels import QUESTIONS, Label, Question, Rater, answer_key, persons
from assistant.quality.records import CaseRecord, RunRecord
from assistant.quality.sentences import UNRATED

ENOUGH, TENTATIVE = 0.8, 0.667
"""From where on agreement allows conclusions, and tentative ones: Krippendorff (2004), "Content Analysis", p. 241."""
NOBODY = "No one outside the team has rated this yet."
JUDGE = "judge."
"""How the names of a judge's scores begin: the rest says what it judged."""
NEAREST: Mapping[str, Question] = {
    "found.used": "points", "found.answered": "points", "answers.must": "points",
    "answers.must_not": "safe", "safe.seen": "safe",
    "fits.role": "role", "fits.side": "role", "fits.relationship": "role", "fits.equal": "role", "fits.age": "role",
    "usable.step": "say_it", "usable.length": "say_it",
    "stance.warm": "say_it", "stance.asks": "say_it", "stance.choice": "say_it", "stance.sides": "say_it",
    "stance.no_flattery": "say_it", "stance.no_lecture": "say_it",
}  # fmt: skip
"""By score, the question that asks people most nearly the same. What a rater is not shown (the search, the triage, the
sources, what was answered before) or not asked about (the moment, how easily it reads) is held against nothing."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How people answered one question."""

    counts: Mapping[str, int]
    """Labels by verdict."""
    answers: int
    """Different answers they were about."""
    names: int
    """Different people."""


def question_of(score: str) -> Question | None:
    """Which question a score can be held against; None where people are not asked what it measures."""
    return NEAREST.get(score.removeprefix(JUDGE))


def of_record(record: RunRecord, labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels of this record's answers: what people said of others says nothing of these."""
    shown = {answer_key(case) for case in record.cases}
    return tuple(label for label in labels if label.answer in shown)


def rated_by(record: RunRecord, labels: Iterable[Label]) -> str:
    """Whether people outside the team have rated answers of this record, and how many of each, in a sentence."""
    shown = {answer_key(case) for case in record.cases}
    said = persons(of_record(record, labels))
    answers, names = len({label.answer for label in said}), len({label.name.casefold() for label in said})
    if not said:
        return UNRATED
    people = "one person" if names == 1 else f"{names} people"
    return f"Rules scored these answers; {people} outside the team rated {answers} of {len(shown)}: see Rate answers."


def by_rater(labels: Iterable[Label]) -> Mapping[Rater, int]:
    """How many labels each kind of rater has given."""
    return Counter(label.rater for label in labels)


def shares(labels: Iterable[Label], question: Question) -> Shares:
    said = [label for label in persons(labels) if question in label.verdicts]
    return Shares(
        Counter(label.verdicts[question] for label in said),
        len({label.answer for label in said}),
        len({label.name.casefold() for label in said}),
    )


def between_persons(labels: Iterable[Label], question: Question) -> Agreement:
    """Krippendorff's alpha of all people; an order where there are three verdicts."""
    by_answer = _by_answer(labels, question)
    names = sorted({name for said in by_answer.values() for name in said})
    units = [[_place(said.get(name), question) for name in names] for said in by_answer.values()]
    families = [next(iter(said.values())).family for said in by_answer.values()]
    return krippendorff(units, families, len(QUESTIONS[question]), _level(question))


def between_two(labels: Iterable[Label], question: Question) -> Agreement | None:
    """Cohen's kappa when exactly two people have rated; None otherwise."""
    by_answer = _by_answer(labels, question)
    names = sorted({name for said in by_answer.values() for name in said})
    if len(names) != 2:
        return None
    both = [said for said in by_answer.values() if len(said) == 2]
    pairs = [(_at(said[names[0]], question), _at(said[names[1]], question)) for said in both]
    families = [said[names[0]].family for said in both]
    return cohen(pairs, families, len(QUESTIONS[question]), _level(question))


def with_persons(record: RunRecord, labels: Sequence[Label]) -> Mapping[str, Agreement]:
    """Cohen's kappa of each score with people, each of their labels of an answer of this record one pair."""
    cases = {answer_key(case): case for case in record.cases}
    theirs = [(label, cases[label.answer]) for label in persons(labels) if label.answer in cases]
    return {score: _with_score(score, asked, theirs) for score in record.score_names if (asked := question_of(score))}


def _with_score(score: str, asked: Question, theirs: Sequence[tuple[Label, CaseRecord]]) -> Agreement:
    pairs, families = [], []
    for label, case in theirs:
        if score in case.scores and asked in label.verdicts:
            pairs.append((_at(label, asked), nearest_verdict(case.scores[score], asked)))
            families.append(case.family)
    return cohen(pairs, families, len(QUESTIONS[asked]), _level(asked))


def nearest_verdict(score: float, question: Question) -> int:
    """The verdict nearest to a score (0 to 1), as its place among the question's; halfway is the better one."""
    last = len(QUESTIONS[question]) - 1
    return int(score * last + 0.5)


def told(agreement: Agreement) -> str:
    """What an agreement means, in a few plain words."""
    if agreement.n == 0:
        return "not known yet"
    if agreement.few:
        return "too few to tell"
    if agreement.value is None:
        return "cannot be told: one side always said the same"
    if agreement.low <= 0:
        return "perhaps no better than chance"
    if agreement.value >= ENOUGH:
        return "good"
    return "fair: conclusions are tentative" if agreement.value >= TENTATIVE else "weak"


def figure(agreement: Agreement) -> str:
    """The value with its range; empty where it would mislead."""
    if agreement.value is None or agreement.few:
        return ""
    value, low, high = (f"{round(each, 2) + 0.0:.2f}" for each in (agreement.value, agreement.low, agreement.high))
    return f"{value} ({low} to {high})"


def _by_answer(labels: Iterable[Label], question: Question) -> Mapping[str, Mapping[str, Label]]:
    found: dict[str, dict[str, Label]] = {}
    for label in persons(labels):
        if question in label.verdicts:
            found.setdefault(label.answer, {})[label.name.casefold()] = label
    return found


def _level(question: Question) -> Level:
    return "ordinal" if len(QUESTIONS[question]) > 2 else "nominal"


def _place(label: Label | None, question: Question) -> int | None:
    return None if label is None else _at(label, question)


def _at(label: Label, question: Question) -> int:
    return QUESTIONS[question].index(label.verdicts[question])
