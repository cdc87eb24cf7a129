"""Where a text is between quotation marks, and where a row of quotations begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTED = re.compile(r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|「[^」]*(?:」|$)|\"[^\"]*(?:\"|$)")
_LINK = re.compile(r"\W*(?:or|and|nor|und|oder|ou|et|o|y|e)?\W*", re.IGNORECASE)
"""What parts the quotations of one row: 'avoid "a", "b" or "c"'."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Offsets of a text, its marks included."""

    start: int
    end: int
    series: int
    """Where the first quotation of its row starts."""


def quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation, in order; one that is never closed reaches to the end."""
    found: list[Quotation] = []
    for match in _QUOTED.finditer(text):
        goes_on = found and _LINK.fullmatch(text, found[-1].end, match.start())
        found.append(Quotation(match.start(), match.end(), found[-1].series if goes_on else match.start()))
    return tuple(found)


def quotation_around(place: int, found: Sequence[Quotation]) -> Quotation | None:
    return next((each for each in found if each.start <= place < each.end), None)
