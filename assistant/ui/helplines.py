"""Helplines on the screen: which countries have known ones, and which words of the fixed blocks can be pressed."""

import re
from collections.abc import Sequence

from assistant.safety.helplines import Helplines

COUNTRIES = {
    "AU": "Australia",
    "CA": "Canada",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IN": "India",
    "NZ": "New Zealand",
    "US": "United States",
}
DIGITS = re.compile(r"\+?\d[\d ()-]*\d")


def contacts(helplines: Helplines) -> Sequence[tuple[str, str]]:
    """Numbers and the finder, each with the address that pressing it opens."""
    numbers = {number for line in helplines.lines if line.phone for number in DIGITS.findall(line.phone)}
    calls = [(number, "tel:" + re.sub(r"[^\d+]", "", number)) for number in sorted(numbers)]
    return [*calls, (helplines.finder, f"https://{helplines.finder}")]


def countries(helplines: Helplines) -> dict[str, str]:
    """Countries with known helplines, by code."""
    codes = {line.country for line in helplines.lines}
    return {code: COUNTRIES.get(code, code) for code in sorted(codes, key=lambda code: COUNTRIES.get(code, code))}
