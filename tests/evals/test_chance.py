"""Points that any answer would make are found out."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.quality.records import CaseRecord, RunRecord, write_record
from evals.cases import Case
from evals.chance import Chance, by_chance, chances, main


def case(name: str, phrase: str, family: str | None = None) -> Case:
    values = {"family": family or name, "split": "dev", "why": "It has to be asked.", "turns": ["q"]}
    point = {"text": f"Says {phrase}", "any_of": [phrase]}
    return Case.model_validate({"id": name, **values, "guides": {"a/one": 2}, "must": [point]})


def answered(name: str, text: str) -> CaseRecord:
    long = f"{text} " + "and so on " * 20
    return CaseRecord(name, name, "dev", "why", {}, ("q",), long, None, "none", True, (), {}, {})


RECORD = RunRecord(
    date="2026-11-21",
    split="dev",
    responder="library",
    model=None,
    guides="x",
    versions={},
    seconds=1.0,
    cases=(answered("a", "ask about limits"), answered("b", "ask twice"), answered("c", "wait")),
)


def test_a_phrase_that_other_answers_say_is_loose() -> None:
    found = chances([case("a", "limits"), case("c", "ask")], RECORD)
    assert found == [Chance("c", "Says ask", 1.0), Chance("a", "Says limits", 0.0)]
    assert by_chance(found) == 0.5


def test_answers_of_the_same_family_are_left_out() -> None:
    assert chances([case("x", "limits", family="a")], RECORD)[0].rate == 0.0


def test_short_answers_are_left_out() -> None:
    short = replace(RECORD, cases=(replace(RECORD.cases[0], answer="limits"),))
    assert chances([case("c", "limits")], short)[0].rate == 0.0


def test_with_no_points_there_is_nothing_to_say() -> None:
    assert by_chance([]) is None


def test_the_command_prints_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(RECORD, tmp_path / "run.json")
    assert main([str(tmp_path / "run.json")]) == 0
    assert "points are loose; by chance" in capsys.readouterr().out


def test_a_missing_record_is_told_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_no_record_named_is_told_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: python -m evals.chance RECORD" in capsys.readouterr().err
