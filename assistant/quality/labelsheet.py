"""Labels as CSV, out and in. A sheet with one wrong line adds nothing, and every wrong line is named."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from assistant.quality.csv_cells import as_text, as_written
from assistant.quality.labelrow import COLUMNS, label_of, row_of
from assistant.quality.labels import Label, LabelError, Rater

MAX_BYTES = 5_000_000  # about 30,000 labels


@dataclass(frozen=True, slots=True)
class Sheet:
    labels: tuple[Label, ...]
    problems: tuple[str, ...]
    """Which line is wrong, why, and what may stand there. With any, the labels are not to be used."""


class Lines(Protocol):
    """What the csv module reads lines with."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def to_csv(labels: Iterable[Label]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: as_text(text) for name, text in row_of(label).items()} for label in labels)
    return written.getvalue()


def from_csv(data: bytes) -> Sheet:
    """Read a sheet as Alongside or a spreadsheet program writes it: UTF-8, commas or semicolons.

    Raises LabelError for what is no such sheet at all.
    """
    if len(data) > MAX_BYTES:
        raise LabelError(f"The sheet is larger than {MAX_BYTES // 1_000_000} MB. Import it in parts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LabelError("The sheet is not UTF-8 text. Save it as “CSV UTF-8” and import it again.") from None
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    return _read(lines, _header(lines))


def _header(lines: Lines) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(lines, [])]
    except csv.Error:
        header = []
    missing = [name for name in COLUMNS if header.count(name) != 1]
    if missing:
        raise LabelError(
            f"Line 1 must name each of these columns once: {', '.join(COLUMNS)}. Wrong: {', '.join(missing)}."
        )
    return header


def _read(lines: Lines, header: list[str]) -> Sheet:
    labels: list[Label] = []
    problems: list[str] = []
    seen: dict[tuple[str, Rater, str], int] = {}
    for number, cells in _cells(lines, problems):
        try:
            label = _label(cells, header, seen)
        except LabelError as error:
            problems.append(f"Line {number}: {error}.")
        else:
            seen[label.key] = number
            labels.append(label)
    if not labels and not problems:
        problems.append("There is no label below the first line.")
    return Sheet(tuple(labels), tuple(problems))


def _label(cells: list[str], header: list[str], seen: Mapping[tuple[str, Rater, str], int]) -> Label:
    """The label of one line, if its rater has not rated that answer in a line before."""
    if len(cells) != len(header):
        raise LabelError(f"it has {len(cells)} cells, the first line {len(header)}")
    label = label_of(dict(zip(header, map(as_written, cells), strict=True)))
    if label.key in seen:
        raise LabelError(f"the same rater has rated the same answer in line {seen[label.key]}")
    return label


def _cells(lines: Lines, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with the number it begins at."""
    while True:
        number = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            problems.append(f"Line {number}: it cannot be read as CSV.")
            return
        if any(cell.strip() for cell in cells):
            yield number, cells
