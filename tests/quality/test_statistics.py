"""Ranges, against values known from elsewhere."""

import math

import numpy as np
import pytest

from assistant.quality.statistics import (
    bootstrap_range,
    clustered_stderr,
    estimate,
    gap_range,
    rule_of_three,
    t_quantile,
)


def test_without_clusters_the_standard_error_is_the_ordinary_one() -> None:
    values = [1.0, 0.0, 1.0, 1.0, 0.0]
    ordinary = float(np.std(values, ddof=1)) / math.sqrt(5)
    assert clustered_stderr(values, range(5)) == pytest.approx(ordinary)


def test_copies_of_a_case_add_no_certainty() -> None:
    once = clustered_stderr([1.0, 0.0, 1.0, 0.0], "abcd")
    thrice = clustered_stderr([1.0, 0.0, 1.0, 0.0] * 3, "abcd" * 3)
    assert thrice == pytest.approx(once)


def test_the_clustered_error_is_the_one_inspect_computes() -> None:
    std = pytest.importorskip("inspect_ai.scorer._metrics.std")
    values, families = [1.0, 0.0, 0.5, 1.0, 1.0, 0.0, 0.25], "aabbbcc"
    groups = [[1.0, 0.0], [0.5, 1.0, 1.0], [0.0, 0.25]]
    assert clustered_stderr(values, families) == pytest.approx(std._clustered_stderr(groups))


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042)]
)
def test_t_agrees_with_the_printed_tables(freedom: int, table: float) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(table, abs=0.005)


def test_a_range_is_the_textbook_one_for_independent_cases() -> None:
    found = estimate([0.0, 1.0, 1.0, 1.0, 0.0, 1.0], range(6))
    reach = 2.571 * math.sqrt(4 / 6 * 2 / 6 / 5)
    assert found.mean == pytest.approx(2 / 3)
    assert found.low == pytest.approx(2 / 3 - reach, abs=0.002)
    assert found.high == 1.0


def test_families_that_vary_together_widen_the_range() -> None:
    values = [1.0] * 10 + [0.0] * 10
    alone, together = estimate(values, range(20)), estimate(values, "a" * 5 + "b" * 5 + "c" * 5 + "d" * 5)
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_one_family_alone_tells_nothing_about_the_spread() -> None:
    found = estimate([1.0, 0.0], "aa")
    assert (found.low, found.high, found.few) == (0.0, 1.0, True)


@pytest.mark.parametrize(("n", "bound"), [(80, 0.0368), (30, 0.0950), (300, 0.00994)])
def test_no_failures_leave_about_three_in_n(n: int, bound: float) -> None:
    assert rule_of_three(n) == pytest.approx(bound, abs=0.0002)
    assert estimate([1.0] * n, range(n)).low == pytest.approx(1 - bound, abs=0.0002)


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_copies_of_a_case_that_never_failed_rule_out_no_more(score: float) -> None:
    once, often = estimate([score] * 12, range(12)), estimate([score] * 84, list(range(12)) * 7)
    assert (often.low, often.high, often.n) == (once.low, once.high, 84)


def test_the_range_of_a_gap_is_the_textbook_one_for_independent_cases() -> None:
    values, inside = [1.0, 0.0, 0.0, 1.0] * 5 + [1.0, 1.0, 0.0, 1.0] * 10, [True] * 20 + [False] * 40
    low, high = gap_range(values, range(60), inside)
    reach = 2.093 * math.sqrt(0.25 / 19 + 0.1875 / 39)
    assert [low, high] == pytest.approx([-0.25 - reach, -0.25 + reach], abs=0.002)


def test_a_small_group_that_is_all_alike_is_believed_no_steadier_than_the_others() -> None:
    _, high = gap_range([0.0] * 4 + [0.0, 1.0] * 50, range(104), [True] * 4 + [False] * 100)
    others = math.sqrt(0.25 / 99)
    assert high == pytest.approx(-0.5 + 3.182 * math.hypot(others * 5, others), abs=0.002)


def test_copies_of_a_case_do_not_narrow_the_range_of_a_gap() -> None:
    values, inside = [1.0, 0.0, 0.0, 1.0, 1.0, 0.5], [True] * 3 + [False] * 3
    once, often = gap_range(values, range(6), inside), gap_range(values * 4, [*range(6)] * 4, inside * 4)
    assert often == pytest.approx(once)


def test_a_gap_needs_two_families_on_either_side() -> None:
    with pytest.raises(ValueError, match="two families on either side"):
        gap_range([1.0, 0.0, 1.0], "aab", [True, True, False])


def test_nothing_seen_bounds_nothing() -> None:
    assert rule_of_three(0) == 1.0


def test_all_failures_leave_the_other_end_open() -> None:
    found = estimate([0.0] * 30, range(30))
    assert (found.low, found.mean) == (0.0, 0.0)
    assert found.high == pytest.approx(0.095, abs=0.001)


def test_the_bootstrap_agrees_with_the_normal_range_of_many_cases() -> None:
    values = list(np.random.default_rng(1).integers(0, 2, size=400).astype(float))
    low, high = bootstrap_range(values, range(400))
    reach = 1.96 * clustered_stderr(values, range(400))
    assert low == pytest.approx(np.mean(values) - reach, abs=0.01)
    assert high == pytest.approx(np.mean(values) + reach, abs=0.01)


def test_the_bootstrap_draws_whole_families() -> None:
    low, high = bootstrap_range([1.0] * 50 + [0.0] * 50, "a" * 50 + "b" * 50)
    assert (low, high) == (0.0, 1.0)


def test_the_bootstrap_gives_the_same_range_twice() -> None:
    values, families = [0.2, 0.9, 0.4, 0.7], "abcd"
    assert bootstrap_range(values, families) == bootstrap_range(values, families)


@pytest.mark.parametrize(("values", "families"), [([], []), ([1.0], ["a", "b"])], ids=["none", "unequal"])
def test_values_without_their_families_are_refused(values: list[float], families: list[str]) -> None:
    with pytest.raises(ValueError, match="as many families"):
        estimate(values, families)
