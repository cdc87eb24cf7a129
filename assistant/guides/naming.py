"""How a message names a guide: by its title in quotes, as the page writes it when one is chosen."""

import re

CHOICE = "It\u2019s more about \u201c{title}\u201d"
_NAMES = re.compile(
    r"^\W*(?:it(?:['\u2019]s| is) (?:more )?)?about\s+[\u201c\"]([^\u201d\"\n]+)[\u201d\"]", re.IGNORECASE
)


def named(text: str) -> str | None:
    """The title that a message asks for; whether there is such a guide is not known here."""
    found = _NAMES.match(text)
    return found[1] if found else None
