"""Agreement beyond chance, against the worked examples of those who proposed the measures and sums done by hand."""

import pytest

from assistant.quality.agreement import Agreement, cohen, krippendorff
from assistant.quality.statistics import FEW

GAPS = None
FOUR_RATERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, GAPS, GAPS, GAPS),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAPS, 3),
    (GAPS, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAPS),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAPS),
)
"""Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", C: four observers, twelve units, gaps."""
UNITS = [[None if value is None else value - 1 for value in unit] for unit in zip(*FOUR_RATERS, strict=True)]


def test_alpha_of_four_raters_with_gaps_is_the_published_one() -> None:
    assert krippendorff(UNITS, range(12), 5, "nominal").value == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_an_order_is_the_published_one() -> None:
    assert krippendorff(UNITS, range(12), 5, "ordinal").value == pytest.approx(0.815, abs=0.0005)


def test_alpha_of_two_raters_and_two_values_is_the_published_one() -> None:
    """The same paper, A: 10 units, 14 zeros and 6 ones, 4 disagreements: 1 - 19 x 8 / (2 x 14 x 6) = 0.095."""
    units = list(zip((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0), strict=True))
    assert krippendorff(units, range(10), 2, "nominal").value == pytest.approx(0.0952, abs=0.0001)


def test_what_one_rater_alone_has_labelled_counts_for_nothing() -> None:
    alone = [[2, None, None, None]] * 50
    assert krippendorff(UNITS + alone, range(62), 5, "nominal") == krippendorff(UNITS, range(12), 5, "nominal")


def table(cells: list[list[int]]) -> list[tuple[int, int]]:
    return [(row, column) for row, line in enumerate(cells) for column, count in enumerate(line) for _ in range(count)]


def test_kappa_takes_off_what_chance_gives() -> None:
    """35 of 50 agree; by chance .5 x .6 + .5 x .4 = .5 would: (.7 - .5) / (1 - .5) = .4."""
    found = cohen(table([[20, 5], [10, 15]]), range(50), 2)
    assert found.value == pytest.approx(0.4)
    assert (found.observed, found.n) == (0.7, 50)


def test_kappa_of_an_order_forgives_what_is_near() -> None:
    """Distances seen: 4 x 1 + 2 x 2 = 8. By chance, of margins 10/10/10 and 10/10/10: (100 x 8) / 30 = 26.67."""
    cells = [[8, 1, 1], [1, 8, 1], [1, 1, 8]]
    assert cohen(table(cells), range(30), 3, "ordinal").value == pytest.approx(1 - 8 / (800 / 30))
    assert cohen(table(cells), range(30), 3).value == pytest.approx((24 / 30 - 1 / 3) / (2 / 3))


def test_labels_by_chance_agree_no_better_than_chance() -> None:
    pairs = [(place % 2, place // 2 % 2) for place in range(80)]
    found = cohen(pairs, range(80), 2)
    assert found.value == pytest.approx(0)
    assert found.low < -0.1 < 0.1 < found.high


def test_a_range_is_wider_when_what_was_labelled_is_of_few_families() -> None:
    pairs = table([[20, 5], [10, 15]])[::-1]
    alone, together = cohen(pairs, range(50), 2), cohen(pairs, [place // 5 for place in range(50)], 2)
    assert together.value == alone.value
    assert together.high - together.low > alone.high - alone.low
    assert [alone.low, alone.high] == pytest.approx([0.14, 0.65], abs=0.02)


def test_few_families_are_too_few_to_tell() -> None:
    pairs = table([[20, 5], [10, 15]])
    assert not cohen(pairs, [place % FEW for place in range(50)], 2).few
    assert cohen(pairs, [place % (FEW - 1) for place in range(50)], 2).few


def test_where_everybody_always_says_the_same_there_is_no_telling() -> None:
    assert cohen([(1, 1)] * 20, range(20), 2) == Agreement(None, -1.0, 1.0, 1.0, 20, 20)
    assert krippendorff([[1, 1, 1]] * 20, range(20), 2, "nominal").value is None


def test_who_always_says_the_same_agrees_neither_well_nor_badly() -> None:
    found = cohen([(1, 1)] * 15 + [(1, 0)] * 5, range(20), 2)
    assert found == Agreement(None, -1.0, 1.0, 0.75, 20, 20)


def test_where_nothing_is_labelled_twice_there_is_no_telling() -> None:
    assert krippendorff([[1, None], [None, 0]], range(2), 2, "ordinal") == Agreement(None, -1.0, 1.0, 0.0, 0, 0)
    assert cohen([], [], 2).value is None


def test_a_single_family_tells_nothing_of_the_spread() -> None:
    found = cohen(table([[20, 5], [10, 15]]), ["one"] * 50, 2)
    assert (found.low, found.high) == (-1.0, 1.0)
