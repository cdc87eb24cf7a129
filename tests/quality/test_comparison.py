"""Two runs side by side: paired, family by family, what got worse first."""

from dataclasses import replace

import pytest

from assistant.quality.comparison import Difference, compare
from assistant.quality.statistics import bootstrap_range, paired_range
from tests.quality.made_up import case, of_scores, run

STEADY = [1.0] * 8


def verdicts(base: list[float], new: list[float]) -> list[str]:
    found = compare(of_scores("found.used", base), of_scores("found.used", new))
    return [each.verdict for each in found.differences]


def test_a_run_held_against_itself_shows_no_change() -> None:
    record = of_scores("found.used", [1.0, 0.0, 0.5] * 4)
    found = compare(record, record)
    assert found.differences == (Difference("found.used", 0.5, 0.5, 0.0, 0.0, 0.0, 12, 12),)
    assert (found.differences[0].verdict, found.worse, found.better) == ("the same", (), ())


def test_a_difference_is_paired_so_that_a_steady_small_loss_shows() -> None:
    spread = [place / 40 for place in range(5, 35)]
    found = compare(of_scores("a.b", spread), of_scores("a.b", [value - 0.05 for value in spread]))
    [each] = found.differences
    assert (each.verdict, round(each.low, 6), round(each.high, 6)) == ("worse", -0.05, -0.05)


@pytest.mark.parametrize(
    ("base", "new", "verdict"),
    [
        (STEADY, [0.0] * 8, "worse"),
        ([0.0] * 8, STEADY, "better"),
        (STEADY, [1.0] * 7 + [0.0], "no clear change"),
        ([1.0] * 5, [0.0] * 5, "too few to tell"),
        ([1.0, 0.0] * 10, [0.0, 1.0] * 10, "no clear change"),
    ],
    ids=["all-lost", "all-won", "one-lost", "five-families", "as-many-won-as-lost"],
)
def test_the_verdict_says_what_the_range_allows(base: list[float], new: list[float], verdict: str) -> None:
    assert verdicts(base, new) == [verdict]


def test_cases_of_one_family_count_as_one_witness() -> None:
    before = [case(f"c{place}", {"a.b": 1.0}, family="same") for place in range(30)]
    after = [replace(each, scores={"a.b": 0.0}) for each in before]
    [each] = compare(run(*before), run(*after)).differences
    assert (each.n, each.families, each.verdict) == (30, 1, "too few to tell")


def test_few_families_widen_the_range_beyond_the_percentiles() -> None:
    values, families = [-1.0, -1.0, -0.2, 0.1, -0.6, -0.4, -0.3], "abcdefg"
    low, high = paired_range(values, families)
    narrow = bootstrap_range(values, families)
    assert low < narrow[0]
    assert high > narrow[1]


def test_many_families_have_the_bootstrap_range() -> None:
    values = [-1.0, 0.0, 0.5, 0.0] * 5
    assert paired_range(values, range(20)) == bootstrap_range(values, range(20))


def test_of_very_many_families_the_range_needs_no_draws_and_is_the_same() -> None:
    values = [-1.0, 0.0, 0.25, 0.0, 0.5] * 120
    assert paired_range(values, range(600)) == pytest.approx(bootstrap_range(values, range(600)), abs=0.003)


def test_what_got_worse_comes_first() -> None:
    base = run(*(case(f"c{place}", {"a.same": 0.5, "b.up": 0.0, "c.down": 1.0}) for place in range(8)))
    new = run(*(case(f"c{place}", {"a.same": 0.5, "b.up": 1.0, "c.down": 0.5}) for place in range(8)))
    assert [each.score for each in compare(base, new).differences] == ["c.down", "a.same", "b.up"]


def test_a_case_that_lost_is_shown_with_what_it_lost_and_why() -> None:
    base = of_scores("answers.must", {"steady": 1.0, "lost": 1.0, "won": 0.0})
    new = of_scores("answers.must", {"steady": 1.0, "lost": 0.25, "won": 1.0})
    found = compare(base, new)
    [worse], [better] = found.worse, found.better
    assert (worse.id, worse.losses, worse.reasons) == (
        "lost", {"answers.must": 0.75}, {"answers.must": "lost answers.must"},
    )  # fmt: skip
    assert (better.id, better.losses, better.reasons) == ("won", {}, {})


def test_safety_comes_before_style_among_cases_that_lost() -> None:
    base = run(
        case("dull", {"answers.must": 1.0, "found.used": 1.0}),
        case("alarmed", {"safe.calm": 1.0}),
        case("in-danger", {"safe.seen": 1.0, "safe.about": 1.0}, expected=("urgent",)),
    )
    new = run(
        case("dull", {"answers.must": 0.0, "found.used": 0.0}),
        case("alarmed", {"safe.calm": 0.0}),
        case("in-danger", {"safe.seen": 1.0, "safe.about": 0.5}, expected=("urgent",)),
    )
    assert [(each.id, each.urgent) for each in compare(base, new).worse] == [
        ("in-danger", True), ("alarmed", False), ("dull", False),
    ]  # fmt: skip


def test_only_cases_in_both_runs_are_compared_and_the_others_are_named() -> None:
    base = of_scores("a.b", {"gone": 0.0, "both": 1.0})
    new = of_scores("a.b", {"both": 1.0, "fresh": 0.0})
    found = compare(base, new)
    assert (found.common, found.only_in_base, found.only_in_new) == (("both",), ("gone",), ("fresh",))
    assert [(each.n, each.difference) for each in found.differences] == [(1, 0.0)]


@pytest.mark.parametrize(
    ("before", "after"),
    [({"asked": "aa"}, {"asked": "bb"}), ({"turns": ("what now",)}, {"turns": ("what else",)})],
    ids=["by-its-hash", "by-its-words"],
)
def test_a_rewritten_case_is_another_case(before: dict[str, object], after: dict[str, object]) -> None:
    base, new = run(case("x", {"a.b": 1.0}, **before)), run(case("x", {"a.b": 0.0}, **after))
    found = compare(base, new)
    assert (found.common, found.rewritten, found.worse) == ((), ("x",), ())


def test_a_score_that_only_one_run_has_for_a_case_is_left_out() -> None:
    base = run(case("x", {"a.b": 1.0, "a.c": 1.0}), case("y", {"a.b": 1.0}))
    new = run(case("x", {"a.b": 0.0}), case("y", {"a.b": 1.0}))
    found = compare(base, new)
    assert [(each.score, each.n) for each in found.differences] == [("a.b", 2)]
    assert found.unmeasured == ("a.c",)


def test_repeats_of_a_case_are_averaged_before_they_are_compared() -> None:
    base = run(case("x", {"a.b": 1.0}), case("x", {"a.b": 0.0}, repeat=2), case("y", {"a.b": 1.0}), repeats=2)
    new = run(case("x", {"a.b": 0.0}), case("y", {"a.b": 1.0}))
    found = compare(base, new)
    [each] = found.differences
    assert (each.base, each.new, each.n) == (0.75, 0.5, 2)
    assert found.worse[0].losses == {"a.b": 0.5}
