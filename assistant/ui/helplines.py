"""Helplines on the screen: which countries have known ones, and which words of the fixed blocks can be pressed."""

import re
from collections.abc import Sequence

from assistant.safety.card import ProgrammeCard
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
SHORTEST = len("tel:112")  # room 12 is no number to call
DIGITS = re.compile(r"\+?\d[\d ()-]*\d")


def contacts(helplines: Helplines) -> Sequence[tuple[str, str]]:
    """Numbers and the finder, each with the address that pressing it opens."""
    numbers = {number for line in helplines.lines if line.phone for number in DIGITS.findall(line.phone)}
    calls = [(number, _dialled(number)) for number in sorted(numbers)]
    return [*calls, (helplines.finder, f"https://{helplines.finder}")]


def own_contacts(card: ProgrammeCard) -> Sequence[tuple[str, str]]:
    """Numbers that a programme gives, each with the address that pressing it opens."""
    said = (card.safeguarding_lead, card.coordinator, card.independent_route, card.out_of_hours, card.emergency_number,
            card.counselling, card.hardship, card.disability, card.study_skills, card.hr)  # fmt: skip
    numbers = {number for text in said if text for number in DIGITS.findall(text)}
    return [(number, _dialled(number)) for number in sorted(numbers) if len(_dialled(number)) >= SHORTEST]


def _dialled(number: str) -> str:
    return "tel:" + re.sub(r"[^\d+]", "", number)


def countries(helplines: Helplines) -> dict[str, str]:
    """Countries with known helplines, by code."""
    codes = {line.country for line in helplines.lines}
    return {code: COUNTRIES.get(code, code) for code in sorted(codes, key=lambda code: COUNTRIES.get(code, code))}
