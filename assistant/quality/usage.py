"""The counts of use as CSV: what is under the smallest number that may be told is called that, zero or not."""

import csv
import io
from collections.abc import Iterable, Sequence

HEAD = ("what", "group", "month", "number")
FEW = "fewer than five"

Row = tuple[str, str, str, int | None]
"""What is counted, of which group, in which month if of one, and how many; None: fewer than five."""


def to_csv(rows: Iterable[Row]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(map(_cells, rows))
    return written.getvalue()


def _cells(row: Row) -> Sequence[object]:
    what, group, month, number = row
    return what, group, month, FEW if number is None else number
