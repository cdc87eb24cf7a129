"""The benchmarks run, and an aim can be missed. No time is judged here."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assistant.guides.library import Library
from evals.speed import building, first_sentence, large, turns
from evals.speed.__main__ import MEASURES, main
from evals.speed.bench import TINY, Bench
from evals.speed.corpus import rewritten, synthetic
from evals.speed.figures import Row, middle_half, p95, ratios, table


@pytest.fixture
def bench(tmp_path: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").symlink_to(index_folder)
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "data"))
    return Bench(TINY, tmp_path)


def whats(rows: list[Row]) -> list[str]:
    return [row.what for row in rows]


def test_a_turn_is_measured_beside_its_embedding(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "P50_AIM", 0.0)
    monkeypatch.setattr(turns, "P95_AIM", 1e9)
    assert [row.met for row in turns.measure(bench)] == [False, True]


def test_a_first_sentence_is_measured_beside_the_bare_client(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_sentence, "AIM", 0.0)
    (row,) = first_sentence.measure(bench)
    assert (row.met, row.verdict, row.n > 0) == (False, "MISSED", True)


def test_the_index_is_measured_and_one_changed_guide_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "AIM", 1e9)
    throughput, change = building.measure(bench)
    assert (throughput.met, change.met) == (False, True)
    assert "0 of other guides" in change.measured


def test_two_libraries_are_searched_side_by_side(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "AIM", 0.0)
    few = [guide for guide in bench.parts.library.guides.values() if guide.id.startswith("commitment/")]
    bench.parts = replace(bench.parts, library=Library.of(few))
    assert [row.met for row in large.measure(bench)] == [False, None]


def test_the_library_that_never_was_is_the_same_every_time(bench: Bench) -> None:
    one, other = (synthetic(bench, passages=6, per_guide=3, lines_per_guide=1) for _ in range(2))
    assert (one.entries, len(one.library.passages)) == (other.entries, 6)
    assert all((one.vectors[text] == other.vectors[text]).all() for text in one.vectors)


def test_a_rewritten_guide_is_the_only_one_that_says_anything_new(bench: Bench) -> None:
    before = synthetic(bench, passages=6, per_guide=2, lines_per_guide=1)
    after = rewritten(before)
    fresh = {entry.target.partition("#")[0] for entry in after.entries} - {"synthetic/guide-0", "synthetic/guide-2"}
    assert {entry.target.partition("#")[0] for entry in set(after.entries) - set(before.entries)} == fresh


def test_the_figures_are_the_textbook_ones() -> None:
    assert (p95([7.0]), p95([float(n) for n in range(101)])) == (7.0, 95.0)
    assert (ratios([4, 9], [2, 3]), middle_half([0, 4, 8])) == ([2, 3], "2.0 to 6.0")


def test_the_table_says_what_was_missed() -> None:
    lines = table([Row("a turn", "9 x", 3, "8 to 10", "at most 8 x", met=False)]).splitlines()
    assert lines[2].split("|")[1:5] == [" a turn ", " 9 x      ", " at most 8 x ", " MISSED "]


def named(name: str, _bench: Bench) -> list[Row]:
    return [Row(name, "1", 1, "")]


def test_every_row_can_be_asked_for_by_name(bench: Bench, capsys: pytest.CaptureFixture[str],
                                            monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    assert bench.sizes == TINY
    for name in MEASURES:
        monkeypatch.setitem(MEASURES, name, partial(named, name))
    assert main(["--tiny", "--json", "--only", "crowd", "--only", "turn"]) == 0
    assert whats([Row(**row) for row in json.loads(capsys.readouterr().out)["rows"]]) == ["turn", "crowd"]


def test_what_breaks_takes_only_its_own_row_with_it(
    bench: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.sizes == TINY
    monkeypatch.setitem(MEASURES, "turn", partial(named, "turn"))
    monkeypatch.setitem(MEASURES, "crowd", lambda _bench: 1 // 0)
    assert main(["--tiny", "--json", "--only", "crowd", "--only", "turn"]) == 0
    rows = [Row(**row) for row in json.loads(capsys.readouterr().out)["rows"]]
    assert [(row.what, row.measured, row.met) for row in rows] == [
        ("turn", "1", None),
        ("crowd", "could not be measured (ZeroDivisionError)", None),
    ]
