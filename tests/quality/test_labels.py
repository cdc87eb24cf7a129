"""Labels of answers: kept through crashes, taken back, out and in as CSV, with every wrong line named."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.quality import labelfile
from assistant.quality.labelfile import Kept, LabelFile
from assistant.quality.labels import Label, LabelError, answer_key, named
from assistant.quality.labelsheet import from_csv, to_csv
from tests.quality.made_up import CASE

AT = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)
LABEL = Label(answer_key(CASE), "asks", "asking", "person", "AB", {"say_it": "yes", "points": "partly"}, AT)
OTHER = replace(LABEL, name="Chris 2", verdicts={"safe": "no"})
HEAD = "answer,case,family,rater,name,say_it,role,points,safe,at"
LINE = f"{LABEL.answer},asks,asking,person,AB,yes,,partly,,2026-11-30T16:05:00+00:00"


@pytest.fixture
def file(tmp_path: Path) -> LabelFile:
    return LabelFile(tmp_path / "ratings" / "mine.jsonl")


def test_what_was_rated_is_there_again_and_only_for_its_owner(file: LabelFile) -> None:
    assert file.read() == Kept()
    file.add([LABEL])
    file.add([OTHER])
    assert LabelFile(file.path).read() == Kept((LABEL, OTHER))
    assert [path.stat().st_mode & 0o777 for path in (file.path, file.path.parent)] == [0o600, 0o700]


def test_owners_have_files_of_their_own(tmp_path: Path) -> None:
    LabelFile.of(tmp_path, "../her").add([LABEL])
    assert LabelFile.of(tmp_path, "me").read() == Kept()
    assert [path.parent for path in tmp_path.rglob("*.jsonl")] == [tmp_path]


def test_who_rates_again_replaces_and_who_takes_back_has_not_rated(file: LabelFile) -> None:
    file.add([LABEL, OTHER, replace(LABEL, name="ab", verdicts={"say_it": "no"})])
    assert [label.verdicts for label in file.read().labels] == [{"say_it": "no"}, {"safe": "no"}]
    file.take_back(LABEL)
    assert file.read() == Kept((OTHER,))


def test_an_older_label_that_was_added_later_replaces_nothing(file: LabelFile) -> None:
    file.add([LABEL, replace(LABEL, verdicts={"say_it": "no"}, at=AT - timedelta(days=1))])
    assert file.read() == Kept((LABEL,))


def test_a_crash_in_the_middle_of_a_line_loses_that_line_alone(file: LabelFile) -> None:
    file.add([LABEL, OTHER])
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[:-9])
    assert file.read() == Kept((LABEL,), unread=1)
    file.add([OTHER])
    assert file.read() == Kept((LABEL, OTHER), unread=1)


@pytest.mark.parametrize(
    "line", ["null", "{}", '{"version": 2}', "[" * 99_999, '{"version": 1, "taken_back": 3}', "\x00", "9" * 5000],
    ids=["null", "empty", "newer", "deep", "odd", "nul", "number"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_counted_and_left(file: LabelFile, line: str) -> None:
    file.add([LABEL])
    before = file.path.read_bytes() + line.encode() + b"\n"
    file.path.write_bytes(before)
    file.add([OTHER])
    assert file.read() == Kept((LABEL, OTHER), unread=1)
    assert file.path.read_bytes().startswith(before)


def test_a_disk_that_refuses_is_told(file: LabelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    file.add([LABEL])
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(LabelError, match=r"cannot be written \(No space left on device\)\. What was there is whole\."):
        file.add([OTHER])
    assert file.read() == Kept((LABEL,))


def test_a_file_far_too_large_is_not_read(file: LabelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add([LABEL])
    monkeypatch.setattr(labelfile, "MAX_BYTES", 10)
    with pytest.raises(LabelError, match="Move the file elsewhere"):
        file.read()


def test_an_answer_is_known_by_all_that_is_shown_of_it() -> None:
    same = replace(CASE, id="other", family="f", scores={}, reasons={}, ms=1.0, citations=())
    assert answer_key(same) == answer_key(CASE)
    changed = [replace(CASE, answer="x"), replace(CASE, turns=("x",)), replace(CASE, signposting="x"),
               replace(CASE, situation={"role": "peer"})]  # fmt: skip
    assert len({answer_key(case) for case in [CASE, *changed]}) == 5


def test_labels_go_out_as_csv_and_come_back_as_they_were() -> None:
    assert to_csv([LABEL]).splitlines() == [HEAD, LINE]
    odd = replace(LABEL, case='=cmd|"a"!A1', family="-1,2", name="Zoë")
    assert "'=cmd" in to_csv([odd])
    assert from_csv(to_csv([LABEL, odd]).encode()).labels == (LABEL, odd)


def test_a_sheet_from_a_spreadsheet_program_is_read() -> None:
    sheet = f"\ufeff{HEAD};note\r\n\r\n{LINE};seen\r\n".replace(",", ";")
    assert from_csv(sheet.encode()).labels == (LABEL,)


WRONG = {
    LINE.replace("partly", "maybe"): "Line 3: points is 'maybe'; give no, partly, yes, or leave it empty.",
    LINE.replace("person", "expert"): "Line 3: rater is 'expert'; give person, author or helper.",
    LINE.replace("AB", "=1+1"): "Line 3: name is '=1+1'; give a letter or digit first, then up to 29 letters, digits, "
    "spaces, dots or hyphens.",
    LINE.replace(LABEL.answer, "7"): "Line 3: answer is not the 16 digits and letters a to f that Alongside gave it.",
    LINE.replace("asking", ""): "Line 3: family is empty, or not one line of up to 200 characters.",
    LINE.replace("yes,,partly", ",,"): "Line 3: it answers none of the questions.",
    LINE.replace("2026-11-30T16:05:00+00:00", "soon"): "Line 3: at is 'soon'; give a date such as "
    "2026-11-30T16:05:00+00:00.",
    LINE + ",,": "Line 3: it has 12 cells, the first line 10.",
    LINE.replace("AB", "CD"): "Line 3: the same rater has rated the same answer in line 2.",
    '"' + "x" * 200_000: "Line 3: it cannot be read as CSV.",
}  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_named_with_what_may_stand_there(line: str) -> None:
    found = from_csv("\n".join([HEAD, LINE.replace("AB", "cd"), line, ""]).encode())
    assert found.problems == (WRONG[line],)


def test_every_wrong_line_is_named() -> None:
    found = from_csv("\n".join([HEAD, "a,b", LINE, "c"]).encode())
    assert [problem[:7] for problem in found.problems] == ["Line 2:", "Line 4:"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Line 1 must name each of these columns once"),
        (b"answer,case\n", "Wrong: family, rater"),
        (f"{HEAD},at\n{LINE}".encode(), "Wrong: at."),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b'"' + b"x" * 200_000, "Line 1 must name"),
    ],
    ids=["empty", "other", "twice", "utf-16", "huge", "endless"],
)
def test_what_is_no_sheet_of_labels_is_refused_as_a_whole(data: bytes, told: str) -> None:
    with pytest.raises(LabelError, match=told):
        from_csv(data)


def test_a_sheet_without_a_label_says_so() -> None:
    assert from_csv(HEAD.encode()).problems == ("There is no label below the first line.",)


@pytest.mark.parametrize("name", ["", "  ", "=1", "x" * 31, "a\nb;", "<b>", "a-"])
def test_a_name_is_short_and_plain(name: str) -> None:
    with pytest.raises(LabelError, match="short name or initials"):
        named(name)
