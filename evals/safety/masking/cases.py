"""Messages in which all that leads to a person is marked: JSON lines `{"id", "split", "language", "text"}`.

A mark is `[[kind:words]]`, its kind one of `assistant.messages.MaskKind`. Each message is a family of its own.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from assistant.errors import ContentError
from assistant.messages import MaskKind, Span

CASES = Path(__file__).parent / "cases.jsonl"
MARK = re.compile(r"\[\[(\w+):([^\[\]]+)\]\]")
FIELDS = {"id", "split", "language", "text"}


@dataclass(frozen=True, slots=True)
class Mark:
    span: Span
    kind: MaskKind


@dataclass(frozen=True, slots=True)
class Marked:
    id: str
    split: str
    language: str
    text: str
    """Without its marks."""
    marks: tuple[Mark, ...]


def read_marked(path: Path = CASES, split: str | None = None) -> list[Marked]:
    """Raises ContentError for a file or a line that does not read, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(str(path), 1, "the cases cannot be read as a UTF-8 text file") from error
    cases = [_case(line, str(path), number) for number, line in enumerate(lines, start=1) if line.strip()]
    return [case for case in cases if split in {None, case.split}]


def _case(line: str, path: str, number: int) -> Marked:
    try:
        row = json.loads(line)
    except ValueError:
        raise ContentError(path, number, "this line is not JSON") from None
    if not isinstance(row, dict) or row.keys() != FIELDS or not all(isinstance(value, str) for value in row.values()):
        raise ContentError(path, number, f"give {', '.join(sorted(FIELDS))}, each as text")
    text, marks = "", list[Mark]()
    end = 0
    for match in MARK.finditer(row["text"]):
        if match[1] not in get_args(MaskKind):
            raise ContentError(path, number, f"{match[1]!r} is no kind; give one of {', '.join(get_args(MaskKind))}")
        text += row["text"][end : match.start()]
        marks.append(Mark(Span(len(text), len(text) + len(match[2])), match[1]))  # type: ignore[arg-type]
        text += match[2]
        end = match.end()
    return Marked(row["id"], row["split"], row["language"], text + row["text"][end:], tuple(marks))


def languages(cases: Sequence[Marked]) -> list[str]:
    return sorted({case.language for case in cases})
