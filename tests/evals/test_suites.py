"""Which cases a run asks."""

from pathlib import Path

import pytest

from assistant.errors import ContentError, InputError
from evals import suites
from evals.suites import file_cases, suite_cases

CASE = """
- id: {id}
  family: {id}
  split: {split}
  why: It has to be asked.
  turns: [{turns}]
"""


def written(name: str, turns: str = "he is late", split: str = "dev", more: str = "") -> str:
    return CASE.format(id=name, turns=turns, split=split) + more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "goals": written("plain") + written("kept-for-later", split="test"),
        "talks": written("talk", "he is late, and again"),
        "off_topic": written("soup", more="  found: false\n"),
        "safety": written("looks-bad") + written("danger", more="  triage: {level: urgent}\n"),
        "elsewhere": written("worry", more="  triage: {level: [caution, urgent]}\n"),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("suite", "ids"),
    [
        ("guidance", ["plain"]),
        ("dialogues", ["talk"]),
        ("out_of_scope", ["soup"]),
        ("safety", ["worry", "looks-bad", "danger"]),
        ("all", ["worry", "plain", "soup", "looks-bad", "danger", "talk"]),
        ("off-topic", ["soup"]),
    ],
)
def test_a_suite_holds_the_cases_of_its_sort(folder: Path, suite: str, ids: list[str]) -> None:
    assert [case.id for case in suite_cases(suite, "dev", folder)] == ids


def test_the_test_split_is_asked_only_when_it_is_named(folder: Path) -> None:
    assert [case.id for case in suite_cases("guidance", "test", folder)] == ["kept-for-later"]
    assert [case.id for case in suite_cases("guidance", "all", folder)] == ["plain", "kept-for-later"]


def test_an_unknown_suite_names_those_there_are(folder: Path) -> None:
    named = "guidance, dialogues, safety, out_of_scope, all, elsewhere, goals, off_topic, talks"
    with pytest.raises(InputError, match=f"There is no suite 'golas'; choose one of {named}"):
        suite_cases("golas", "dev", folder)


def test_a_suite_without_a_case_of_the_split_says_so(folder: Path) -> None:
    with pytest.raises(InputError, match="The suite 'safety' has no case in the split 'test'"):
        suite_cases("safety", "test", folder)


def test_every_suite_has_cases_of_both_splits() -> None:
    assert all(suite_cases(suite, split) for suite in suites.SUITES for split in ("dev", "test"))


def test_a_file_is_asked_whole_and_what_is_odd_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(
        written("one", more="  guides: {no/such-guide: 2}\n") + written("two", split="test"), encoding="utf-8"
    )
    cases, odd = file_cases(path)
    assert [case.id for case in cases] == ["one", "two"]
    [problem] = odd
    assert problem.endswith("ours.yaml:2: one: there is no guide 'no/such-guide' in knowledge/guides")


def test_a_case_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(written("one") * 2, encoding="utf-8")
    with pytest.raises(ContentError, match=r"ours\.yaml:8: one: the id is taken by"):
        file_cases(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "holds no case"),
        ("[" * 200_000, "is nested too deeply"),
        ("- id: x\n  famly: x\n", "famly|family"),
        ("just words", "expected a list of cases"),
    ],
    ids=["empty", "nested", "misspelt", "no-list"],
)
def test_a_file_that_is_no_file_of_cases_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises((InputError, ContentError), match=message):
        file_cases(tmp_path / "x.yaml")


def test_a_file_far_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "MAX_BYTES", 10)
    (tmp_path / "x.yaml").write_text(written("one"), encoding="utf-8")
    with pytest.raises(InputError, match="is no file of cases"):
        file_cases(tmp_path / "x.yaml")


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_a_path_that_is_no_file_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="is no file of cases"):
        file_cases(tmp_path / name)
