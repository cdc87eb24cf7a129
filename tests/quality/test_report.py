"""A run summed up: every score by itself, with its range, by whom and when, and what to worry about in plain words."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.messages import Tokens
from assistant.quality.records import CaseRecord, RunRecord
from assistant.quality.report import Cost, Report, Spread
from assistant.quality.report_output import report_text, report_values
from assistant.quality.sentences import worth
from assistant.quality.statistics import estimate
from assistant.quality.worries import worries
from tests.quality.made_up import case, of_scores, run

PEER, MENTOR = {"role": "peer"}, {"role": "mentor", "moment": "ending"}
ELSEWHERE = "of the other questions"


def many(role: dict[str, str], score: float, count: int = 12) -> list[CaseRecord]:
    name = role["role"]
    return [case(f"{name}-{place}", {"found.used": score}, situation=role) for place in range(count)]


def safe(count: int, missed: int = 0) -> list[CaseRecord]:
    scores = [0.0] * missed + [1.0] * (count - missed)
    return [case(f"danger-{place}", {"safe.seen": score}) for place, score in enumerate(scores)]


def calm(count: int, alarmed: int) -> list[CaseRecord]:
    return [case(f"c{place}", {"safe.calm": float(place >= alarmed)}) for place in range(count)]


def told(report: Report) -> list[str]:
    return [worry.sentence for worry in worries(report)]


def longer_and_longer() -> list[CaseRecord]:
    """Twelve cases of which one score grows with the length of the answer, and the other comes and goes."""
    scores = [{"usable.words": place / 12, "stance.warm": float(place % 2)} for place in range(12)]
    return [case(f"c{place}", each, answer="so " * (place + 1)) for place, each in enumerate(scores)]


def test_each_score_has_the_mean_and_range_of_its_cases() -> None:
    values = [1.0, 0.0, 0.5, 1.0]
    assert Report(of_scores("found.used", values)).scores == {"found.used": estimate(values, range(4))}


def test_safety_is_never_averaged_with_anything() -> None:
    report = Report(run(case("x", {"safe.seen": 0.0, "stance.warm": 1.0, "usable.step": 1.0})))
    assert {name: value.mean for name, value in report.scores.items()} == {
        "safe.seen": 0.0, "stance.warm": 1.0, "usable.step": 1.0,
    }  # fmt: skip


def test_scores_are_told_apart_by_role_moment_topic_and_what_is_left_open() -> None:
    report = Report(run(*many(PEER, 0.5, 3), *many(MENTOR, 1.0, 2), case("x", {"a.b": 1.0}, topic="goals")))
    assert {value: sorted(scores) for value, scores in report.by["role"].items()} == {
        "mentor": ["a.b", "found.used"], "peer": ["found.used"],
    }  # fmt: skip
    used = {value: scores["found.used"].n for value, scores in report.by["moment"].items()}
    assert used == {"ending": 2, "open": 3}
    assert set(report.by["topic"]) == {"goals", "open"}


def test_within_a_family_its_cases_are_what_varies() -> None:
    cases = [case(f"c{place}", {"a.b": place % 2}, family="one") for place in range(20)]
    report = Report(run(*cases))
    assert (report.scores["a.b"].low, report.scores["a.b"].high) == (0.0, 1.0)
    assert report.by["family"]["one"]["a.b"] == estimate([place % 2 for place in range(20)], range(20))


def test_a_case_asked_five_times_is_one_case() -> None:
    often = [case("x", {"a.b": score}, repeat=place) for place, score in enumerate([1.0, 1.0, 0.0, 1.0, 1.0], start=1)]
    value = Report(run(*often, case("y", {"a.b": 0.0}), repeats=5)).scores["a.b"]
    assert (value.mean, value.n) == (0.4, 2)


def test_the_cost_is_of_every_answer() -> None:
    cases = [case(f"c{place}", {"a.b": 1.0}, ms=float(place)) for place in range(101)]
    cases[0] = replace(cases[0], tokens=Tokens(900, 100, 0.5))
    cases[1] = replace(cases[1], tokens=Tokens(1100, 300, 1.5), ms=None)
    assert Report(run(*cases)).cost == Cost(
        ms=Spread(50.5, 95.05, 5049.0, 100),
        prompt_tokens=Spread(1000.0, 1090.0, 2000.0, 2),
        completion_tokens=Spread(200.0, 290.0, 400.0, 2),
        money=Spread(1.0, 1.45, 2.0, 2),
    )


def test_what_was_not_counted_costs_nothing_that_is_known() -> None:
    assert Report(run(case("x", {"a.b": 1.0}, ms=None))).cost == Cost(None, None, None, None)


@pytest.mark.parametrize(
    ("record", "first"),
    [
        (run(*safe(40, missed=2)), "Messages that hint at danger: 2 of 40 not taken as seriously as they should be "
         "(likely 0 to 12 in 100)."),
        (run(*safe(12), case("x", {"safe.calm": 0.0})), "Messages that hint at danger: none of 12 was missed, which "
         "leaves room for up to 22 in 100 in the long run."),
        (run(*safe(60), *calm(20, alarmed=1)), "Ordinary messages taken for danger: 1 of 20 raised an alarm (likely 0 "
         "to 15 in 100)."),
        (run(*safe(4)), "Messages that hint at danger: too few to tell: none of 4 was missed, which leaves "
         "room for up to 53 in 100 in the long run."),
        (run(case("x", {"found.used": 0.5})), "Messages that hint at danger: whether they are noticed was not "
         "measured: no case of this run is one."),
    ],
    ids=["missed", "none-missed", "alarm", "too-few", "not-measured"],
)  # fmt: skip
def test_the_first_worry_is_safety(record: RunRecord, first: str) -> None:
    assert worries(Report(record))[0].sentence == first


def test_the_second_worry_is_the_weakest_score_and_the_third_for_whom_it_is_weakest() -> None:
    report = Report(run(*safe(12), *many(PEER, 0.25), *many(MENTOR, 1.0)))
    assert told(report)[1:] == [
        "Questions that a guide answers: 38 in 100 answers come from no guide that fits (likely 21 to 54; "
        "24 asked).",
        "Questions that a peer asks: 75 in 100 answers come from no guide that fits, of the other questions 0 in 100 "
        "(12 asked).",
    ]  # fmt: skip


def test_no_two_worries_are_about_the_same_kind_of_score() -> None:
    scores = {"found.used": 0.2, "found.recall": 0.3, "answers.must": 0.6}
    report = Report(run(*safe(60), *(case(f"c{place}", scores) for place in range(12))))
    assert [worry.score for worry in worries(report)] == ["safe.seen", "found.used", "answers.must"]


def test_each_worry_shows_a_case_of_its_own_that_lost_it_and_none_of_the_test_split_while_there_is_another() -> None:
    lost = [{"found.used": 0.0, "answers.must": 0.0}, {"found.used": 0.0, "answers.must": 0.5}]
    cases = [case("kept-apart", lost[0], split="test"), *(case(f"dev-{n}", each) for n, each in enumerate(lost))]
    cases += [case(f"well-{n}", {"found.used": 1.0, "answers.must": 1.0}) for n in range(12)]
    found = worries(Report(run(*safe(60), *cases)))
    assert [(worry.score, worry.example and worry.example.case.id) for worry in found] == [
        ("safe.seen", None), ("found.used", "dev-0"), ("answers.must", "kept-apart"),
    ]  # fmt: skip


def test_a_danger_missed_for_others_is_shown_where_a_part_has_none() -> None:
    part, missed = Report(run(*safe(5))), Report(run(*safe(40, missed=1)))
    example = worries(part, missed)[0].example
    assert example is not None
    assert example.case.id == "danger-0"
    assert worries(part)[0].example is None


def test_the_unluckiest_of_many_alike_groups_is_not_called_weaker() -> None:
    luck = np.random.default_rng(5)
    groups = [f"topic-{place}" for place in range(12)]
    found = []
    for _ in range(10):
        cases = [
            case(
                f"{group}-{place}",
                {"found.used": float(luck.random() < 0.6), "fits.role": float(luck.random() < 0.6)},
                topic=group,
            )
            for group in groups
            for place in range(12)
        ]
        found += [worry for worry in told(Report(run(*safe(60), *cases))) if ELSEWHERE in worry]
    assert found == []


def test_a_group_with_hardly_any_others_is_not_called_weaker() -> None:
    report = Report(run(*safe(60), *many(PEER, 0.25), *many(MENTOR, 1.0, 9)))
    assert not any(ELSEWHERE in worry for worry in told(report))


def test_a_group_that_is_most_of_the_cases_is_held_against_the_others() -> None:
    group = [case(f"peer-{place}", {"found.used": float(place % 2)}, situation=PEER) for place in range(60)]
    report = Report(run(*safe(60), *group, *many(MENTOR, 1.0)))
    assert told(report)[2] == (
        "Questions that a peer asks: 50 in 100 answers come from no guide that fits, of the other questions 0 in 100 "
        "(60 asked)."
    )


def test_an_answer_that_never_came_is_a_worry() -> None:
    report = Report(run(*safe(12), case("silent", {"found.used": 0.0}, error="ModelRefused: no")))
    assert (report.errors, told(report)[1]) == (("silent",), "Questions without an answer: 1 of 13.")


def test_few_cases_are_called_few() -> None:
    report = Report(run(*safe(12), *many(PEER, 0.5, 3)))
    assert told(report)[1].endswith("50 in 100 answers come from no guide that fits (too few to tell; 3 asked).")
    assert "(too few to tell)" in report_text(report)


def test_nothing_missed_is_told_with_what_it_leaves_possible() -> None:
    text = report_text(Report(run(*safe(80))))
    assert "0 missed of 80: the true rate could still be about 4 in 100" in text


def test_what_is_of_few_kinds_rules_out_no_more_than_as_many_cases() -> None:
    cases = [case(f"danger-{place}", {"safe.seen": 1.0}, family=f"kind-{place % 12}") for place in range(84)]
    report = Report(run(*cases))
    bound = "0 missed in 12 kinds of question (84 cases): the true rate could still be about 22 in 100"
    assert bound in report_text(report)
    assert worth("safe.seen", report.scores["safe.seen"]) == bound
    assert told(report)[0] == (
        "Messages that hint at danger: none of 84, of 12 kinds of question, was missed, which leaves room for up to "
        "22 in 100 in the long run."
    )


def test_the_worst_cases_come_with_their_why_but_none_of_the_test_split() -> None:
    shown, hidden = case("dev-one", {"a.b": 0.0}), case("test-one", {"a.b": 0.0}, split="test", turns=("secret",))
    text = report_text(Report(run(shown, hidden)))
    assert "Worst cases\n\ndev-one (dev-one): Somebody asks it.\n  asked: what now\n  a.b 0.00: lost a.b" in text
    assert "secret" not in text


def test_a_program_gets_every_figure() -> None:
    values = report_values(Report(run(case("x", {"safe.seen": 1.0}, situation=PEER), suite="safety")))
    figure = {
        "mean": 1.0, "stderr": 0.0, "low": pytest.approx(0.05), "high": 1.0, "n": 1, "families": 1, "few": True,
        "name": "worrying messages are taken as seriously as they should be", "could_be_missed": pytest.approx(0.95),
    }  # fmt: skip
    assert values["scores"] == {"safe.seen": figure | {"length": {"correlation": None, "only_length": False}}}
    assert values["by"]["role"] == {"peer": {"safe.seen": figure}}
    assert (values["suite"], values["cases"], values["families"], values["errors"]) == ("safety", 1, 1, [])
    assert values["cost"]["ms"] == {"p50": 12.5, "p95": 12.5, "total": 12.5, "n": 1}


def test_length_stands_beside_each_score_and_what_measures_little_else_is_called_out() -> None:
    report = Report(run(*longer_and_longer()))
    assert {name: figure["length"] for name, figure in report_values(report)["scores"].items()} == {
        "usable.words": {"correlation": 0.968, "only_length": True},
        "stance.warm": {"correlation": 0.16, "only_length": False},
    }
    words, warm = report_text(report).split("usable.words ")[1].split("\n")[:2]
    assert words.endswith("+0.97  (little else than length)")
    assert warm.endswith("+0.16")


def test_fixed_words_are_of_no_length_that_anybody_chose() -> None:
    fixed = [replace(each, answer="", signposting="Ring now.") for each in longer_and_longer()]
    assert {each.correlation for each in Report(run(*fixed)).lengths.values()} == {None}


def test_a_score_newer_than_the_words_is_shown_by_its_name() -> None:
    report = Report(run(*safe(3), case("x", {"new.score": 0.0})))
    assert told(report)[1] == "“new.score”: not so in 100 in 100 (too few to tell; 1 asked)."


def test_a_run_without_any_case_says_what_it_is() -> None:
    report = Report(run())
    assert (report.scores, report.cost.ms) == ({}, None)
    assert report_text(report).startswith("2026-11-21T10:00  0 cases in 0 families; suite all, split dev;")
