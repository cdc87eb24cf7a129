"""The command that runs the suite: one record, one report, and an exit code that says how it went."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.build import help_only
from assistant.conversation import Reply
from assistant.errors import WeightsMissingError
from assistant.quality.records import read_record
from assistant.safety.cardfile import CardFile
from evals import run as command
from tests.evals.test_run import made_up

CASES = """
- id: {id}
  family: late
  split: test
  why: It has to be asked.
  turns: ["{turn}"]
"""


@dataclass
class Ran:
    code: int
    out: str
    err: str
    records: list[Path]


@pytest.fixture
def perform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Run a file of one case with a made-up assistant, or the one given."""

    def run(turn: str = "she keeps cancelling", *more: str, assistant: Any = None) -> Ran:
        (tmp_path / "ours.yaml").write_text(CASES.format(id="late", turn=turn), encoding="utf-8")
        monkeypatch.setattr(command, "build_assistant", lambda **_: assistant or made_up())
        out = tmp_path / "runs"
        code = command.main(["--suite", "guidance", "--cases", str(tmp_path / "ours.yaml"), "--out", str(out), *more])
        return Ran(code, *capsys.readouterr(), sorted(out.glob("*")))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Inspect leaves its own streams to the collector
        yield run


def test_a_run_writes_one_record_and_prints_its_report(perform: Any) -> None:
    ran = perform("she keeps cancelling", "--json")
    told = json.loads(ran.out)
    [path, folder] = ran.records
    assert (ran.code, ran.err, told["record"], folder.name) == (0, "", str(path), "inspect")
    assert (told["suite"], told["split"], told["cases"], told["case_file"]) == ("guidance", "all", 1, "ours.yaml")
    assert set(told) >= {"scores", "by", "worries", "cost", "errors", "seconds", "must_by_chance"}
    assert [case.id for case in read_record(path).cases] == ["late"]


def test_the_same_run_once_more_is_asked_anew_though_its_record_is_gone(perform: Any) -> None:
    perform().records[0].unlink()
    asked: list[str] = []
    assistant = made_up()
    answer = assistant.reply

    def reply(text: str, *more: object) -> Reply:
        asked.append(text)
        return answer(text, *more)  # type: ignore[arg-type]

    assistant.reply = reply  # type: ignore[method-assign,assignment]
    perform(assistant=assistant)
    assert asked == ["she keeps cancelling"]


def test_another_programme_card_is_another_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path))
    before = command._setup(made_up())
    CardFile(tmp_path / "programme.json").change({"country": "GB"})
    assert command._setup(made_up()).card != before.card


def test_people_are_told_what_to_worry_about_and_where_the_record_is(perform: Any) -> None:
    ran = perform()
    assert "Three things to worry about" in ran.out
    assert ran.out.rstrip().endswith(f"Record: {ran.records[0]}")


def test_a_case_that_breaks_the_assistant_ends_with_1_and_is_named(perform: Any) -> None:
    ran = perform("crash on this")
    assert (ran.code, ran.err, len(ran.records)) == (1, "1 case got no answer: late.\n", 2)


def test_an_assistant_that_cannot_answer_is_not_measured(perform: Any) -> None:
    missing = WeightsMissingError("The weights are missing. Run `alongside weights`.")
    ran = perform(assistant=help_only(missing))
    assert (ran.code, ran.out, ran.err, ran.records) == (2, "", f"{missing}\n", [])
