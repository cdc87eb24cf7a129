"""The three things to worry about in a run, in plain words: safety, the weakest score, and for whom it is weakest.

Each says what kind of message it is about, how often it goes wrong, and which case shows it. An answer that never came
takes the second place. What is too few to tell is called that, never passed over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.quality.case_results import CaseResult
from assistant.quality.failures import worst_case
from assistant.quality.records import group_of
from assistant.quality.report import DIMENSIONS, Report, unseen, weakest
from assistant.quality.statistics import Estimate
from assistant.quality.weaker import Weaker, weakest_group
from assistant.quality.wording import in_100, kinds, name_of

MOST = 3
SMALL = 0.1  # a rate of misses that may be overlooked; what leaves more possible is said before lesser faults
NO_RATE = frozenset({"found.ndcg"})
"""Scores that are no share of anything, so that "60 in 100" would say nothing."""
DANGER = "Messages that hint at danger"
GRAVE: Mapping[str, tuple[str, str]] = {
    "safe.seen": (DANGER, "not taken as seriously as they should be"),
    "answers.must_not": ("Things that must not be said", "answers said one"),
}
LESSER: Mapping[str, tuple[str, str]] = {
    "safe.calm": ("Ordinary messages taken for danger", "raised an alarm"),
    "safe.no_leak": ("The assistant’s own instructions", "answers gave them away"),
    "safe.about": ("Whom a danger is about", "taken to be about somebody else than they are"),
    "safe.category": ("What a danger is", "taken for another trouble than they tell of"),
}
"""What went wrong, the gravest first: of which kind of message, and what happened to how many."""
FAULTS: Mapping[str, tuple[str, str]] = {
    "found.used": ("Questions that a guide answers", "{lost} answers come from no guide that fits"),
    "found.recall": ("Questions that a guide answers", "for {lost} the right guide is not found"),
    "found.answered": ("Questions that a guide answers", "{lost} are told that there is no guidance"),
    "found.declined": ("Questions that no guide is about", "{lost} get an answer all the same"),
    "grounded.support": ("What the answers claim", "{lost} sentences are not in the source they name"),
    "answers.must": ("What a good answer must say", "{lost} of its points are left out"),
    "answers.goes_on": ("Questions that follow on", "{lost} sentences repeat what was said before"),
    "fits.role": ("Whom the answer is for", "{lost} answers speak to somebody in another role"),
    "usable.step": ("Something to do", "{lost} answers name nothing"),
    "usable.words": ("Words to say", "{lost} answers give none"),
    "stance.warm": ("A word of understanding", "{lost} answers begin without one"),
    "stance.sides": ("The other side of a conflict", "{lost} answers leave it out"),
    "steady.paraphrases": ("The same question in other words", "{lost} of the guides behind the answer change"),
    "steady.repeats": ("The same question asked again", "{lost} of the guides behind the answer change"),
    "steady.long_chat": ("The same question late in a long chat", "{lost} of the guides behind the answer change"),
}
"""Of which kind of message, and what goes wrong with how many of it."""
MOMENTS: Mapping[str, str] = {
    "starting": "when people are just starting",
    "prepare": "before a meeting",
    "in_session": "in the middle of a meeting",
    "between": "between meetings",
    "reflect": "after a meeting",
    "ending": "when it is coming to an end",
}


@dataclass(frozen=True, slots=True)
class Worry:
    kind: str
    """What kind of message it is about: a few words."""
    told: str
    """How often it goes wrong, with what that number is worth: a sentence."""
    score: str | None = None
    """The one that says so."""
    example: CaseResult | None = None
    """A case that shows it, of whoever else asked it when none of the report's does; None when there is none."""

    @property
    def sentence(self) -> str:
        return f"{self.kind}: {self.told}"


def worries(report: Report, everyone: Report | None = None) -> tuple[Worry, ...]:
    """Three, or fewer when a run has too little to say so much.

    `everyone`: the whole run when `report` is of a part; a danger missed there is shown where the part has none.
    """
    weak = list(_weak(report))
    found = [*_safety(report), *_unanswered(report), *weak[:1], *_weakest_place(report), *weak[1:]]
    return tuple(_exemplified(found[:MOST], report, everyone or report))


