"""The one place where placeholders are filled from the programme card: in guides and in fixed words alike."""

import re

from assistant.safety.card import ProgrammeCard
from assistant.safety.helplines import Helplines, load_helplines

PLACEHOLDERS = (
    "emergency number",
    "crisis line",
    "crisis text",
    "child line",
    "young line",
    "abuse line",
    "safeguarding lead",
    "someone safe",
    "independent route",
    "coordinator",
    "hardship fund",
    "disability service",
    "study skills service",
    "HR",
    "out of hours",
    "time limit",
    "counselling",
    "contact rules",
    "channels",
    "places",
)
"""What may stand in braces in a guide or in fixed words. The last six are clauses of their own: nothing when open."""

_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_STARTS_A_SENTENCE = re.compile(r"""(?:^|[.!?…]["'”’)*_]*\s|\n)\s*(?:[-*>]\s+|\d+[.)]\s+)?["'“‘(*_]*$""")


def fill(text: str, card: ProgrammeCard, country: str | None) -> str:
    """Put the programme's and the country's contacts into a text; people without them get words that help as well.

    The person's own country goes before the programme's. Filled in one pass: nothing that a card says is filled again.
    """
    if "{" not in text:
        return text
    known = _known(card, country or card.country, load_helplines())

    def one(match: re.Match[str]) -> str:
        words = known[match[1]]
        return words[:1].upper() + words[1:] if _STARTS_A_SENTENCE.search(text[: match.start()]) else words

    return _PLACEHOLDER.sub(one, text)


def _known(card: ProgrammeCard, country: str | None, lines: Helplines) -> dict[str, str]:
    coordinator = card.coordinator or "whoever runs your programme"
    own = card.emergency_number if country == card.country else None  # a campus's own is nobody's in another country
    by_country = f"({lines.finder} lists them by country)"
    return {
        "emergency number": own or lines.words(country, "emergency") or "your local emergency number",
        "crisis line": lines.words(country, "crisis") or f"a crisis line near you {by_country}",
        "crisis text": lines.words(country, "text") or f"a text or chat line near you {by_country}",
        "child line": lines.words(country, "child") or f"a helpline for young people near you {by_country}",
        "young line": _young_line(country, lines) or f"a helpline for young people near you {by_country}",
        "abuse line": lines.words(country, "abuse") or f"a helpline near you {by_country}",
        "safeguarding lead": card.safeguarding_lead or "whoever looks after safeguarding in your programme",
        "someone safe": _someone_safe(card),
        "coordinator": coordinator,
        "independent route": card.independent_route or "whoever stands above them, or the board",
        "hardship fund": card.hardship or "a hardship fund",
        "disability service": card.disability or coordinator,
        "study skills service": card.study_skills or coordinator,
        "HR": card.hr or "HR",
        **_clauses(card),
    }


def _someone_safe(card: ProgrammeCard) -> str:
    """For people in distress themselves, to whom "safeguarding" says nothing."""
    lead = card.safeguarding_lead
    return f"{lead}, or another safe adult" if lead else "a safe adult, or whoever runs your programme"


def _clauses(card: ProgrammeCard) -> dict[str, str]:
    """Written close to the word before them, so that nothing is left where they have nothing to say."""
    agreed = {"contact rules": card.contact_rules, "channels": card.channels, "places": card.places}
    return {
        "out of hours": f" (at night and at weekends: {card.out_of_hours})" if card.out_of_hours else "",
        "time limit": f" Your programme's limit: {card.report_within}." if card.report_within else "",
        "counselling": f" Here there is also {card.counselling}." if card.counselling else "",
        **{name: f" (agreed here: {said})" if said else "" for name, said in agreed.items()},
    }


def _young_line(country: str | None, lines: Helplines) -> str | None:
    """The children's line for any trouble; where the only one is for abuse, somebody near by."""
    line = lines.find(country, "child")
    if line and "abuse" in line.name.lower():
        return "a school nurse or counsellor"
    return lines.words(country, "child")
