"""What was measured and what was aimed at. Plain data and arithmetic: nothing is measured here."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    """In words and figures, with units."""
    n: int
    """How many times it was measured."""
    spread: str
    """The middle half of the measurements."""
    aim: str = "reported"
    met: bool | None = None
    """None: nothing is aimed at, or it could not be measured."""

    @property
    def verdict(self) -> str:
        return {True: "met", False: "MISSED", None: ""}[self.met]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, between the two nearest measurements."""
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=20, method="inclusive")[-1]


def middle_half(values: Sequence[float], digits: int = 1, unit: str = "") -> str:
    """The first and third quartile, in words."""
    if len(values) < 2:
        return "one measurement"
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{low:.{digits}f} to {high:.{digits}f}{unit}"


def ratios(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Of measurements taken in turn, so that what slowed one of a pair slowed the other."""
    return [first / second for first, second in zip(one, other, strict=True)]


def typical(measured: Sequence[Sequence[float]]) -> list[float]:
    """The median of each question's repetitions."""
    return [median(repetitions) for repetitions in measured]


def table(rows: Sequence[Row]) -> str:
    """Markdown that also reads well in a terminal."""
    cells = [("what", "measured", "aim", "", "n", "middle half")]
    cells += [(row.what, row.measured, row.aim, row.verdict, str(row.n), row.spread) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    written = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
               for line in cells]  # fmt: skip
    written.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(written)
