"""A report as CSV, to be opened in a spreadsheet: every score with its range, and every case. Text out, no files.

UTF-8 with a mark that spreadsheets know it by. A cell that a spreadsheet would take for a formula is given as text.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from assistant.quality.case_results import CaseResult
from assistant.quality.comparison import Comparison
from assistant.quality.csv_cells import as_text
from assistant.quality.report import DIMENSIONS, Estimates, Report, unseen
from assistant.quality.wording import name_of
from assistant.unseen import clean

MARK = "\ufeff"

SCORES = ("of", "value", "score", "in words", "mean", "low", "high", "n", "families", "too few to tell",
          "could be missed", "with length")  # fmt: skip
NO_LENGTHS: Mapping[str, float | None] = {}
CASE = ("id", "family", "split", "topic", "role", "relationship", "moment", "asked", "answer", "fixed words", "triage",
        "sources", "no answer because")  # fmt: skip
CHANGES = ("score", "in words", "before", "now", "change", "low", "high", "n", "families", "verdict")


def scores_csv(report: Report) -> bytes:
    """One row a score and group of cases; rates are 0 to 1, `low` and `high` the 95 % range.

    `with length` is the correlation with the length of the answer, of all cases, where it can be told.
    """
    lengths = {name: each.correlation for name, each in report.lengths.items()}
    rows = [*_scores("all cases", "", report.scores, lengths)]
    for dimension in DIMENSIONS:
        for value, scores in report.by[dimension].items():
            rows += _scores(dimension, value, scores)
    return _csv(SCORES, rows)


def _scores(
    of: str, value: str, scores: Estimates, lengths: Mapping[str, float | None] = NO_LENGTHS
) -> Iterator[Sequence[object]]:
    for name, each in scores.items():
        length = lengths.get(name)
        missed = unseen(each)
        numbers = (each.mean, each.low, each.high)
        few, bound = "yes" if each.few else "", "" if missed is None else f"{missed:.4f}"
        yield (
            of,
            value,
            name,
            name_of(name),
            *(f"{number:.4f}" for number in numbers),
            each.n,
            each.families,
            few,
            bound,
            "" if length is None else f"{length:.3f}",
        )


def cases_csv(report: Report) -> bytes:
    """One row a case: what was asked and answered, every score, and why points were lost."""
    names = report.record.score_names
    return _csv((*CASE, *names, "why points were lost"), (_case(asked, names) for asked in report.cases))


def _case(asked: CaseResult, names: Sequence[str]) -> Sequence[object]:
    case = asked.case
    situation = (case.situation.get(field, "") for field in ("role", "relationship", "moment"))
    sources = " ".join(dict.fromkeys(each.passage for each in case.citations))
    said = ("\n".join(case.turns), case.answer, case.signposting or "", case.triage, sources, asked.error or "")
    scores = (f"{asked.scores[name]:.4f}" if name in asked.scores else "" for name in names)
    reasons = "\n".join(f"{name}: {reason}" for name, reason in asked.reasons.items())
    return case.id, case.family, case.split, case.topic, *situation, *said, *scores, reasons


def changes_csv(comparison: Comparison) -> bytes:
    """One row a score that both runs have; `low` and `high` are the 95 % range of the change."""
    return _csv(
        CHANGES,
        (
            (each.score, name_of(each.score), *(f"{number:.4f}" for number in (each.base, each.new)),
             *(f"{number:.4f}" for number in (each.difference, each.low, each.high)), each.n, each.families,
             each.verdict)
            for each in comparison.differences
        ),
    )  # fmt: skip


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([as_text(clean(str(value))) for value in row] for row in rows)
    return (MARK + out.getvalue()).encode("utf-8", "replace")
