"""A short soak; `make soak` is the long one."""

from pathlib import Path

from tests.faults.soak import REBUILDS, prepared, soak


def test_nothing_is_lost_whenever_the_process_is_killed(tmp_path: Path, index_folder: Path) -> None:
    run = soak(prepared(tmp_path, index_folder), seed=11, rounds=range(REBUILDS - 2, REBUILDS + 1))
    assert run.said
    assert run.whole
