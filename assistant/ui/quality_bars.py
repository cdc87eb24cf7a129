"""Scores as pictures: a bar for the mean and a line for its range, with the figures beside it and a table behind.

HTML of our own: nothing is fetched, it follows light and dark, and a screen reader hears the words and figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.quality.comparison import Difference
from assistant.quality.lengths import Lengths
from assistant.quality.sentences import figure, worth
from assistant.quality.statistics import Estimate
from assistant.quality.wording import ONLY_LENGTH, told_length
from assistant.ui import listing, markup

BESIDE_LENGTH = "With length (-1 to 1)"
ROWS = 200  # of a table; the CSV has all
SMALLEST_SCALE = 0.05  # so that a hair's breadth is not drawn as a gulf


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    score: str
    value: Estimate
    address: str = ""
    """Where the answers behind it can be read."""
    length: Lengths | None = None
    """How it goes with the length of the answers; None where that is not told."""


def picture(bars: Sequence[Bar], about: str, most: int | None = None) -> str:
    """`most`: how many are drawn; the table has all."""
    if not bars:
        return ""
    drawn = "".join(_bar(bar) for bar in bars[:most])
    left = len(bars) - len(bars[:most])
    more = f'<p class="al-quiet">and {left} more, none of them lower: they are in the table.</p>' if left else ""
    label = markup.escaped(about)
    return f'<ul class="al-bars" aria-label="{label}">{drawn}</ul>{more}{_table(bars, about)}'


def _bar(bar: Bar) -> str:
    value = bar.value
    few = " al-few" if value.few else ""
    only = f"; measures {ONLY_LENGTH}" if bar.length and bar.length.is_all else ""
    return (
        f'<li class="al-bar{few}"><span>{_linked(bar)}</span> <strong>{figure(bar.score, value)}</strong> '
        f'<span class="al-track" aria-hidden="true"><i style="width:{100 * value.mean:.1f}%"></i>'
        f'<b style="left:{100 * value.low:.1f}%;width:{100 * (value.high - value.low):.1f}%"></b></span> '
        f"<small>{markup.escaped(worth(bar.score, value))}{only}</small></li>"
    )


def _linked(bar: Bar) -> str:
    name = markup.escaped(bar.name)
    return listing.go(bar.address, name) if bar.address else name


def _table(bars: Sequence[Bar], about: str) -> str:
    head = ("What", "Mean (0 to 1)", "95 % range", "Cases", "Kinds", *([BESIDE_LENGTH] if bars[0].length else []))
    written = table(about, head, map(_row, bars[:ROWS]))
    more = f'<p class="al-quiet">The CSV has all {len(bars):,} rows.</p>' if len(bars) > ROWS else ""
    return f'<details class="al-behind"><summary>The numbers as a table</summary>{written}{more}</details>'


def _row(bar: Bar) -> Sequence[str]:
    value = bar.value
    numbers = f"{value.mean:.3f}", f"{value.low:.3f} to {value.high:.3f}", f"{value.n:,}", f"{value.families:,}"
    return bar.name, *numbers, *([told_length(bar.length)] if bar.length else [])


def table(about: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Text in, HTML out; the first cell of a row names it."""
    heads = "".join(f'<th scope="col">{markup.escaped(words)}</th>' for words in head)
    body = "".join(
        f'<tr><th scope="row">{markup.escaped(row[0])}</th>'
        f"{''.join(f'<td>{markup.escaped(cell)}</td>' for cell in row[1:])}</tr>"
        for row in rows
    )
    label = markup.escaped(about)
    return (
        f'<div class="al-table" role="region" tabindex="0" aria-label="{label}"><table><caption class="al-unseen">'
        f"{label}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def changes(differences: Sequence[Difference], names: Sequence[str], verdicts: Sequence[str]) -> str:
    """Each change as a line about a middle that is no change: to the left is worse."""
    reach = max([SMALLEST_SCALE, *(max(abs(each.low), abs(each.high)) for each in differences)])
    return (
        '<ul class="al-bars" aria-label="How each score changed">'
        + "".join(_change(*each, reach) for each in zip(differences, names, verdicts, strict=True))
        + "</ul>"
    )


def _change(each: Difference, name: str, verdict: str, reach: float) -> str:
    def at(change: float) -> float:
        return 50 + 50 * change / reach

    told = (
        f"{100 * each.base:.0f} before, {100 * each.new:.0f} now; the change is likely {100 * each.low:+.0f} to "
        f"{100 * each.high:+.0f} in 100; {each.n:,} cases"
    )
    return (
        f'<li class="al-bar al-{each.verdict.partition(" ")[0]}"><span>{markup.escaped(name)}</span> '
        f'<strong>{markup.escaped(verdict)}</strong> <span class="al-track al-middle" aria-hidden="true">'
        f'<b style="left:{at(each.low):.1f}%;width:{at(each.high) - at(each.low):.1f}%"></b>'
        f'<u style="left:{at(each.difference):.1f}%"></u></span> <small>{told}</small></li>'
    )
