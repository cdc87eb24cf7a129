"""The coordinator sees how good the answers are, what to worry about, which answers lost what, and what changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.guides.documents import Documents
from assistant.guides.library import Library
from assistant.quality import summaries
from assistant.quality.archive import Found
from assistant.quality.parts import WHOLE
from assistant.quality.records import RecordError, RunRecord, write_record
from assistant.ui import quality_frame, quality_pages, session, shared
from tests.quality.made_up import case, run
from tests.ui.conftest import Screen

Open = Callable[..., Screen]
HOSTILE = "<script>alert(1)</script><b>hi"
PEER = {"role": "peer", "relationship": "peer_mentoring", "moment": "ending"}
NEWER = "2026-11-29T09:30:00+00:00"


def measured(**values: str) -> RunRecord:
    """Twelve mentors who lose half of their points, eighty dangers of which none is missed, three peers."""
    cases = [case(f"point-{n}", {"answers.must": 0.5, "found.used": 1.0}, topic="goals") for n in range(12)]
    cases += [case(f"danger-{n}", {"safe.seen": 1.0}, expected=("urgent",)) for n in range(80)]
    cases += [
        case(f"peer-{n}", {"answers.must": 0.0}, situation=PEER, family="peers", answer=HOSTILE) for n in range(3)
    ]
    return run(*cases, **values)


@pytest.fixture
def quality(screen: Callable[[], Screen], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of this part, with what is in `runs` and the release's record."""
    monkeypatch.setattr(shared, "_record_folders", lambda _settings: {"data": tmp_path / "runs"})
    monkeypatch.setattr(shared, "RELEASE", tmp_path / "release.json")

    def go(name: str = "quality", **address: str) -> Screen:
        page = screen().open()
        page.app.switch_page(f"assistant/ui/{name}_page.py")
        return page.open(**address)

    return go


@pytest.fixture
def release(tmp_path: Path, library: Library) -> RunRecord:
    record = measured(guides=library.version)
    write_record(record, tmp_path / "release.json")
    return record


def test_without_any_record_the_page_says_what_to_do(quality: Open, tmp_path: Path) -> None:
    page = quality()
    assert "Nothing has been measured yet" in page.words
    assert "make evals or alongside eval run" in page.words
    assert str(tmp_path / "runs") in page.words
    assert 'href="/quality-check"' in page.html


@pytest.mark.usefixtures("release")
def test_the_overview_says_what_was_measured_how_often_it_was_right_and_what_to_worry_about(quality: Open) -> None:
    words = quality().words
    assert "Measured on 21 November 2026: 95 made-up cases of 93 kinds of question" in words
    assert "No one outside the team has rated these answers yet" in words
    assert "0 missed of 80: the true rate could still be about 4 in 100" in words
    assert "Peers Too few to tell 0 in 100 in 3 cases, of 1 kind of question" in words
    assert "Three things to worry about None of 80 worrying messages was missed" in words
    assert "All 2 scores, by what they are about Answering the question It makes the points" in words
    assert "suite all, split dev" in words


def test_length_stands_beside_each_score_and_what_measures_little_else_is_called_out(
    quality: Open, tmp_path: Path
) -> None:
    scores = [{"usable.step": place / 12, "stance.warm": float(place % 2)} for place in range(12)]
    long = [case(f"c{place}", each, answer="so " * (place + 1)) for place, each in enumerate(scores)]
    write_record(run(*long), tmp_path / "release.json")
    words = quality().words
    assert "12 cases; measures little else than length" in words
    assert words.count("; measures little else than length") == 2, "beside the first scores, and among all of them"
    assert "What Mean (0 to 1) 95 % range Cases Kinds With length (-1 to 1) There is something to do 0.458" in words
    assert "12 12 +0.97 It opens with understanding" in words


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize("name", ["quality", "quality_cases", "quality_compare", "quality_check"])
def test_nothing_is_shown_that_was_not_meant_to_be(quality: Open, name: str) -> None:
    assert [text.value for text in quality(name).app.main.markdown] == []


@pytest.mark.usefixtures("release")
def test_one_group_of_people_can_be_looked_at_by_itself_and_stays_so_in_the_address(quality: Open) -> None:
    page = quality()
    page.app.selectbox(key="quality-whom").set_value("peer-mentoring").run()
    assert "3 made-up cases of 1 kind of question" in page.words
    assert "3 made-up cases" in quality(whom="peer-mentoring").words
    assert 'href="/quality-cases?whom=peer-mentoring&amp;show=lost"' in page.html


def test_questions_that_nobody_tuned_on_can_be_looked_at_by_themselves(quality: Open, tmp_path: Path) -> None:
    cases = [case(f"c{n}", {"found.used": float(n % 2)}, split="test" if n % 2 else "dev") for n in range(24)]
    write_record(run(*cases, split="all"), tmp_path / "release.json")
    assert "Not good enough to rely on: about 5 in 10 answers" in quality().words
    page = quality(apart="yes")
    assert "12 made-up cases" in page.words
    assert "Good enough as a starting point" in page.words


