"""Cases: what is refused and how it is said; the committed ones are clean."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from evals.cases import Placed, counts, guide_ids, lint, read_file, read_folder

GOOD = """\
- id: asks-a-thing
  family: asking
  split: dev
  why: A reason to ask it at all.
  situation: {role: mentor}
  turns: ["what now"]
  guides: {folder/guide: 2}
  must:
    - {text: Says it, any_of: ["it"]}
"""
COMMITTED = read_folder()


def read(tmp_path: Path, text: str) -> list[Placed]:
    folder = tmp_path / "evals" / "cases"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "some.yaml").write_text(text, encoding="utf-8")
    return read_file(folder / "some.yaml")


def test_a_case_is_read_with_its_place(tmp_path: Path) -> None:
    [placed] = read(tmp_path, GOOD)
    assert (placed.case.id, placed.path, placed.line) == ("asks-a-thing", "evals/cases/some.yaml", 1)


def test_what_is_left_out_expects_no_alarm_and_an_answer(tmp_path: Path) -> None:
    [placed] = read(tmp_path, GOOD)
    assert placed.case.triage.level == ("none",)
    assert placed.case.expects_found is True


def test_an_empty_triage_is_not_judged(tmp_path: Path) -> None:
    [placed] = read(tmp_path, GOOD + "  triage: {}\n")
    assert placed.case.triage.level == ()
    assert not placed.case.concerning


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  why: A reason to ask it at all.\n", "", "some.yaml:1: why: Field required"),
        ("A reason to ask it at all.", "short", "some.yaml:4: why: String should have at least 10"),
        ("split: dev", "split: train", "some.yaml:3: split: Input should be 'dev' or 'test'"),
        ("  guides:", "  guide:", "some.yaml:7: guide: Extra inputs are not permitted"),
        ("{role: mentor}", "{role: boss}", "some.yaml:5: situation: role is 'boss'"),
        ("{role: mentor}", "{rolle: mentor}", "some.yaml:5: situation: no such part of a situation: rolle"),
        ("folder/guide: 2", "folder/guide: 5", "some.yaml:7: guides.folder/guide"),
        ('any_of: ["it"]', "any_off: [it]", "some.yaml:9: must.0"),
        (', any_of: ["it"]', "", "some.yaml:9: must.0: give one check"),
        (', any_of: ["it"]', ', any_of: ["it"], judged: true', "some.yaml:9: must.0: give one check"),
        ('turns: ["what now"]', "turns: []", "some.yaml:6: turns"),
        ("id: asks-a-thing", "id: Asks A Thing", "some.yaml:1: id"),
        ("family: asking", "split: dev", "some.yaml:3: 'split' is given twice"),
        ('turns: ["what now"]', 'turns: ["what now"', "some.yaml:"),
    ],
)  # fmt: skip
def test_a_malformed_case_is_told_by_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ContentError) as told:
        read(tmp_path, GOOD.replace(old, new))
    assert message in str(told.value)


@pytest.mark.parametrize("text", ["just words", "id: one", ""], ids=["words", "mapping", "empty"])
def test_a_file_that_is_no_list_of_cases_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match=r"some.yaml:1: expected a list of cases"):
        read(tmp_path, text)


def test_out_of_scope_and_guides_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="found: false goes with guides"):
        read(tmp_path, GOOD + "  found: false\n")


def test_an_unknown_category_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"some.yaml:10: triage.category"):
        read(tmp_path, GOOD + "  triage: {level: urgent, category: sadness}\n")


def test_an_id_used_twice_names_the_first(tmp_path: Path) -> None:
    problems = lint(read(tmp_path, GOOD + GOOD), ["folder/guide"])
    assert [str(each) for each in problems] == [
        "evals/cases/some.yaml:10: asks-a-thing: the id is taken by evals/cases/some.yaml:1"
    ]


def test_a_family_in_both_splits_is_a_problem(tmp_path: Path) -> None:
    other = GOOD.replace("asks-a-thing", "asks-more").replace("dev", "test")
    [problem] = lint(read(tmp_path, GOOD + other), ["folder/guide"])
    assert "family 'asking' is in dev; keep a family in one split" in str(problem)


def test_a_guide_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    [problem] = lint(read(tmp_path, GOOD), ["folder/other"])
    assert str(problem) == "evals/cases/some.yaml:1: asks-a-thing: there is no guide 'folder/guide' in knowledge/guides"


def test_the_committed_cases_are_clean() -> None:
    assert lint(COMMITTED, guide_ids()) == []


def test_the_committed_cases_cover_what_they_should() -> None:
    cases = [placed.case for placed in COMMITTED]
    assert len(cases) >= 80
    assert sum(len(case.turns) > 1 for case in cases) >= 12
    assert sum(case.found is False for case in cases) >= 12
    assert sum(case.concerning for case in cases) >= 8
    assert {case.situation.get("role") for case in cases} >= {"mentee", "mentor", "peer", "coordinator"}


def test_counts_name_the_guides_that_no_case_asks_for(tmp_path: Path) -> None:
    [placed] = read(tmp_path, GOOD)
    told = counts([placed.case], ["folder/guide", "folder/other"])
    assert "dev: 1 cases in 1 families; 0 dialogues, 0 out of scope, 0 concerning; not asked for: folder/other" in told
