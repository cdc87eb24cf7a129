"""The records that are kept with the code: small, whole, and only of the runs they are to stand for."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.quality import reference_records
from assistant.quality.gate import decide
from assistant.quality.records import Quote, RunRecord, read_record
from assistant.quality.reference_records import Use, keep, release_record
from tests.quality.made_up import case, run

WORDS = {"answer": "Ask him. [1]", "signposting": "Ring now.", "reasons": {"found.used": "cites another"}}


def answered(split: str) -> RunRecord:
    steady = [case(f"c{place}", {"found.used": 1.0}, asked=f"{place}", **WORDS) for place in range(9)]
    return run(*steady, case("danger", {"safe.seen": 1.0}, expected=("urgent",), asked="d"), split=split)


def test_the_baseline_keeps_what_the_gate_needs_and_no_answer(tmp_path: Path) -> None:
    record = answered("dev")
    keep(record, "baseline", tmp_path / "baseline.json")
    small = read_record(tmp_path / "baseline.json")
    assert decide(small, record).outcome == "passes"
    lost = replace(record.cases[-1], scores={"safe.seen": 0.0})
    assert decide(small, replace(record, cases=(*record.cases[:-1], lost))).outcome == "worse"
    assert {(each.answer, each.signposting, each.citations, each.ms) for each in small.cases} == {("", None, (), None)}


def test_the_release_keeps_the_answers_and_which_passages_they_cite(tmp_path: Path) -> None:
    keep(answered("all"), "release", tmp_path / "release.json")
    first = read_record(tmp_path / "release.json").cases[0]
    assert (first.answer, first.signposting, first.reasons, first.ms) == (*WORDS.values(), 12.5)
    assert first.citations == (Quote(1, "folder/guide#do", ""),)


@pytest.mark.parametrize(
    ("use", "record", "found"),
    [
        ("baseline", answered("all"), "split 'all'"),
        ("release", answered("test"), "split 'test'"),
        ("baseline", replace(answered("dev"), suite="safety"), "suite 'safety'"),
        ("baseline", replace(answered("dev"), responder="model"), "responder 'model'"),
        ("baseline", replace(answered("dev"), case_file="x.yaml"), "case_file 'x.yaml'"),
        ("baseline", run(case("mute", {"a.b": 0.0}, error="no")), "no answer to mute"),
        ("baseline", run(), "no case"),
    ],
    ids=["all-as-baseline", "test-as-release", "one-suite", "a-model", "own-cases", "unanswered", "empty"],
)
def test_another_run_is_not_kept(tmp_path: Path, use: Use, record: RunRecord, found: str) -> None:
    with pytest.raises(InputError, match=f"This run has {found}. Make one with `alongside eval run --suite all"):
        keep(record, use, tmp_path / "kept.json")
    assert not (tmp_path / "kept.json").exists()


def test_before_any_release_there_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_records, "RELEASE", tmp_path / "release.json")
    assert release_record() is None


def test_the_release_is_read_from_beside_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_records, "RELEASE", tmp_path / "release.json")
    written = keep(answered("all"), "release", tmp_path / "release.json")
    assert release_record() == written
    assert reference_records.PATHS["release"].parent.name == "quality"


def test_the_test_split_of_a_release_can_be_told_apart() -> None:
    record = run(case("a", {"a.b": 1.0}), case("b", {"a.b": 0.0}, split="test"), split="all")
    part = record.of_split("test")
    assert (part.split, [each.id for each in part.cases]) == ("test", ["b"])
