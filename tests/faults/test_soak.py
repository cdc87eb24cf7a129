"""A short soak over a few of the guides; `make soak` is the long one, over all."""

from pathlib import Path

from tests.faults.soak import REBUILDS, prepared, soak


def test_nothing_is_lost_whenever_the_process_is_killed(tmp_path: Path, few_guides: Path, few_index: Path) -> None:
    run = soak(prepared(tmp_path, few_index), few_guides, seed=11, rounds=range(REBUILDS - 2, REBUILDS + 1))
    assert run.said
    assert run.whole
