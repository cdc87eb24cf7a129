"""Two measurements side by side: what got worse first, and the answers that changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.quality.records import write_record
from tests.ui.conftest import Open
from tests.ui.measured import NEWER, measured


def test_two_measurements_side_by_side_what_got_worse_first(quality: Open, tmp_path: Path) -> None:
    write_record(measured(), tmp_path / "runs" / "old.json")
    cases = tuple(
        replace(each, answer="Ask her. [1]", scores={"answers.must": 0.0}) if each.id.startswith("point") else each
        for each in measured().cases
    )
    write_record(replace(measured(date=NEWER), cases=cases), tmp_path / "runs" / "new.json")
    page = quality("quality_compare")
    assert "It makes the points that a good answer must make Worse" in page.words
    assert "40 before, 0 now" in page.words
    assert "12 got worse in something, 0 better only." in page.words
    page = quality("quality_compare", case="point-3")
    assert "<del>him. </del>" in page.html
    assert "<ins>her. </ins>" in page.html
    assert "It makes the points that a good answer must make: 50 before, 0 now. lost answers.must" in page.words
    assert "That record is not here" not in quality("quality_compare", base="data/new.json").words


@pytest.mark.usefixtures("release")
def test_one_record_has_nothing_to_be_compared_with(quality: Open) -> None:
    assert "There is only one measurement here" in quality("quality_compare").words
