"""Other people's rows: read one at a time, refused with the number of the line, told with what was not scored."""

import io
import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.quality.lengths import Lengths
from evals.scorers.__main__ import Tally, main, scored_rows, write_json, write_table
from evals.scorers.rows import Row, Scored, Unscored, check_rows, read_rows

GOOD = {"id": "a", "text": "one two", "context": ["first", {"speaker": "x", "text": "second"}], "label": "theirs"}


def by_length(row: Row) -> Scored | Unscored:
    words = len(row.said.split())
    return Scored(row.id, words / 20, "long" if words > 9 else "short") if words else Unscored(row.id, "no text")


def written(path: Path, *lines: object) -> Path:
    path.write_bytes(b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines))
    return path


def test_a_row_may_have_turns_passages_and_keys_of_its_own(tmp_path: Path) -> None:
    given = GOOD | {"passages": [{"id": "p", "text": "held"}, "too"], "reply": None}
    [row] = read_rows(written(tmp_path / "rows.jsonl", given))
    assert row == Row(id="a", text="one two", context=("first", "second"), passages=("held", "too"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "rows.jsonl:3: the line is not one JSON object."),
        (b"\xff\xfe", "rows.jsonl:3: the line is not UTF-8 text."),
        ({"text": "no id"}, "rows.jsonl:3: id: Field required."),
        ({"id": "x", "text": 5}, "rows.jsonl:3: text: Input should be a valid string."),
        ({"id": "x", "passages": [{"id": "p"}]}, "rows.jsonl:3: passages.0: Input should be a valid string."),
        ([1], "rows.jsonl:3: the line: Input should be"),
        ({"id": "x", "text": "w" * 1_000_001}, "rows.jsonl:3: the line has 1,000,0"),
    ],
)
def test_a_bad_line_is_named_before_anything_is_scored(
    tmp_path: Path, line: object, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "rows.jsonl", GOOD, b"", line)
    with pytest.raises(InputError) as caught:
        check_rows(path)
    assert str(caught.value).startswith(message)
    assert main(["questions", "--in", str(path), "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["questions", "--in", str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.jsonl'} cannot be read (No such file or directory).\n"


def test_rows_are_written_as_they_come_and_what_is_unscored_is_counted_apart() -> None:
    rows = [Row(id=n, text="w " * n) for n in range(21)]
    out, tally = io.StringIO(), Tally()
    write_json("length", scored_rows(by_length, iter(rows), tally), tally, out)
    told = json.loads(out.getvalue())
    assert told["rows"][:2] == [{"id": 0, "unscored": "no text"}, {"id": 1, "score": 0.05, "label": "short"}]
    assert {key: told[key] for key in ("scorer", "n", "unscored", "labels")} == {
        "scorer": "length", "n": 20, "unscored": 1, "labels": {"short": 9, "long": 11},
    }  # fmt: skip
    assert told["length"] == {"correlation": pytest.approx(0.96, abs=0.02), "only_length": True}


def test_a_scorer_that_measures_length_alone_is_called_out() -> None:
    out, tally = io.StringIO(), Tally()
    write_table("length", scored_rows(by_length, (Row(id=n, text="w " * n) for n in range(21)), tally), tally, out)
    assert "length: 20 rows scored, 1 not; mean 0.525\n" in out.getvalue()
    assert "It measures little else than length here\n" in out.getvalue()


def test_scores_that_have_nothing_to_do_with_length_are_not_called_out() -> None:
    lengths = Lengths()
    for words in range(1, 101):
        lengths.add(words, float(words % 2))
    assert lengths.as_dict() == {"correlation": pytest.approx(0, abs=0.1), "only_length": False}


def test_few_rows_tell_nothing_of_length() -> None:
    lengths = Lengths()
    lengths.add(1, 0.0)
    lengths.add(9, 1.0)
    assert lengths.correlation is None
