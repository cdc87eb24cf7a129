"""Run records: written whole, read without Inspect, refused with a reason."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.messages import Tokens
from assistant.quality import records
from assistant.quality.records import FORMAT, RecordError, find_record, free_path, read_record, write_record
from tests.quality.made_up import CASE, RECORD

OLD_CASE = {
    "id": "asks", "family": "asking", "split": "dev", "why": "Somebody asks it.", "situation": {"role": "mentor"},
    "turns": ["what now"], "answer": "Ask him. [1]", "signposting": None, "triage": "none", "found": True,
    "citations": [{"n": 1, "passage": "folder/guide#do", "quote": "Ask him."}],
    "scores": {"found.recall": 1.0, "answers.must": 0.5, "found.ndcg": 1.0},
    "reasons": {"answers.must": "does not: listen"}, "ms": 12.5, "error": None,
}  # fmt: skip
OLD = {
    "date": "2026-11-21T10:00:00+00:00", "split": "dev", "responder": "library", "model": None, "guides": "abc",
    "versions": {"python": "3.11"}, "seconds": 3.0, "cases": [OLD_CASE], "format": 1, "suite": "guidance",
}  # fmt: skip
"""A record as it was before documents, tokens and repeats were kept."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_record(RECORD, tmp_path / "runs" / "run.json")
    return tmp_path / "runs" / "run.json"


def change(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")


def test_a_record_reads_back_as_it_was_written(path: Path) -> None:
    assert read_record(path) == RECORD


def test_a_record_keeps_what_a_model_cost_and_how_often_it_was_asked(tmp_path: Path) -> None:
    first = replace(CASE, tokens=Tokens(900, 120, 0.002), expected=("caution", "urgent"), asked="ab", topic="goals")
    kept = replace(
        RECORD,
        cases=(first, replace(first, repeat=2)),
        repeats=2,
        documents="cd",
        case_file="ours.yaml",
        suite="safety",
    )
    write_record(kept, tmp_path / "run.json")
    assert read_record(tmp_path / "run.json") == kept


def test_a_record_of_the_older_format_is_read_as_what_it_was(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps(OLD), encoding="utf-8")
    assert read_record(tmp_path / "run.json") == RECORD


def test_every_case_is_one_line(path: Path) -> None:
    assert sum('"id": "asks"' in line for line in path.read_text(encoding="utf-8").splitlines()) == 1


def test_nothing_half_written_is_left_beside_a_record(path: Path) -> None:
    assert [each.name for each in path.parent.iterdir()] == ["run.json"]


def test_scores_of_a_group_are_listed_together() -> None:
    assert RECORD.score_names == ("found.recall", "found.ndcg", "answers.must")


def test_a_record_is_read_without_inspect() -> None:
    code = "import sys, assistant.quality.records, assistant.quality.statistics; sys.exit('inspect_ai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_record_cut_short_says_so(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    with pytest.raises(RecordError, match=r"cut short or changed. Run the suite again with `alongside eval run`"):
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
        ({"seconds": float("inf")}, "seconds:"),
        ({"cases": [OLD_CASE | {"scores": {"a.b": float("nan")}}]}, r"cases\.0\.scores\.a\.b:"),
        ({"cases": [OLD_CASE | {"scores": {"a.b": 7}}]}, r"cases\.0\.scores\.a\.b:"),
        ({"cases": [OLD_CASE, OLD_CASE]}, "case 'asks' is in it twice"),
        ({"format": None}, "names no format"),
        ({"format": 0}, "names no format"),
        ({"format": True}, "names no format"),
    ],
    ids=[
        "case-without-family",
        "cases-not-a-list",
        "split-a-number",
        "unknown-responder",
        "endless",
        "score-no-number",
        "score-too-high",
        "case-twice",
        "no-format",
        "format-none-yet",
        "format-true",
    ],
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
    with pytest.raises(RecordError, match=r"Make one with `alongside eval run`"):
        read_record(tmp_path / "none.json")


def test_a_score_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    broken = replace(RECORD, cases=(replace(CASE, scores={"found.ndcg": float("nan")}),))
    with pytest.raises(ValueError, match="JSON compliant"):
        write_record(broken, tmp_path / "run.json")
    assert not (tmp_path / "run.json").exists()


def test_a_file_far_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_BYTES", 100)
    with pytest.raises(RecordError, match="larger than any run record"):
        read_record(path)


def test_what_is_no_file_is_no_record() -> None:
    with pytest.raises(RecordError, match="is not a file"):
        read_record(Path("/dev/zero"))


def test_a_folder_stands_for_its_newest_record(tmp_path: Path) -> None:
    for name in ("2026-11-30T120000-all-library-dev.json", "2026-11-29T120000-all-library-dev.json", "zz-notes.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert find_record(tmp_path).name == "2026-11-30T120000-all-library-dev.json"


def test_a_folder_without_a_record_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"There is no run record in .* Make one with `alongside eval run`"):
        read_record(tmp_path)


def test_two_runs_of_one_second_both_stay(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        path = free_path(tmp_path, RECORD)
        write_record(RECORD, path)
        names.append(path.name)
    stem = "2026-11-21T100000-all-library-dev"
    assert names == [f"{stem}.json", f"{stem}-2.json", f"{stem}-3.json"]


def test_a_record_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"taken/run\.json' cannot be written"):
        write_record(RECORD, tmp_path / "taken" / "run.json")
