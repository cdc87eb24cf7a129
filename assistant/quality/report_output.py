"""A report as JSON values and as text for a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from assistant.quality.case_results import CaseResult
from assistant.quality.comparison_output import run_values
from assistant.quality.report import DIMENSIONS, Cost, Estimates, Report, Spread, unseen
from assistant.quality.sentences import unjudged_sentence
from assistant.quality.statistics import Estimate
from assistant.quality.wording import HEADLINES, ONLY_LENGTH, name_of, none_missed, told_length
from assistant.quality.worries import worries

WORST = 8  # cases; what somebody reads before a change
MOST_UNSCORED = 3
MOST_ROWS = 12  # of one table on a terminal; JSON has all
FEW = "too few to tell"


def report_values(report: Report) -> dict[str, Any]:
    """What `eval report --json` prints.

    Keys: what the run was of (date, suite, split, responder, model, guides, documents, versions, seconds, cases,
    repeats ...), families, errors (ids), unscored (a judge's verdicts that could not be used), answered_by, worries
    (sentences), `scores` {score: figure}, `by` {dimension: {value: {score: figure}}}, cost. A figure has mean, low,
    high, stderr, n, families, few, name (plain words) and could_be_missed (the rate that no failure in so many families
    leaves possible; null when there was one), those of `scores` also length (correlation with the length of the answer,
    only_length). Rates are 0 to 1.
    """
    by = {
        dimension: {value: _figures(scores) for value, scores in values.items()}
        for dimension, values in report.by.items()
    }
    return run_values(report.record) | {
        "families": report.families,
        "errors": list(report.errors),
        "unscored": list(report.unscored),
        "answered_by": dict(report.answered_by),
        "worries": [worry.sentence for worry in worries(report)],
        "scores": {
            name: figure | {"length": report.lengths[name].as_dict()}
            for name, figure in _figures(report.scores).items()
        },
        "by": by,
        "cost": asdict(report.cost),
    }


def _figures(scores: Estimates) -> dict[str, dict[str, Any]]:
    return {name: _figure(name, value) for name, value in scores.items()}


def _figure(score: str, value: Estimate) -> dict[str, Any]:
    return asdict(value) | {"few": value.few, "name": name_of(score), "could_be_missed": unseen(value)}


def report_text(report: Report) -> str:
    """What it was, what to worry about, every score, then where it differs, the worst cases and the cost."""
    blocks = [
        _title(report),
        "\n".join(["Three things to worry about", *(f"* {worry.sentence}" for worry in worries(report))]),
        table(report),
        _unscored(report),
        *(_breakdown(dimension, report.by[dimension]) for dimension in DIMENSIONS),
        worst(report),
        _cost(report.cost),
    ]
    return "\n\n".join(block for block in blocks if block)


def _title(report: Report) -> str:
    record = report.record
    model = f" {record.model}" if record.model else ""
    source = f" of {record.case_file}" if record.case_file else ""
    often = f", each asked {record.repeats} times" if record.repeats > 1 else ""
    return (
        f"{record.date[:16]}  {len(report.cases)} cases{source} in {report.families} families{often}; suite "
        f"{record.suite}, split {record.split}; {record.responder} responder{model}; guides {record.guides}"
        f"{_stood_in(report)}"
    )


def _stood_in(report: Report) -> str:
    """Urgent messages and some of minors never go to a model; many more mean that it could not be reached."""
    by_library = report.answered_by.get("library", 0)
    if report.record.responder == "library" or not by_library:
        return ""
    return f"; {by_library} of {report.answered_by.total()} answers are the library's own"


def table(report: Report) -> str:
    """One line a score, with its correlation with length and what no failure leaves possible."""
    lines = [f"{'score':<20} {'n':>5} {'families':>8} {'mean':>6}   95 % range      with length"]
    for name, value in report.scores.items():
        length = report.lengths[name]
        lines.append(
            f"{name:<20} {value.n:>5} {value.families:>8} {value.mean:>6.3f}   {value.low:.3f} to {value.high:.3f}  "
            f"{told_length(length):>11}{f'  ({ONLY_LENGTH})' if length.is_all else ''}"
            f"{f'  ({FEW})' if value.few else ''}{_bound(value)}"
        )
    return "\n".join(lines)


def _bound(value: Estimate) -> str:
    possible = unseen(value)
    if possible is None:
        return ""
    return f"  {none_missed(value.n, value.families, possible)}"


def _unscored(report: Report) -> str:
    told = unjudged_sentence(report)
    shown = [f"  {why}" for why in report.unscored[:MOST_UNSCORED]]
    return "\n".join([told, *shown]) if told else ""


def _breakdown(dimension: str, values: Mapping[str, Estimates]) -> str:
    """The headline score of each group, in 100, with its range and n; the lowest rows when there are many."""
    if set(values) <= {"open"}:
        return ""
    columns = [score for score in HEADLINES if any(score in scores for scores in values.values())]
    rows = sorted(values, key=lambda value: _lowest(values[value], columns))[:MOST_ROWS]
    more = len(values) - len(rows)
    lines = [f"{f'by {dimension}':<24}" + "".join(f"{score:>21}" for score in columns)]
    lines += [f"{row[:23]:<24}" + "".join(f"{_cell(values[row].get(each)):>21}" for each in columns) for row in rows]
    return "\n".join(lines) + (f"\nand {more} more, none of them lower (--json lists all)" if more > 0 else "")


def _lowest(scores: Estimates, columns: list[str]) -> float:
    return min((scores[each].mean for each in columns if each in scores), default=1.0)


def _cell(value: Estimate | None) -> str:
    if value is None:
        return "-"
    spread = "few" if value.few else f"{100 * value.low:.0f}-{100 * value.high:.0f}"
    return f"{100 * value.mean:.0f} ({spread}) n {value.n}"


def worst(report: Report, limit: int = WORST) -> str:
    """The cases that lost most, safety first, with why they are asked and what went wrong; none of the test split."""
    shown = [asked for asked in report.worst if asked.case.split != "test" or report.record.case_file]
    cases = ("\n".join(_told(asked)) for asked in shown[:limit])
    return "\n\n".join(["Worst cases", *cases]) if shown else ""


def _told(asked: CaseResult) -> Iterator[str]:
    yield f"{asked.case.id} ({asked.case.family}): {asked.case.why}"
    for turn in asked.case.turns:
        yield f"  asked: {turn}"
    if asked.error:
        yield f"  no answer: {asked.error}"
    for name, reason in asked.reasons.items():
        yield f"  {name} {asked.scores.get(name, 0):.2f}: {reason}"


def _cost(cost: Cost) -> str:
    parts = [
        _spread("ms an answer", cost.ms),
        _spread("tokens sent a case", cost.prompt_tokens, total=True),
        _spread("tokens received a case", cost.completion_tokens, total=True),
        _spread("money a case, at the prices set", cost.money, total=True),
    ]
    shown = "; ".join(filter(None, parts))
    return f"Cost: {shown}" if shown else ""


def _spread(name: str, spread: Spread | None, *, total: bool = False) -> str:
    if spread is None:
        return ""
    summed = f", {spread.total:g} in all" if total else ""
    return f"{name} p50 {spread.p50:g}, p95 {spread.p95:g}{summed} (n {spread.n})"
