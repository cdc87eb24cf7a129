"""Two measurements side by side: what got worse first, and the answers that changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.quality.preference_file import fingerprint, path_of, write_preferences
from assistant.quality.preferences import Pair, Preferences
from assistant.quality.records import RunRecord, read_record, write_record
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


def preferred(base: RunRecord, new: RunRecord) -> Preferences:
    pairs = tuple(Pair(f"c{place}", f"f{place}", "new", ("<b>one", "two")) for place in range(9))
    return Preferences(NEWER, "<i>small", "p1", fingerprint(base), fingerprint(new), pairs)


@pytest.mark.usefixtures("release")
def test_what_a_judge_prefers_between_the_two_is_shown_where_one_was_asked(quality: Open, tmp_path: Path) -> None:
    base, path = read_record(tmp_path / "release.json"), tmp_path / "runs" / "new.json"
    write_record(measured(date=NEWER), path)
    address = {"base": "release", "record": "data/new.json"}
    assert "would rather have" not in quality("quality_compare", **address).words
    write_preferences(preferred(base, read_record(path)), path_of(path, base))
    page = quality("quality_compare", **address)
    assert (
        "Which answers a model would rather have The model <i>small read both answers of 9 questions that were "
        "answered differently: it would rather have the new one in 9, the old one in 0 (better now: a lead of "
        "+100 to +100 in 100 is likely)."
    ) in page.words
    assert "<i>" not in page.html


@pytest.mark.usefixtures("release")
def test_what_a_judge_said_and_cannot_be_read_hinders_no_comparison(quality: Open, tmp_path: Path) -> None:
    base, path = read_record(tmp_path / "release.json"), tmp_path / "runs" / "new.json"
    write_record(measured(date=NEWER), path)
    path_of(path, base).write_text('{"format": 1')
    page = quality("quality_compare", base="release", record="data/new.json")
    assert "is not whole JSON; it was cut short or changed." in page.words
    assert "The same 95 cases were asked both times." in page.words
