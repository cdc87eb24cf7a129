"""The benchmarks that visit pages run, and their aims can be missed. No time is judged here."""

from pathlib import Path

import pytest

from evals.speed import crowd, long_talk, memory, starting
from evals.speed.bench import TINY, Bench
from evals.speed.site import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser: {CHROMIUM} is missing"),
]


@pytest.fixture
def bench(tmp_path: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").symlink_to(index_folder)
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "data"))
    return Bench(TINY, tmp_path)


def test_starting_is_reported(bench: Bench) -> None:
    assert [(row.met, row.n) for row in starting.measure(bench)] == [(None, 1), (None, 1)]


def test_memory_is_measured_for_the_process_and_for_each_page(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "IDLE_AIM", 0.0)
    monkeypatch.setattr(memory, "PAGE_AIM", 1e9)
    assert [row.met for row in memory.measure(bench)] == [False, True]


def test_pages_open_at_once_are_measured_beside_one_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "AIM", 0.0)
    (row,) = crowd.measure(bench)
    assert (row.met, "0 errors" in row.measured) == (False, True)


def test_a_late_turn_is_measured_beside_an_early_one(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_talk, "AIM", 0.0)
    (row,) = long_talk.measure(bench)
    assert (row.met, row.n) == (False, 2)
