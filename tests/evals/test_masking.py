"""Masking is measured on marked messages."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.messages import Span
from evals.safety.masking.__main__ import Result, figures, main
from evals.safety.masking.cases import Mark, Marked, read_marked

TEXT = "my mentee Priya told Tom so"
CASE = Marked("one", "dev", "en", TEXT, (Mark(Span(10, 15), "name"), Mark(Span(21, 24), "name")))


def test_marks_are_read_and_taken_out_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(
        '{"id": "one", "split": "dev", "language": "en", "text": "my mentee [[name:Priya]] told [[name:Tom]] so"}'
    )
    assert read_marked(file) == [CASE]


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"id": "a"}', '{"id": "a", "split": "dev", "language": "en", "text": "[[nose:x]]"}']
)
def test_a_line_that_does_not_read_is_named(tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(f"\n{line}\n")
    with pytest.raises(ContentError, match=":2: "):
        read_marked(file)
    assert main(["--cases", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_role_before_a_name_is_not_counted_as_masked_wrongly() -> None:
    told = figures([Result(CASE, (Span(0, 15), Span(16, 20)))])
    assert (told["found, of names"].mean, told["found, of names"].n) == (0.5, 2)
    assert (told["ordinary words masked wrongly"].mean, told["ordinary words masked wrongly"].n) == (0.25, 4)


def test_the_test_split_shows_no_single_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--split", "test", "--wrong"]) == 2
    assert "shows no single case" in capsys.readouterr().err


def test_our_own_messages_are_masked_about_as_well_as_we_say(capsys: pytest.CaptureFixture[str]) -> None:
    cases = read_marked()
    assert {case.split for case in cases} == {"dev", "test"}
    assert len(cases) == len({case.id for case in cases}) == 148
    assert main(["--split", "dev"]) == 0
    assert "| found, of all that is marked | 57 | 1.000 |" in capsys.readouterr().out
