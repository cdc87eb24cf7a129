"""The records there are: each in one line, the broken ones too, and what they come to worked out once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from assistant.quality import archive, summaries
from assistant.quality.archive import Archive
from assistant.quality.records import FORMAT, RecordError, RunRecord, read_record, write_record
from assistant.quality.subsets import Subset
from assistant.quality.summaries import Summaries
from tests.quality.made_up import CASE, case, of_scores, run

NEWER, OLDER = "2026-11-22T10:00:00+00:00", "2026-11-20T10:00:00+00:00"


@pytest.fixture
def found(tmp_path: Path) -> Archive:
    return Archive({"data": tmp_path / "runs"}, tmp_path / "release.json")


def put(folder: Path, name: str, **values: str) -> Path:
    path = folder / "runs" / name
    write_record(run(CASE, **values), path)
    return path


def names(found: Archive) -> list[str]:
    return [each.id for each in found.records()]


def test_the_release_comes_first_then_the_newest_then_what_cannot_be_shown(found: Archive, tmp_path: Path) -> None:
    put(tmp_path, "b.json", date=OLDER)
    put(tmp_path, "gate/2026-11-22T100000-all-library-dev.json", date=NEWER)
    (tmp_path / "runs" / "gate" / "inspect-log.json").write_text("{}")
    (tmp_path / "runs" / "a.json").write_text("{")
    write_record(run(CASE, date="2026-01-01"), tmp_path / "release.json")
    assert names(found) == ["release", "data/gate/2026-11-22T100000-all-library-dev.json", "data/b.json", "data/a.json"]


def test_a_release_that_is_broken_does_not_come_first(found: Archive, tmp_path: Path) -> None:
    put(tmp_path, "a.json")
    (tmp_path / "release.json").write_text("{")
    assert names(found) == ["data/a.json", "release"]


def test_without_a_folder_there_are_none(found: Archive) -> None:
    assert (found.records(), found.find("data/a.json")) == ((), None)


def test_what_is_broken_is_said_in_one_line_and_hinders_no_other(found: Archive, tmp_path: Path) -> None:
    whole = put(tmp_path, "whole.json")
    text = whole.read_text()
    broken = {
        "corrupt.json": (b"\xff\xfe", "is not UTF-8 text"),
        "half.json": (text[: len(text) // 2].encode(), "was cut short or changed"),
        "newer.json": (text.replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}').encode(), "Update Alongside"),
        "other.json": (b"[]", "is not a run record"),
        "deep.json": (b'{"a": ' + b"[" * 60_000 + b', "cases": [\n ]\n}', "was cut short or changed"),
    }
    for name, (content, _) in broken.items():
        (whole.parent / name).write_bytes(content)
    told = {each.path.name: each.problem for each in found.records() if each.problem}
    assert {
        name: words in told[name] and "\n" not in told[name] for name, (_, words) in broken.items()
    } == dict.fromkeys(broken, True)
    assert [each.path.name for each in found.records() if not each.problem] == ["whole.json"]


def test_a_huge_file_is_not_read(found: Archive, tmp_path: Path) -> None:
    path = put(tmp_path, "huge.json")
    with path.open("r+b") as file:
        file.truncate(600_000_000)
    assert "is larger than any run record" in str(found.records()[0].problem)


def test_a_record_laid_out_otherwise_is_known_too(found: Archive, tmp_path: Path) -> None:
    path = put(tmp_path, "a.json", date=NEWER)
    path.write_text(json.dumps(json.loads(path.read_text())))
    assert [(each.date, each.head["suite"], each.problem) for each in found.records()] == [(NEWER, "all", None)]


def test_what_turns_out_to_be_damaged_is_listed_so_from_then_on(found: Archive, tmp_path: Path) -> None:
    path = put(tmp_path, "a.json")
    path.write_text(path.read_text().replace('"found": true', '"found": 7'))
    assert found.records()[0].problem is None
    with pytest.raises(RecordError, match="not a whole run record"):
        Summaries(found).report(found.records()[0])
    assert "not a whole run record" in str(found.records()[0].problem)


def test_a_record_is_read_once_until_its_file_changes(
    found: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(path: Path) -> RunRecord:
        read.append(path)
        return read_record(path)

    monkeypatch.setattr(archive, "read_record", counted)
    path = put(tmp_path, "a.json")
    known = Summaries(found)
    first = known.report(found.records()[0])
    assert known.report(found.records()[0]) is first
    assert known.report(found.records()[0], Subset("mentors")).cases == first.cases
    assert len(read) == 1
    write_record(of_scores("a.b", [1.0]), path)
    known.report(found.records()[0])
    assert len(read) == 2


def test_what_is_large_is_ready_once_it_is_worked_out(
    found: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "SMALL_BYTES", 0)
    put(tmp_path, "a.json", date=OLDER)
    put(tmp_path, "b.json", date=NEWER)
    new, base = found.records()
    known = Summaries(found)
    assert (known.ready(new), known.ready(new, base)) == (False, False)
    known.comparison(base, new)
    assert (known.ready(new), known.ready(new, base), known.ready(base, new)) == (True, True, False)


def test_a_record_that_takes_long_holds_up_no_other_and_is_summed_up_once(
    found: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, read = Event(), Event(), list[str]()

    def slow(path: Path) -> RunRecord:
        read.append(path.name)
        if path.name == "slow.json":
            begun.set()
            assert go_on.wait(10)
        return read_record(path)

    monkeypatch.setattr(archive, "read_record", slow)
    put(tmp_path, "slow.json", date=NEWER)
    put(tmp_path, "quick.json", date=OLDER)
    known, (long, quick) = Summaries(found), found.records()
    with ThreadPoolExecutor() as pool:
        try:
            first, second = pool.submit(known.report, long), pool.submit(known.report, long)
            assert begun.wait(10)
            assert pool.submit(known.report, quick).result(timeout=5).record.date == OLDER
        finally:
            go_on.set()
        assert first.result() is second.result()
    assert read == ["slow.json", "quick.json"]


def test_what_fails_in_any_other_way_is_listed_so_too(
    found: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path) -> RunRecord:
        if path.name == "base.json":
            raise MemoryError
        return read_record(path)

    monkeypatch.setattr(archive, "read_record", failing)
    put(tmp_path, "new.json", date=NEWER)
    put(tmp_path, "base.json", date=OLDER)
    new, base = found.records()
    known = Summaries(found)
    known.prepare(new, base)
    for thread in threading.enumerate():
        if thread.name == "summary":
            thread.join(10)
    assert [each.problem for each in found.records()] == [None, f"{base.path} {summaries.FAULT}"]


def test_a_part_holds_the_cases_of_those_it_is_of(found: Archive, tmp_path: Path) -> None:
    peer = {"role": "peer", "relationship": "peer_mentoring"}
    cases = (case("a", {"a.b": 1.0}, situation=peer), case("b", {"a.b": 1.0}, situation=peer, split="test"), CASE)
    write_record(run(*cases), tmp_path / "runs" / "a.json")
    known, record = Summaries(found), found.records()[0]
    peers = Subset("peer-mentors"), Subset("peer-mentors", held_out=True)
    subsets = (Subset(), *peers, Subset("mentors"), Subset("mentees"))
    assert [[asked.case.id for asked in known.report(record, subset).cases] for subset in subsets] == [
        ["a", "b", "asks"], ["a", "b"], ["b"], ["asks"], [],
    ]  # fmt: skip