def test_figures_of_another_setup_are_called_that(quality: Open, tmp_path: Path, library: Library) -> None:
    nothing = Documents().version
    write_record(measured(guides=library.version, documents=nothing), tmp_path / "release.json")
    assert "Not measured for this setup" not in quality().words
    write_record(measured(guides="other", documents=nothing), tmp_path / "release.json")
    assert "Not measured for this setup. Another version of the guides was measured." in quality().words


@pytest.mark.usefixtures("release")
def test_broken_records_are_told_and_hinder_nothing(quality: Open, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "half.json").write_text('{"format": 2, "cases": [')
    page = quality(record="data/half.json")
    assert "half.json is not whole JSON; it was cut short or changed." in page.words
    assert "That record is not here any more. This is shown instead" in page.words
    assert "95 made-up cases" in page.words


@pytest.mark.usefixtures("release")
def test_a_newer_measurement_says_what_changed_since_the_release(quality: Open, tmp_path: Path) -> None:
    cases = tuple(
        replace(each, scores={name: score / 2 for name, score in each.scores.items()}) for each in measured().cases
    )
    write_record(replace(measured(date=NEWER), cases=cases), tmp_path / "runs" / "new.json")
    page = quality(record="data/new.json")
    assert "Questions about urgent danger that newly fail: danger-0, danger-1," in page.words
    assert "it makes the points that a good answer must make (40 before, 20 now)" in page.words
    assert "The same 95 cases were asked both times." in page.words


def test_a_large_record_is_shown_as_soon_as_it_is_summed_up(
    quality: Open, release: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "SMALL_BYTES", 0)
    page = quality()
    assert page.settle().words.count("95 made-up cases") == 1
    assert len(release.cases) == 95


@pytest.mark.usefixtures("release")
def test_a_large_record_is_not_waited_for_when_what_it_is_compared_with_is_damaged(
    quality: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "SMALL_BYTES", 0)
    old = tmp_path / "runs" / "old.json"
    write_record(measured(date=NEWER), old)
    old.write_text(old.read_text().replace('"found": true', '"found": 7'))
    quality("quality_compare")
    release, damaged = session.shared().archive.records()
    drawn_again: list[bool] = []
    monkeypatch.setattr(session, "refresh", lambda: drawn_again.append(True))
    with pytest.raises(RecordError):
        session.shared().summaries.report(damaged)
    quality_frame.look_again([(release, damaged)])
    assert drawn_again == [True]


@pytest.mark.usefixtures("release")
def test_a_large_record_that_was_forgotten_while_waited_for_is_summed_up_again(
    quality: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "SMALL_BYTES", 0)
    quality().settle()
    [release] = session.shared().archive.records()
    prepared: list[Found] = []
    monkeypatch.setattr(session.shared().summaries, "_known", {})
    monkeypatch.setattr(session.shared().summaries, "prepare", lambda found, _by: prepared.append(found))
    quality_frame.look_again([(release, WHOLE)])
    assert prepared == [release]


@pytest.mark.usefixtures("release")
def test_the_cases_that_lost_something_come_page_by_page(quality: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ui.quality_pages.PAGE", quality_pages.PAGE // 2)
    page = quality("quality_cases")
    assert "15 questions" in page.words
    assert page.html.count("case=") == quality_pages.PAGE
    assert "Page 1 of 2" in page.words
    assert quality("quality_cases", page="99").html.count("case=") == 15 - quality_pages.PAGE


@pytest.mark.usefixtures("release")
def test_cases_are_narrowed_down_by_family_and_score(quality: Open) -> None:
    page = quality("quality_cases", family="peers")
    assert "3 questions" in page.words
    page.app.selectbox(key="quality-score").set_value("found.used").run()
    assert "None. Choose something else above." in page.words
    assert page.app.query_params["score"] == "found.used"


@pytest.mark.usefixtures("release")
def test_a_case_is_opened_by_its_address_with_all_that_belongs_to_it(quality: Open, tmp_path: Path) -> None:
    write_record(measured(date=NEWER), tmp_path / "runs" / "new.json")
    page = quality("quality_cases", case="peer-1")
    for words in (
        "Peer 1", "Somebody asks it.", "We're at a similar level", "what now", "It makes the points that a good answer "
        "must make: 0 in 100. lost answers.must", "29 November 2026, 09:30: guide library (all, dev) The same answer.",
    ):  # fmt: skip
        assert words in page.words
    assert HOSTILE in page.words
    assert "<script>" not in page.html
    assert 'case=peer-2"' in page.html


@pytest.mark.usefixtures("release")
def test_a_case_that_is_gone_leads_to_the_list(quality: Open) -> None:
    assert "That question is not among these." in quality("quality_cases", case="gone").words


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


def test_the_installation_is_checked_and_the_result_outlives_the_page(quality: Open, tmp_path: Path) -> None:
    page = quality("quality_check")
    assert "It has not been checked yet." in page.words
    page.press("Check now")
    assert "6 things do not work as they should." in page.words
    assert "Programme card Worth a look Empty, and people would miss it: Country," in page.words
    assert "6 things do not work as they should." in quality("quality_check").words
    assert [path.name for path in tmp_path.glob("installation*")] == ["installation.json"]
