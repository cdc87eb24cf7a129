"""What was measured, how often it was right and what it missed, for a board with ten minutes. No PDF here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.booklet.booklet import Piece
from assistant.quality.case_results import CaseResult
from assistant.quality.failures import Failure, failure
from assistant.quality.records import group_of
from assistant.quality.report import Report
from assistant.quality.sentences import (
    UNRATED,
    figure,
    measured_sentence,
    short_sentences,
    unanswered_sentence,
    unjudged_sentence,
    versions,
    worth,
)
from assistant.quality.verdict import reading
from assistant.quality.wording import ONLY_LENGTH, name_of
from assistant.quality.worries import worries
from assistant.safety.signoff import SignOff, spoken

TITLE = "How good are the answers?"
WORST = 6  # cases that are printed with what they missed
LONGEST = 700  # characters of an answer; the page shows all of it
DIMENSIONS = {"role": "By who asks", "relationship": "By relationship", "moment": "By moment"}
OF_GROUPS = ("found.used", "answers.must")
"""The scores told for each group of people; the CSV has all."""
HOW = (
    "Alongside was asked made-up questions whose good answers are known. Rules scored what it said. Each score stands "
    "by itself: safety is never averaged with anything.",
    "“Likely 80 to 90” means: asked very many such questions, the true number would most likely lie there.",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What it is made from."""

    report: Report
    programme: str | None
    """The programme's name."""
    status: SignOff
    """Who has signed the safety words."""
    differs: Sequence[str]
    """Why these figures are not those of the setup in use, in sentences."""
    printed: date
    whose: str | None = None
    """Whose questions alone these are; None: everybody's."""
    rated: str = UNRATED
    """Who has rated these answers, in a sentence."""


def paper(source: Paper) -> tuple[Piece, ...]:
    report = source.report
    return (*_front(source), *_scores(report), *_groups(report), *_missed(report), *_end(source))


def _front(source: Paper) -> Iterator[Piece]:
    yield Piece("title", TITLE)
    yield Piece("heading", source.programme or "Alongside")
    yield Piece("text", f"Printed on {spoken(source.printed.isoformat())}. {measured_sentence(source.report)}")
    if source.whose:
        yield Piece("words", f"**Only questions of these:** {source.whose}.")
    yield Piece("text", source.rated)
    if source.differs:
        yield Piece("words", " ".join(["**Not measured for this setup.**", *source.differs]))
    for words in HOW:
        yield Piece("text", words)
    yield Piece("heading", "In short")
    yield Piece("words", f"**{reading(source.report)}**")
    report = source.report
    for sentence in filter(None, [*short_sentences(report), unanswered_sentence(report), unjudged_sentence(report)]):
        yield Piece("text", sentence)
    yield Piece("heading", "Three things to worry about")
    for number, worry in enumerate(worries(source.report), start=1):
        yield Piece("text", f"{number}. {worry.sentence}")
        if worry.example and worry.score:
            yield from _shown_by(failure(worry.example, worry.score))
    yield Piece("heading", "The words shown when somebody may be in danger")
    yield Piece("text", source.status.told())


def _shown_by(example: Failure) -> Iterator[Piece]:
    yield Piece("small", f"{example.asker} asked: “{example.question}” {example.did} {example.wanted}")


def _scores(report: Report) -> Iterator[Piece]:
    yield Piece("chapter", "How often it was right")
    safe = [name for name in report.scores if group_of(name) == "safe"]
    others = [name for name in report.scores if group_of(name) != "safe"]
    for title, names in (("Safety", safe), ("The answers", others)):
        if names:
            yield Piece("heading", title)
        for name in names:
            value = report.scores[name]
            yield Piece(
                "words", f"**{figure(name, value)}:** {name_of(name)} ({worth(name, value)}{_only(report, name)})"
            )


def _only(report: Report, score: str) -> str:
    return f"; measures {ONLY_LENGTH}" if report.lengths[score].is_all else ""


def _groups(report: Report) -> Iterator[Piece]:
    yield Piece("chapter", "For whom and when")
    for dimension, title in DIMENSIONS.items():
        yield Piece("heading", title)
        for value, scores in report.by[dimension].items():
            told = (
                f"{name_of(name)}: {figure(name, scores[name]).lower()} ({worth(name, scores[name])})"
                for name in OF_GROUPS
                if name in scores
            )
            if words := "; ".join(told):
                yield Piece("words", f"**{_called(value)}:** {words}")


def _called(value: str) -> str:
    return "Not said" if value == "open" else value.replace("_", " ").capitalize()


def _missed(report: Report) -> Iterator[Piece]:
    yield Piece("chapter", "What it missed")
    lost = len(report.worst)
    yield Piece("text", f"{lost:,} of {len(report.cases):,} questions lost something. These lost most, safety first.")
    for asked in report.worst[:WORST]:
        yield from _case(asked)


def _case(asked: CaseResult) -> Iterator[Piece]:
    case = asked.case
    yield Piece("heading", case.id.replace("-", " ").capitalize())
    yield Piece("small", case.why)
    yield Piece("words", f"**Asked:** {' / '.join(case.turns)}")
    said = case.answer or case.signposting or asked.error or ""
    more = "…" if len(said) > LONGEST else ""
    yield Piece("text", f"Answered: {' '.join(said[:LONGEST].replace('*', '').split())}{more}")
    for name, reason in asked.reasons.items():
        yield Piece("small", f"Not so: {name_of(name)}. {reason}")


def _end(source: Paper) -> Iterator[Piece]:
    yield Piece("chapter", "What this was measured with")
    yield Piece("text", versions(source.report.record))
    yield Piece("text", "A good score does not make it right for your people. Read some answers before you decide.")
    for what in ("Read by", "Date"):
        yield Piece("line", what)