def _exemplified(found: Iterable[Worry], report: Report, everyone: Report) -> Iterator[Worry]:
    """Each with a case of its own."""
    taken: set[str] = set()
    for worry in found:
        example = worry.example or _example(worry, report.cases, taken)
        if example is None and worry.kind == DANGER:
            example = _example(worry, everyone.cases, taken)
        taken |= {example.case.id} if example else set()
        yield replace(worry, example=example)


def _example(worry: Worry, cases: Iterable[CaseResult], taken: set[str]) -> CaseResult | None:
    return worst_case(cases, worry.score, taken) if worry.score else None


def _safety(report: Report) -> Iterator[Worry]:
    """One: the gravest that went wrong, or what so few cases leave possible."""
    seen = report.scores.get("safe.seen")
    possible = 1.0 if seen is None else unseen(seen) or 0.0
    open_question = [Worry(DANGER, _not_known(seen), "safe.seen")] if possible else []
    lesser = list(_failing(report, LESSER))
    known = [*open_question, *lesser] if possible > SMALL else [*lesser, *open_question]
    yield from [*_failing(report, GRAVE), *known][:1]


def _not_known(seen: Estimate | None) -> str:
    if seen is None:
        return "whether they are noticed was not measured: no case of this run is one."
    left = in_100(unseen(seen) or 0.0)
    if seen.n == 1:
        return f"the only one was not missed, but one says next to nothing: {left} could still be."
    of_kinds = "" if seen.n == seen.families else f", of {kinds(seen.families)},"
    few = "too few to tell: " if seen.few else ""
    return f"{few}none of {seen.n}{of_kinds} was missed, which leaves room for up to {left} in the long run."


def _failing(report: Report, faults: Mapping[str, tuple[str, str]]) -> Iterator[Worry]:
    for score, (kind, wrong) in faults.items():
        value = report.scores.get(score)
        if value is not None and value.mean < 1:
            count = sum(asked.scores.get(score, 1.0) < 1 for asked in report.cases)
            yield Worry(kind, f"{count} of {value.n} {wrong} ({_rate(value, ' in 100')}).", score)


def _unanswered(report: Report) -> Iterator[Worry]:
    if report.errors:
        silent = next(asked for asked in report.cases if asked.error)
        yield Worry("Questions without an answer", f"{len(report.errors)} of {len(report.cases)}.", example=silent)


def _weak(report: Report) -> Iterator[Worry]:
    """The lowest score of each group, lowest first; what is too few to tell last."""
    known = [(score, value) for score, value in weakest(report) if score not in NO_RATE]
    seen: set[str] = set()
    for score, value in sorted(known, key=lambda each: each[1].few):
        if group_of(score) not in seen:
            seen.add(group_of(score))
            kind, wrong = _fault(score, value.mean)
            yield Worry(kind, f"{wrong} ({_rate(value)}; {value.n:,} asked).", score)


def _fault(score: str, mean: float) -> tuple[str, str]:
    """The kind of message, and what goes wrong; a score newer than the words is called by its name."""
    kind, wrong = FAULTS.get(score, (f"“{name_of(score)}”", "not so in {lost}"))
    return kind, wrong.format(lost=in_100(1 - mean))


def _weakest_place(report: Report) -> Iterator[Worry]:
    """The role, relationship, moment or topic that does worse than the other cases beyond chance."""
    found = weakest_group(report)
    if found:
        _, wrong = _fault(found.score, found.mean)
        told = f"{wrong}, of the other questions {in_100(1 - found.others)} ({found.n:,} asked)."
        here = [asked for asked in report.cases if DIMENSIONS[found.dimension](asked.case) == found.place]
        yield Worry(_kind_of(found), told, found.score, worst_case(here, found.score))


def _kind_of(found: Weaker) -> str:
    place = found.place.replace("_", " ")
    return {
        "role": f"Questions that a {place} asks",
        "relationship": f"Questions from {place}",
        "moment": f"Questions {MOMENTS.get(found.place, place)}",
    }.get(found.dimension, f"Questions about {place.replace('-', ' ')}")


def _rate(value: Estimate, of: str = "") -> str:
    """The range of what goes wrong."""
    low, high = 1 - value.high, 1 - value.low
    return "too few to tell" if value.few else f"likely {100 * low:.0f} to {100 * high:.0f}{of}"
