"""Run records: written whole, read without Inspect, refused with a reason."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.quality.records import FORMAT, CaseRecord, Quote, RecordError, RunRecord, read_record, write_record

CASE = CaseRecord(
    id="asks",
    family="asking",
    split="dev",
    why="Somebody asks it.",
    situation={"role": "mentor"},
    turns=("what now",),
    answer="Ask him. [1]",
    signposting=None,
    triage="none",
    found=True,
    citations=(Quote(1, "folder/guide#do", "Ask him."),),
    scores={"found.recall": 1.0, "answers.must": 0.5, "found.ndcg": 1.0},
    reasons={"answers.must": "does not: listen"},
    ms=12.5,
)
RECORD = RunRecord(
    date="2026-11-21T10:00:00+00:00",
    split="dev",
    responder="library",
    model=None,
    guides="abc",
    versions={"python": "3.11"},
    seconds=3.0,
    cases=(CASE,),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_record(RECORD, tmp_path / "runs" / "run.json")
    return tmp_path / "runs" / "run.json"


def change(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")


def test_a_record_reads_back_as_it_was_written(path: Path) -> None:
    assert read_record(path) == RECORD


def test_nothing_half_written_is_left_beside_a_record(path: Path) -> None:
    assert [each.name for each in path.parent.iterdir()] == ["run.json"]


def test_scores_of_a_group_are_listed_together() -> None:
    assert RECORD.score_names == ("found.recall", "found.ndcg", "answers.must")


def test_a_record_is_read_without_inspect() -> None:
    code = "import sys, assistant.quality.records, assistant.quality.statistics; sys.exit('inspect_ai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_record_cut_short_says_so(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    with pytest.raises(RecordError, match=r"cut short or changed. Run `python -m evals.run`"):
        read_record(path)


def test_a_newer_record_asks_for_an_update(path: Path) -> None:
    change(path, format=FORMAT + 1)
    with pytest.raises(RecordError, match=f"has format {FORMAT + 1}; this version reads up to {FORMAT}"):
        read_record(path)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"cases": [{"id": "x"}]}, r"cases\.0\.family: Field required"),
        ({"cases": "none"}, "cases:"),
        ({"split": 3}, "split:"),
        ({"responder": "oracle"}, "responder:"),
        ({"format": None}, "names no format"),
        ({"format": True}, "names no format"),
    ],
    ids=["case-without-family", "cases-not-a-list", "split-a-number", "unknown-responder", "no-format", "format-true"],
)
def test_a_corrupt_record_names_what_is_wrong(path: Path, values: dict[str, object], message: str) -> None:
    change(path, **values)
    with pytest.raises(RecordError, match=message):
        read_record(path)


@pytest.mark.parametrize("text", ["[]", "12", "null"])
def test_json_that_is_no_object_is_no_record(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match="holds no object"):
        read_record(path)


def test_bytes_that_are_no_text_are_no_record(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordError, match="not UTF-8"):
        read_record(path)


def test_a_missing_record_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"Make one with `python -m evals.run`"):
        read_record(tmp_path / "none.json")


def test_a_score_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    broken = replace(RECORD, cases=(replace(CASE, scores={"found.ndcg": float("nan")}),))
    with pytest.raises(ValueError, match="JSON compliant"):
        write_record(broken, tmp_path / "run.json")
    assert not (tmp_path / "run.json").exists()
