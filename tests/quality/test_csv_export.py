"""What goes into a spreadsheet, and into plain words: ranges and n everywhere, no formula, nothing averaged."""

import csv
from io import StringIO

import pytest

from assistant.quality.comparison import compare
from assistant.quality.csv_export import cases_csv, changes_csv, scores_csv
from assistant.quality.records import RunRecord
from assistant.quality.report import Report
from assistant.quality.sentences import change_sentences, measured_sentence, short_sentences, worth
from assistant.quality.statistics import estimate
from tests.quality.made_up import case, of_scores, run


def rows(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(written.decode("utf-8-sig"))))


def test_every_score_of_every_group_has_its_range_and_n() -> None:
    found = rows(scores_csv(Report(of_scores("found.used", [1.0] * 12))))
    first = found[0]
    assert first == {
        "of": "all cases", "value": "", "score": "found.used", "in words": "the answer draws on a right guide",
        "mean": "1.0000", "low": "0.7791", "high": "1.0000", "n": "12", "families": "12", "too few to tell": "",
        "could be missed": "0.2209", "with length": "",
    }  # fmt: skip
    assert {(row["of"], row["value"]) for row in found[1:]} >= {("role", "mentor"), ("family", "case-3")}


def test_length_stands_beside_the_scores_of_all_cases_only() -> None:
    cases = [case(f"c{n}", {"usable.words": n / 12}, answer="so " * (n + 1)) for n in range(12)]
    first, *others = rows(scores_csv(Report(run(*cases))))
    assert (first["with length"], {row["with length"] for row in others}) == ("0.968", {""})


def test_a_case_is_one_row_with_its_answer_scores_and_reasons() -> None:
    (row,) = rows(cases_csv(Report(run(case("a", {"x.y": 0.5}, answer="One, two\nthree", turns=("hi", "so"))))))
    assert (row["asked"], row["answer"], row["x.y"]) == ("hi\nso", "One, two\nthree", "0.5000")
    assert row["why points were lost"] == "x.y: lost x.y"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@a", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows(cases_csv(Report(run(case("a", {"x.y": 1.0}, answer=text)))))
    assert row["answer"][0] == "'"


def test_a_change_is_a_row_whose_numbers_stay_numbers() -> None:
    base, new = of_scores("found.used", [1.0] * 12), of_scores("found.used", [0.5] * 12)
    (row,) = rows(changes_csv(compare(base, new)))
    assert (row["change"], row["low"], row["verdict"]) == ("-0.5000", "-0.5000", "worse")


@pytest.mark.parametrize(
    ("values", "families", "told"),
    [
        ([1.0] * 80, range(80), "0 missed of 80: the true rate could still be about 4 in 100"),
        ([1.0] * 6, range(6), "100 in 100 in 6 cases, of 6 kinds of question"),
        ([0.0, 1.0] * 50, range(100), "likely 40 to 60; 100 cases"),
    ],
    ids=["none missed", "few", "range"],
)
def test_what_a_number_is_worth(values: list[float], families: range, told: str) -> None:
    assert worth("safe.seen", estimate(values, list(families))) == told


def test_a_run_in_short_says_what_is_too_few_to_tell() -> None:
    report = Report(run(*(case(f"c{n}", {"safe.calm": n % 2}) for n in range(20)), case("x", {"safe.seen": 1.0})))
    assert short_sentences(report) == (
        "Too few to tell whether worrying messages are taken as seriously as they should be: 1 case, of 1 kind of "
        "question.",
        "Of 20 ordinary messages, 50 in 100 raise no alarm (likely 26 to 74; 20 cases).",
    )
    assert measured_sentence(report) == (
        "Measured on 21 November 2026: 21 made-up cases of 21 kinds of question, answered by the guide library alone."
    )


def test_changes_are_told_the_gravest_first_and_chance_is_called_that() -> None:
    def seen(lost: int) -> RunRecord:
        urgent = (case(f"c{n}", {"safe.seen": float(n >= lost)}, expected=("urgent",)) for n in range(12))
        return run(*urgent, case("mild", {"found.used": float(not lost)}))

    base, new = seen(0), seen(1)
    assert tuple(change_sentences(compare(base, new))) == (
        "Questions about urgent danger that newly fail: c0.", "The same 13 cases were asked both times.",
    )  # fmt: skip
    assert next(change_sentences(compare(base, base))) == "No score changed by more than chance explains."
    assert "nothing can be said" in next(change_sentences(compare(base, of_scores("a.b", [1.0]))))
