"""Batches on the command line, where a file could be lost."""

import os
from pathlib import Path

import pytest

from assistant.commands.terminal import print_reply, read_lines, write_lines
from assistant.errors import InputError
from assistant.messages import Piece, Signposting
from tests.stand_ins import Parts


def test_a_file_may_be_read_and_written_at_once(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("one\ntwo\n", encoding="utf-8")
    lines = read_lines(str(cases))
    write_lines(str(cases), ({"line": line} for line in lines if line))
    assert cases.read_text("utf-8") == '{"line": "one"}\n{"line": "two"}\n'


def test_what_was_written_before_a_fault_stays(tmp_path: Path) -> None:
    def records() -> object:
        yield {"id": 1}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(str(tmp_path / "out"), records())  # type: ignore[arg-type]
    assert (tmp_path / "out").read_text("utf-8") == '{"id": 1}\n'


def test_answers_are_written_for_their_owner_only(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_lines(str(tmp_path / "out"), [])
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_only_a_line_break_ends_a_line(tmp_path: Path) -> None:
    (tmp_path / "cases").write_text("one\u2028still one\x0cstill\ntwo", encoding="utf-8")
    assert list(read_lines(str(tmp_path / "cases"))) == ["one\u2028still one\x0cstill", "two"]


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\)\.$"):
        read_lines(str(tmp_path))


def test_no_text_of_a_guide_or_a_model_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    parts = Parts(help=None, pieces=[Piece("Ask \x1b[2J\x9b\u202enow.\n")])
    print_reply(parts.assistant().stream("she keeps cancelling"))
    parts = Parts(help=Signposting("x", "Ring \x1b]0;now\x07."))
    print_reply(parts.assistant().stream("she keeps cancelling"))
    assert not set(capsys.readouterr().out) & {"\x1b", "\x07", "\x9b", "\u202e"}
