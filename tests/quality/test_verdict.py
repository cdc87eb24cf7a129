"""Whether it is good enough, and for whom not: one grade in plain words, with what it rests on."""

import pytest

from assistant.quality.records import CaseRecord
from assistant.quality.report import Report
from assistant.quality.verdict import Grade, for_whom, reading, verdict
from tests.quality.made_up import case, of_scores, run

PEER_MENTOR = {"role": "peer", "relationship": "peer_mentoring"}
PEER_SUPPORTER = {"role": "peer", "relationship": "peer_support"}
MENTOR = {"role": "mentor"}


def asked_by(situation: dict[str, str], score: float, count: int) -> list[CaseRecord]:
    name = "-".join(situation.values()).replace("_", "-")
    return [case(f"{name}-{place}", {"found.used": score}, situation=situation) for place in range(count)]


@pytest.mark.parametrize(
    ("share", "grade", "told"),
    [
        (1.0, "good", "Good enough as a starting point: most answers come from a guide that fits."),
        (0.8, "fair", "Fair as a starting point: about 2 in 10 answers come from no guide that fits."),
        (0.5, "not enough", "Not good enough to rely on: about 5 in 10 answers come from no guide that fits."),
    ],
)
def test_what_to_make_of_it_is_one_grade_in_a_sentence(share: float, grade: Grade, told: str) -> None:
    report = Report(of_scores("found.used", [share] * 12))
    assert verdict(report).grade == grade
    assert reading(report).startswith(told)
    assert reading(report).endswith("It is never a safety net, whatever the figures say.")


def test_of_too_little_nothing_is_said_but_that() -> None:
    report = Report(of_scores("found.used", [1.0] * 9))
    assert reading(report).startswith("Too little was asked to say whether it is good enough.")
    assert (verdict(report).grade, verdict(report).worth) == ("too few to tell", "Only 9 made-up questions.")
    assert verdict(Report(of_scores("safe.seen", [1.0]))).worth == ""


def test_a_verdict_comes_with_its_range_and_n() -> None:
    assert verdict(Report(of_scores("found.used", [0.0, 1.0] * 50))).worth == (
        "Likely 40 to 60 in 100, from 100 made-up questions."
    )


def test_for_whom_it_is_not_good_enough_is_said_first_and_who_hardly_asks_is_called_too_few() -> None:
    cases = [*asked_by(PEER_MENTOR, 0.5, 12), *asked_by(PEER_SUPPORTER, 1.0, 3), *asked_by(MENTOR, 0.95, 20)]
    cases += asked_by({"role": "mentee"}, 0.25, 10)
    assert for_whom(Report(run(*cases))) == (
        "Not good enough for mentees (8 in 10; 10 asked), peer mentors (5 in 10; 12 asked).",
        "Too few to tell for peer supporters.",
        "Good enough for mentors (1 in 10; 20 asked).",
    )
