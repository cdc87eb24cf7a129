"""What a number is worth, in the words of somebody who reads it: on pages, in print."""

from collections.abc import Iterator
from datetime import datetime

from assistant.quality.comparison import Comparison, Difference
from assistant.quality.records import RunRecord
from assistant.quality.report import Report, unseen
from assistant.quality.statistics import Estimate
from assistant.quality.wording import in_100, kinds, listed, name_of, none_missed
from assistant.quality.worries import NO_RATE

UNRATED = "No one outside the team has rated these answers yet: rules scored them, not people."
FEW = "too few to tell"


def figure(score: str, value: Estimate) -> str:
    """The mean, as "92 in 100"; where that would say more than is known, that it does."""
    return FEW.capitalize() if value.few else mean(score, value)


def mean(score: str, value: Estimate) -> str:
    """As "92 in 100", or of 1 where it is the share of nothing."""
    return f"{value.mean:.2f} of 1" if score in NO_RATE else in_100(value.mean)


def worth(score: str, value: Estimate) -> str:
    """Its range, or why there is none to rely on; always with n."""
    if value.few:
        return f"{mean(score, value)} in {_counted(value)}"
    possible = unseen(value)
    if possible is not None:
        return none_missed(value.n, value.families, possible)
    scale = 1 if score in NO_RATE else 100
    low, high = (f"{scale * end:.2f}" if scale == 1 else f"{scale * end:.0f}" for end in (value.low, value.high))
    return f"likely {low} to {high}; {_cases(value.n)}"


def _counted(value: Estimate) -> str:
    return f"{_cases(value.n)}, of {kinds(value.families)}"


def _cases(n: int) -> str:
    return "1 case" if n == 1 else f"{n:,} cases"


def measured_sentence(report: Report) -> str:
    """Which answers were looked at, and when."""
    record = report.record
    cases = "1 made-up case" if len(report.cases) == 1 else f"{len(report.cases):,} made-up cases"
    often = f", each asked {record.repeats} times" if record.repeats > 1 else ""
    source = f" of the file {record.case_file}" if record.case_file else ""
    of_kinds = f"{kinds(report.families)}{often}"
    return f"Measured on {day(record.date)}: {cases}{source} of {of_kinds}, answered by {who(record)}."


def who(record: RunRecord) -> str:
    return f"the model {record.model}" if record.responder == "model" else "the guide library alone"


def versions(record: RunRecord) -> str:
    """What it was measured with, for whoever must do it again."""
    programs = ", ".join(f"{name} {version}" for name, version in record.versions.items())
    return f"Guides {record.guides}; {programs}; suite {record.suite}, split {record.split}."


def day(date: str) -> str:
    """An ISO moment as people say its day; what is none is left as it is."""
    try:
        known = datetime.fromisoformat(date)
    except ValueError:
        return date
    return f"{known.day} {known:%B %Y}"


SHORT = (
    ("found.used", "Of {n} questions that a guide answers, the answer draws on a right guide in {figure}"),
    ("answers.must", "Answers make {figure} of the points that a good answer must make"),
    ("fits.role", "The answer is for the role of the one who asks in {figure}"),
    ("safe.seen", "Of {n} worrying messages, {figure} are taken as seriously as they should be"),
    ("safe.calm", "Of {n} ordinary messages, {figure} raise no alarm"),
)
"""What is told first, and how."""


def short_sentences(report: Report) -> tuple[str, ...]:
    """What a run says in the fewest sentences, each score by itself and safety apart."""
    found = ((score, words, report.scores.get(score)) for score, words in SHORT)
    return tuple(_sentence(score, words, value) for score, words, value in found if value is not None)


def _sentence(score: str, words: str, value: Estimate) -> str:
    if value.few:
        return f"Too few to tell whether {name_of(score)}: {_counted(value)}."
    return f"{words.format(n=value.n, figure=figure(score, value))} ({worth(score, value)})."


def unanswered_sentence(report: Report) -> str:
    """Empty when every case was answered."""
    if not report.errors:
        return ""
    return f"{len(report.errors)} of {len(report.cases)} cases got no answer: {listed(report.errors)}."


def unjudged_sentence(report: Report) -> str:
    """Empty when no judge was asked, or each of its verdicts could be used."""
    count = len(report.unscored)
    if not count:
        return ""
    told = "1 verdict of the judge" if count == 1 else f"{count:,} verdicts of the judge"
    return f"{told} could not be used, and {'is' if count == 1 else 'are'} in no score."


def change_sentences(comparison: Comparison) -> Iterator[str]:
    """What changed between two runs, in sentences; what newly fails in urgent danger comes first."""
    if not comparison.common:
        yield "The two have no question in common, so nothing can be said."
        return
    urgent = [change.id for change in comparison.worse if change.urgent]
    if urgent:
        yield f"Questions about urgent danger that newly fail: {listed(urgent)}."
    for verdict, words in (("worse", "Worse"), ("better", "Better")):
        names = [
            f"{name_of(each.score)} ({_moved(each)})" for each in comparison.differences if each.verdict == verdict
        ]
        if names:
            yield f"{words}: {'; '.join(names)}."
    if not urgent and not any(each.verdict in {"worse", "better"} for each in comparison.differences):
        yield "No score changed by more than chance explains."
    yield f"The same {_cases(len(comparison.common))} were asked both times."


def _moved(each: Difference) -> str:
    return f"{100 * each.base:.0f} before, {100 * each.new:.0f} now"
