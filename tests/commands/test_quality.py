"""`alongside eval ...` as a shell sees it: what it prints, and with which code it ends."""

import gc
import io
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.quality import reference_records
from assistant.quality.records import RunRecord, write_record
from tests.commands.conftest import Alongside, Ran
from tests.evals.test_judge import says
from tests.model_server import ModelServer, Status
from tests.quality.made_up import case, of_scores, run

NEW_PREFERRED = "it would rather have the new one in 1, the old one in 0 (too few to tell)."


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
        "Three things to worry about\n* Messages that hint at danger: whether they are noticed was not "
    )


def test_a_report_of_nothing_says_how_to_make_one(alongside: Alongside, tmp_path: Path) -> None:
    ran = alongside("eval", "report", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"There is no run record in {str(tmp_path)!r}. Make one with `alongside eval run`.\n"


@pytest.fixture
def told_to_run(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the suite is told to run; it runs nothing."""
    from evals import run

    told: list[object] = []

    def perform(*order: object, **more: object) -> int:
        told.extend([*order, more])
        return 1

    monkeypatch.setattr(run, "perform", perform)
    return told


def test_run_hands_its_options_to_the_suite_and_ends_as_it_ends(
    alongside: Alongside, told_to_run: list[object]
) -> None:
    from evals.running import Order

    ran = alongside("eval", "run", "--suite", "out-of-scope", "--responder", "library", "--out", "there", "--json")
    assert (ran.code, told_to_run) == (1, [Order("out_of_scope", "dev"), Path("there"), None, {"as_json": True}])


def test_a_file_of_cases_is_run_whole(alongside: Alongside, told_to_run: list[object]) -> None:
    from evals.running import Order

    alongside("eval", "run", "--suite", "guidance", "--cases", "ours.yaml", "--repeats", "3")
    order = Order("guidance", "all", "library", "ours.yaml", 3)
    assert told_to_run == [order, Path("runs"), Path("ours.yaml"), {"as_json": False}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--responder", "oracle"), "--responder is 'oracle'; choose one of library, model.\n"),
        (("--split", "mine"), "--split is 'mine'; choose one of dev, test, all.\n"),
        (("--cases", "/nowhere.yaml"), "'/nowhere.yaml' is no file of cases. Give a YAML file of at most 20 MB.\n"),
        (("--suite", "everything"), "There is no suite 'everything'; choose one of guidance, dialogues, safety, "),
    ],
    ids=["responder", "split", "cases", "suite"],
)
def test_what_cannot_be_run_is_said_in_one_line(alongside: Alongside, arguments: tuple[str, ...], words: str) -> None:
    ran = alongside("eval", "run", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(words)


@pytest.mark.parametrize(("missing", "named"), [("evals", "the evaluation suite"), ("inspect_ai", "'inspect_ai'")])
def test_where_the_suite_is_not_installed_it_says_how_to_get_it(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, missing: str, named: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "evals"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    ran = alongside("eval", "run")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"This needs {named}, which the installed package leaves out. Get Alongside's source and run `make evals` "
        "there. Records of runs can be read without it.\n"
    )


def test_a_baseline_is_kept_with_what_changed_since_the_last(
    alongside: Alongside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(reference_records.PATHS, "baseline", tmp_path / "baseline.json")
    for name, score in {"one": 1.0, "two": 0.0}.items():
        write_record(of_scores("found.used", [score] * 8), tmp_path / f"{name}.json")
    first = alongside("eval", "baseline", str(tmp_path / "one.json"))
    second = alongside("eval", "baseline", str(tmp_path / "two.json"))
    assert (first.out, first.err.startswith(f"Kept as {tmp_path}/baseline.json: 8 cases, ")) == ("", True)
    assert "Got worse: 8\n" in second.out
    assert alongside("eval", "gate", str(tmp_path / "baseline.json"), str(tmp_path / "two.json")).code == 0


def test_a_run_of_one_suite_is_no_baseline(alongside: Alongside, tmp_path: Path) -> None:
    write_record(of_scores("found.used", [1.0], suite="safety"), tmp_path / "run.json")
    ran = alongside("eval", "baseline", str(tmp_path / "run.json"))
    assert (ran.code, ran.err.startswith("This run has suite 'safety'. Make one with ")) == (2, True)


def test_a_report_can_be_of_one_split(alongside: Alongside, tmp_path: Path) -> None:
    record = run(case("a", {"a.b": 1.0}), case("b", {"a.b": 0.0}, split="test"), split="all")
    write_record(record, tmp_path / "run.json")
    told = alongside("eval", "report", str(tmp_path / "run.json"), "--split", "test", "--json").json
    assert (told["cases"], told["split"], told["scores"]["a.b"]["mean"]) == (1, "test", 0.0)


def test_sabotage_is_handed_on_to_the_suite_and_its_code_comes_back(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def main(arguments: list[str]) -> int:
        asked.append(arguments)
        return 1

    monkeypatch.setattr("evals.sabotage.__main__.main", main)
    assert alongside("eval", "sabotage", "--json").code == 1
    assert alongside("eval", "sabotage", "--split", "all").code == 2
    assert asked == [["--split", "dev", "--json"]]


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: ModelServer) -> Iterator[tuple[str, str]]:
    """Two runs on disk that answered a case differently, and a judge on loopback."""
    for name, value in {"BASE_URL": model_server.url, "API_KEY": "none"}.items():
        monkeypatch.setenv(f"OPENAI_{name}", value)
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("evals.judge.RETRIES", 0)
    for name in ("base", "new"):
        write_record(run(case("a", {"found.used": 1.0}, answer=f"Ask {name}.")), tmp_path / f"{name}.json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Inspect leaves streams to the collector
        warnings.filterwarnings("ignore", "The 'initial' parameter is deprecated", DeprecationWarning)
        yield str(tmp_path / "base.json"), str(tmp_path / "new.json")
        gc.collect()


def test_what_a_judge_prefers_is_asked_once_and_shown_again(
    alongside: Alongside,
    two: tuple[str, str],
    model_server: ModelServer,
    tmp_path: Path,
) -> None:
    model_server.script(says("Reason: one\nVerdict: B"), says("Reason: two\nVerdict: A"))
    assert NEW_PREFERRED in alongside("eval", "compare", *two, "--judge", "small").out
    assert NEW_PREFERRED in alongside("eval", "compare", *two).out
    told = alongside("eval", "compare", *two, "--json").json["judge"]
    assert (told["new"], told["n"], told["pairs"][0]["reasons"]) == (1, 1, ["one", "two"])
    assert len(model_server.requests) == 2
    assert [path.suffix for path in sorted(tmp_path.iterdir()) if path.is_file()] == [".json", ".preferences", ".json"]


def test_without_a_judge_nothing_is_said_of_one(alongside: Alongside, two: tuple[str, str]) -> None:
    ran = alongside("eval", "compare", *two, "--json")
    assert "judge" not in ran.json
    assert "rather" not in alongside("eval", "compare", *two).out


def test_a_judge_that_is_away_is_one_line_and_nothing_is_kept(
    alongside: Alongside,
    two: tuple[str, str],
    model_server: ModelServer,
    tmp_path: Path,
) -> None:
    model_server.script(Status(401))
    ran = alongside("eval", "compare", *two, "--judge", "small")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].startswith("The judge gave no verdict that can be used: it did not answer (")
    assert not list(tmp_path.glob("*.preferences"))


def test_a_damaged_file_of_a_judge_is_told_in_one_line(
    alongside: Alongside,
    two: tuple[str, str],
    model_server: ModelServer,
    tmp_path: Path,
) -> None:
    model_server.script(says("Reason: one\nVerdict: B"), says("Reason: two\nVerdict: A"))
    alongside("eval", "compare", *two, "--judge", "small")
    [kept] = tmp_path.glob("*.preferences")
    kept.write_text(kept.read_text()[:40])
    ran = alongside("eval", "compare", *two)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "is not whole JSON; it was cut short or changed." in ran.err
