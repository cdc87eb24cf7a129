"""`alongside eval ...` as a shell sees it: what it prints, and with which code it ends."""

import io
import sys
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.quality.records import RunRecord, write_record
from tests.commands.conftest import Alongside, Ran
from tests.quality.made_up import case, of_scores, run


@pytest.fixture
def alongside(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Alongside:
    """Records are read without guides, weights or data folder, so none is made here."""

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alongside", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        return Ran(ended.value.code or 0, *capsys.readouterr())

    return run


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a run, one that is worse in one score, and one that is cut short."""
    write_record(of_scores("found.used", [1.0] * 12), tmp_path / "base.json")
    write_record(of_scores("found.used", [1.0] * 2 + [0.0] * 10), tmp_path / "worse.json")
    (tmp_path / "cut.json").write_bytes((tmp_path / "base.json").read_bytes()[:-30])
    return tmp_path


def gate(alongside: Alongside, folder: Path, base: str, new: str, *more: str) -> tuple[object, str, str]:
    ran = alongside("eval", "gate", str(folder / base), str(folder / new), *more)
    return ran.code, ran.out, ran.err


def test_the_gate_lets_pass_what_did_not_get_worse(alongside: Alongside, kept: Path) -> None:
    words = "Passes: nothing got worse beyond its range, and no urgent case newly fails.\n"
    assert gate(alongside, kept, "base.json", "base.json") == (0, words, "")


def test_the_gate_ends_with_1_and_the_reasons(alongside: Alongside, kept: Path) -> None:
    code, out, err = gate(alongside, kept, "base.json", "worse.json")
    assert (code, err) == (1, "")
    assert out.startswith("Does not pass:\n* found.used got worse: 1.000 before, 0.167 now, -0.833 (95 % range ")


def test_the_gate_ends_with_2_when_a_record_is_cut_short(alongside: Alongside, kept: Path) -> None:
    code, out, err = gate(alongside, kept, "base.json", "cut.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "cut.json is not whole JSON; it was cut short or changed." in err


def test_a_program_gets_the_verdict_also_when_a_record_is_cut_short(alongside: Alongside, kept: Path) -> None:
    ran = alongside("eval", "gate", str(kept / "cut.json"), str(kept / "base.json"), "--json")
    assert (ran.code, ran.json["outcome"], ran.json["comparison"]) == (2, "cannot tell", None)


def test_compare_tells_a_program_what_got_worse(alongside: Alongside, kept: Path) -> None:
    told = alongside("eval", "compare", str(kept / "base.json"), str(kept / "worse.json"), "--json").json
    [score] = told["scores"]
    assert (score["score"], score["verdict"], score["n"], told["cases"]) == ("found.used", "worse", 12, 12)
    assert [each["losses"] for each in told["worse"]] == [{"found.used": 1.0}] * 10
    assert (told["only_in_base"], told["only_in_new"], told["base"]["suite"]) == ([], [], "all")


def danger(seen: float, *more: str) -> RunRecord:
    asked = [case(name, {"found.used": 1.0}) for name in ("steady", *more)]
    return run(*asked, case("in-danger", {"safe.seen": seen}, expected=("urgent",)))


def test_compare_shows_danger_first_and_names_what_only_one_run_has(alongside: Alongside, tmp_path: Path) -> None:
    write_record(danger(1.0, "old"), tmp_path / "base.json")
    write_record(danger(0.0, "fresh"), tmp_path / "new.json")
    out = alongside("eval", "compare", str(tmp_path / "base.json"), str(tmp_path / "new.json")).out
    assert "Got worse: 1\n  in-danger (in-danger)  URGENT: Somebody asks it.\n" in out
    assert "    safe.seen 1.00 -> 0.00: lost safe.seen\n" in out
    assert out.endswith("Only in BASE: old\nOnly in NEW: fresh\n")


def test_a_record_cannot_steer_the_terminal(alongside: Alongside, tmp_path: Path) -> None:
    for name, score in {"base": 1.0, "new": 0.0}.items():
        write_record(run(case("x", {"a.b": score}, why="\x1b[2Jgone")), tmp_path / f"{name}.json")
    out = alongside("eval", "compare", str(tmp_path / "base.json"), str(tmp_path / "new.json")).out
    assert "\x1b" not in out
    assert "[2Jgone" in out


def test_a_report_of_a_folder_is_of_its_newest_run(alongside: Alongside, tmp_path: Path) -> None:
    for date in ("2026-11-20", "2026-11-22", "2026-11-21"):
        record = of_scores("found.used", [1.0, 0.0], date=f"{date}T10:00:00+00:00")
        write_record(record, tmp_path / record.file_name)
    told = alongside("eval", "report", str(tmp_path), "--json").json
    assert told["record"] == str(tmp_path / "2026-11-22T100000-all-library-dev.json")
    assert (told["scores"]["found.used"]["mean"], told["cases"]) == (0.5, 2)


def test_a_report_starts_with_what_to_worry_about(alongside: Alongside, kept: Path) -> None:
    out = alongside("eval", "report", str(kept / "worse.json")).out
    assert out.split("\n\n")[1].startswith(
        "Three things to worry about\n* Whether worrying messages are noticed was not "
    )


def test_a_report_of_nothing_says_how_to_make_one(alongside: Alongside, tmp_path: Path) -> None:
    ran = alongside("eval", "report", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"There is no run record in {str(tmp_path)!r}. Make one with `alongside eval run`.\n"
