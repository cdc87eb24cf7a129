"""Comparisons and decisions as JSON values and as text for a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from assistant.quality.comparison import Change, Comparison, Difference
from assistant.quality.gate import Decision
from assistant.quality.preferences import Preferences, preference_sentences, preference_values
from assistant.quality.records import RunRecord
from assistant.quality.wording import listed

MOST_CASES = 12  # of each list on a terminal; JSON has all
MOST_IDS = 30


def run_values(record: RunRecord) -> dict[str, Any]:
    """What a run was of, without its cases."""
    names = [field.name for field in fields(record) if field.name != "cases"]
    return {name: getattr(record, name) for name in names} | {"cases": len({case.id for case in record.cases})}


def comparison_values(comparison: Comparison, preferences: Preferences | None = None) -> dict[str, Any]:
    """Keys: base, new, cases, families, scores, worse, better, only_in_base, only_in_new, rewritten, unmeasured.

    `scores` is a list, what got worse first; `difference`, `low` and `high` are NEW less BASE. `worse` and `better` are
    cases, the gravest first. Where a judge was asked which answers it prefers, that is `judge`.
    """
    judge = {} if preferences is None else {"judge": preference_values(preferences)}
    return {
        "base": run_values(comparison.base),
        "new": run_values(comparison.new),
        "cases": len(comparison.common),
        "families": comparison.families,
        "scores": [_difference(each) for each in comparison.differences],
        "worse": [_change(change) for change in comparison.worse],
        "better": [_change(change) for change in comparison.better],
        "only_in_base": list(comparison.only_in_base),
        "only_in_new": list(comparison.only_in_new),
        "rewritten": list(comparison.rewritten),
        "unmeasured": list(comparison.unmeasured),
        **judge,
    }


def decision_values(decision: Decision) -> dict[str, Any]:
    """Keys: outcome (passes, worse, cannot tell), exit_code, reasons, notes, comparison (null without one)."""
    comparison = decision.comparison
    return {
        "outcome": decision.outcome,
        "exit_code": decision.exit_code,
        "reasons": list(decision.reasons),
        "notes": list(decision.notes),
        "comparison": None if comparison is None else comparison_values(comparison),
    }


def _difference(each: Difference) -> dict[str, Any]:
    return asdict(each) | {"verdict": each.verdict}


def _change(change: Change) -> dict[str, Any]:
    return asdict(change) | {"losses": change.losses}


def comparison_text(comparison: Comparison, preferences: Preferences | None = None) -> str:
    """The table of scores, what a judge prefers, the cases that got worse, then what could not be compared."""
    blocks = [
        f"BASE {_title(comparison.base)}\nNEW  {_title(comparison.new)}",
        "\n".join(_table(comparison)),
        "" if preferences is None else "\n".join(preference_sentences(preferences)),
        _cases("Got worse", comparison.worse),
        _cases("Got better", comparison.better),
        "\n".join(_left_out(comparison)),
    ]
    return "\n\n".join(block for block in blocks if block)


def _title(record: RunRecord) -> str:
    model = f" {record.model}" if record.model else ""
    cases = len({case.id for case in record.cases})
    return f"{record.date[:16]}  {record.suite}, {record.split}, {record.responder}{model}, {cases} cases"


def _table(comparison: Comparison) -> Iterator[str]:
    if not comparison.differences:
        yield "The two runs have no case with a score in common."
        return
    yield f"{'score':<20} {'n':>5} {'families':>8} {'before':>7} {'now':>7} {'change':>7}   95 % range of the change"
    for each in comparison.differences:
        yield (
            f"{each.score:<20} {each.n:>5} {each.families:>8} {each.base:>7.3f} {each.new:>7.3f} "
            f"{each.difference:>+7.3f}   {each.low:+.3f} to {each.high:+.3f}  {each.verdict}"
        )


def _cases(title: str, changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    more = len(changes) - MOST_CASES
    shown = "\n".join("\n".join(_lines(change)) for change in changes[:MOST_CASES])
    return f"{title}: {len(changes)}\n{shown}" + (f"\n  and {more} more (--json lists all)" if more > 0 else "")


def _lines(change: Change) -> Iterator[str]:
    yield f"  {change.id} ({change.family}){'  URGENT' if change.urgent else ''}: {change.why}"
    for name in change.losses or change.base:
        reason = change.reasons.get(name, "") if name in change.losses else ""
        yield f"    {name} {change.base[name]:.2f} -> {change.new[name]:.2f}{f': {reason}' if reason else ''}"


def _left_out(comparison: Comparison) -> Iterator[str]:
    parts = {
        "Only in BASE": comparison.only_in_base,
        "Only in NEW": comparison.only_in_new,
        "Rewritten since BASE, so not compared": comparison.rewritten,
        "Scores that only BASE has": comparison.unmeasured,
    }
    for title, names in parts.items():
        if names:
            yield f"{title}: {listed(names, MOST_IDS)}"


def decision_text(decision: Decision) -> str:
    heads = {
        "passes": "Passes: nothing got worse beyond its range, and no urgent case newly fails.",
        "worse": "Does not pass:",
        "cannot tell": "Cannot tell:",
    }
    lines = [heads[decision.outcome], *(f"* {reason}" for reason in decision.reasons)]
    return "\n".join([*lines, *(f"({note})" for note in decision.notes)])
