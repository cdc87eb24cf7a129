"""How a message names a guide: by its title in quotes, as the page writes it, or by its place among those offered."""

import re
from collections.abc import Sequence

from assistant.messages import Turn

CHOICE = "It\u2019s more about \u201c{title}\u201d"
_NAMES = re.compile(
    r"^\W*(?:it(?:['\u2019]s| is) (?:more )?)?about\s+[\u201c\"]([^\u201d\"\n]+)[\u201d\"]", re.IGNORECASE
)


def named(text: str) -> str | None:
    """The title that a message asks for; whether there is such a guide is not known here."""
    found = _NAMES.match(text)
    return found[1] if found else None


OFFERED = 3  # of which the right one is one for eight in ten messages (evals/retrieval/NOTES.md)
_PICKS = re.compile(
    r"^\W*(?:yes[,. ]+|i think |it's |its |probably |maybe )?(?:the |number |no\.? ?)?"
    r"(?:(?P<one>first|1st|1|one)|(?P<two>second|2nd|2|two)|(?P<three>third|3rd|last|3|three))"
    r"(?: (?:one|guide|of them))?\W*$",
    re.IGNORECASE,
)
"""An answer to "which of these?", by place."""


def picked(text: str, history: Sequence[Turn]) -> str | None:
    """The guide that a message picks by its place among those the last answer offered, if it offered several."""
    found = _PICKS.match(text.replace("\u2019", "'"))
    if found is None:
        return None
    last = next((turn for turn in reversed(history) if turn.speaker == "assistant"), None)
    cited = [citation.guide for citation in last.citations if citation.source == "guide"] if last else []
    offered = list(dict.fromkeys(cited))
    place = ("one", "two", "three").index(str(found.lastgroup))
    return offered[place] if len(offered) == OFFERED else None
