"""Where help is, by country: what knowledge/helplines.yaml says. Only numbers that somebody read on a named page."""

import datetime
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import ContentError
from assistant.safety.yamlfile import line_of, read_form, read_text
from assistant.settings import content_folder

Need = Literal["emergency", "crisis", "text", "child", "abuse"]
RETIRED = frozenset({"18002738255", "1800273talk", "08457909090"})
"""Numbers that no longer reach help, or should no longer be given."""
LEFT_OUT = "(a number that no longer reaches help is left out here)"
_GAP = r"[\s().,/_–—-]*"  # whatever people put between digits
_RETIRED_SPELT = re.compile(
    r"(?<![0-9])(?:\+?\d{1,4}" + _GAP + ")?"
    "(?:" + "|".join(_GAP.join(number.lstrip("01")) for number in sorted(RETIRED)) + ")(?![0-9a-z])",
    re.I,
)


class Helpline(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    country: str = Field(pattern="^[A-Z]{2}$")
    need: Need
    name: str
    phone: str | None
    text: str | None
    """What to text and where: "SHOUT to 85258"."""
    hours: str | None
    title: str
    """The page the number was read on."""
    url: str
    checked: datetime.date


class Helplines(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    finder: str
    """A directory of helplines by country, for everyone else."""
    lines: tuple[Helpline, ...]

    def find(self, country: str | None, need: Need) -> Helpline | None:
        return next((line for line in self.lines if line.country == country and line.need == need), None)

    def words(self, country: str | None, need: Need) -> str | None:
        """Name and number as they stand in a sentence, or None when no line is known."""
        line = self.find(country, need)
        if not line:
            return None
        if need == "emergency":
            return line.phone
        spoken = f"{line.name} on {line.phone}" if line.phone else line.name
        if not line.text:
            return spoken
        return f"{spoken} ({'or ' if line.phone else ''}text {line.text})"


def retired_number(text: str) -> str | None:
    """The first retired number of a text as it is spelt there, with or without its country or trunk prefix."""
    match = _RETIRED_SPELT.search(text)
    return match[0] if match else None


def without_retired(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its retired numbers, said so in their places, and the numbers as they were spelt."""
    return _RETIRED_SPELT.sub(LEFT_OUT, text), tuple(match[0] for match in _RETIRED_SPELT.finditer(text))


@lru_cache(maxsize=8)
def load_helplines(knowledge: Path | None = None) -> Helplines:
    """Raises ContentError when the file does not read, or names a line without a number or a retired one."""
    path = (knowledge or content_folder() / "knowledge") / "helplines.yaml"
    helplines = read_form(path, Helplines)
    for at, line in enumerate(helplines.lines):
        if problem := _problem(line):
            raise ContentError(str(path), line_of(read_text(path), ("lines", at)), problem)
    return helplines


def _problem(line: Helpline) -> str | None:
    digits = {way.lower().replace(" ", "").replace("-", "") for way in (line.phone, line.text) if way}
    if not digits:
        return f"{line.name} has neither a phone nor a text number"
    return f"{line.name} gives a retired number" if digits & RETIRED else None
