"""Characters that nobody sees, and those that turn the text around them. Plain tables: one home for all that read or
show text.

Written as the insides of a character class, so that each reader can make the pattern it needs.
"""

import re

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
"""Everything that steers a terminal or a printer."""

RARE_LINE_ENDS = r"\u2028\u2029"

TURNING = r"\u202a-\u202e\u2066-\u2069"
"""They turn the direction of what follows, so that words are not read in the order they have."""

SHAPING = r"\u00ad\u061c\u200c-\u200f\ufe00-\ufe0f"
"""Writing needs them: joiners of Persian and Hindi and of emoji, marks of direction, soft hyphens."""

HIDING = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Nothing that is read needs them; they hide text in text. With the two above, what Unicode calls ignorable."""

MARKS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ua66f-\ua67d\ufe20-\ufe2f"
"""Accents, circles and strokes laid over the letter before them."""

UNSEEN = TURNING + SHAPING + HIDING

_MISLEADING = re.compile(f"[{TURNING}{HIDING}]")
_CONTROLS = re.compile(f"[{CONTROLS}{RARE_LINE_ENDS}]")
_SEEN = re.compile(rf"[^\s{UNSEEN}{CONTROLS}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_PILE = re.compile(f"([{MARKS}]{{3}})[{MARKS}]+")  # no writing lays more than three on one letter


def clean(text: str) -> str:
    """What may be shown of any text: no controls, no lone surrogates, nothing that hides, turns or covers words."""
    return _PILE.sub(r"\1", _MISLEADING.sub("", _CONTROLS.sub(" ", _SURROGATES.sub("\ufffd", text))))


def is_blank(text: str) -> bool:
    """Is there nothing in it that anybody could see?"""
    return not _SEEN.search(text)
