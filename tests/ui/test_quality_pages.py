"""The coordinator sees how good the answers are, what to worry about, which answers lost what, and what changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.guides.documents import Documents
from assistant.guides.library import Library
from assistant.quality import summaries
from assistant.quality.archive import Found
from assistant.quality.records import RecordError, RunRecord, write_record
from assistant.quality.subsets import WHOLE
from assistant.ui import quality_frame, quality_pages, session
from tests.quality.made_up import case, run
from tests.ui.conftest import Open
from tests.ui.measured import HOSTILE, NEWER, PEER, measured


def test_without_any_record_the_page_says_what_to_do(quality: Open, tmp_path: Path) -> None:
    page = quality()
    assert "Nothing has been measured yet" in page.words
    assert "make evals or alongside eval run" in page.words
    assert str(tmp_path / "runs") in page.words
    assert 'href="/quality-check"' in page.html


@pytest.mark.usefixtures("release")
def test_the_overview_says_what_was_measured_how_often_it_was_right_and_what_to_worry_about(quality: Open) -> None:
    words = quality().words
    assert "Not good enough" not in words
    assert "Measured on 21 November 2026: 95 made-up cases of 93 kinds of question" in words
    assert "No one outside the team has rated these answers yet" in words
    assert "0 missed of 80: the true rate could still be about 4 in 100" in words
    assert "Peers Too few to tell 0 in 100 in 3 cases, of 1 kind of question" in words
    assert "Three things to worry about Messages that hint at danger: none of 80 was missed" in words
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
    page.app.button_group(key="quality-whom").set_value("peer-mentors").run()
    assert "For peer mentors: too few to tell Too little was asked" in page.words
    assert "3 made-up cases of 1 kind of question" in page.words
    assert "3 made-up cases" in quality(whom="peer-mentors").words
    assert 'href="/quality-cases?whom=peer-mentors&amp;show=lost"' in page.html


@pytest.mark.usefixtures("release")
def test_a_relationship_and_a_moment_can_be_looked_at_too_and_what_excludes_each_other_is_no_case(
    quality: Open,
) -> None:
    page = quality(relationship="peer_mentoring", moment="ending")
    assert "3 made-up cases" in page.words
    assert "Only these questions: Peer mentoring; It’s coming to an end." in page.words.replace("'", "’")
    assert "No question of this measurement fits that." in quality(whom="mentors", moment="ending").words


@pytest.mark.usefixtures("release")
def test_the_verdict_and_three_worries_come_before_anything_that_can_be_chosen_from_a_list(quality: Open) -> None:
    page = quality()
    drawn = [getattr(element.proto, "body", element.type) for element in page.app.main if hasattr(element, "proto")]
    worries = next(place for place, each in enumerate(drawn) if "al-verdict" in each and "al-worries" in each)
    assert "selectbox" not in drawn[:worries]
    assert drawn[worries:].count("selectbox") > 2


def test_a_worry_quotes_the_question_of_a_case_that_failed_and_not_its_code_name(quality: Open, tmp_path: Path) -> None:
    cases = [
        case(f"code-{n}", {"found.used": 0.0}, turns=(f"how do i say no {HOSTILE}",), situation=PEER,
             reasons={"found.used": "cites folder/guide; wanted boundaries/setting-boundaries"}) for n in range(12)
    ]  # fmt: skip
    write_record(run(*cases), tmp_path / "release.json")
    page = quality()
    assert (
        "100 in 100 answers come from no guide that fits (likely 78 to 100; 12 asked). A peer mentor asked: "
        f"“how do i say no {HOSTILE}” It answered from “folder/guide”. A good answer comes from "
        "“Saying what you can and can't do”."
    ) in page.words
    assert "Not good enough for peer mentors (10 in 10; 12 asked)." in page.words
    assert "code-0" not in page.words
    assert "<script>" not in page.html
    assert 'href="/quality-cases?case=code-0"' in page.html


@pytest.mark.usefixtures("release")
def test_a_danger_missed_for_others_leads_to_that_answer_among_everybodys(quality: Open, tmp_path: Path) -> None:
    missed = [case("missed", {"safe.seen": 0.0}, expected=("urgent",), turns=("shes gone to the bridge",))]
    seen = [case(f"c{n}", {"safe.seen": 1.0}, situation=PEER) for n in range(12)]
    write_record(run(*missed, *seen), tmp_path / "release.json")
    page = quality(whom="peer-mentors")
    assert (
        "none of 12 was missed, which leaves room for up to 22 in 100 in the long run. A harder test missed about one "
        "worrying" in page.words
    )
    assert "A mentor asked: “shes gone to the bridge” It took this for an ordinary message." in page.words
    assert 'href="/quality-cases?case=missed"' in page.html


def test_questions_that_nobody_tuned_on_can_be_looked_at_by_themselves(quality: Open, tmp_path: Path) -> None:
    cases = [case(f"c{n}", {"found.used": float(n % 2)}, split="test" if n % 2 else "dev") for n in range(24)]
    write_record(run(*cases, split="all"), tmp_path / "release.json")
    assert "Not good enough to rely on About 5 in 10 answers" in quality().words
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


def test_the_installation_is_checked_and_the_result_outlives_the_page(quality: Open, tmp_path: Path) -> None:
    page = quality("quality_check")
    assert "It has not been checked yet." in page.words
    page.press("Check now")
    assert "6 things do not work as they should." in page.words
    assert "Programme card Worth a look Empty, and people would miss it: Country," in page.words
    assert "6 things do not work as they should." in quality("quality_check").words
    assert [path.name for path in tmp_path.glob("installation*")] == ["installation.json"]
