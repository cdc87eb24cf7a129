"""Numbers and addresses that lead to a person: telephones, e-mails, streets, id numbers, birthdays. By pattern only.

Best effort. Left alone are helplines and other free numbers, years, ages, times, marks and other dates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from assistant.messages import MaskKind
from assistant.safety.addresses import POSTCODES, SCHOOL, SCHOOLS, STREETS, is_named, without_generic
from assistant.safety.helplines import load_helplines

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|déc|jän|mär|okt"
    r"|dez|ene|abr|ago|dic|fev|març|maio|set|out)[^\W\d_]*\.?"
)
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}[日号]"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:de\s+)?\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?)(?!\d)"
)
_BORN = (
    r"(?:\bd\.?o\.?b\b|\bdate of birth|\bborn\b|\bbirth(?:day|date)\b|\bgeboren\b|\bgeburts\w+|\bn[ée]e? le\b"
    r"|\bnaissance\b|\bnac(?:í|i|ió|io|ido|ida)\b|\bnacimiento\b|\bnasc\w+|जन्म\S*|出生|生日|ولد\S*|ميلاد\S*)"
)
_IDENTITY = (
    r"(?:student|pupil|case|passport|identity|account|membership|employee|staff|licen[cs]e|nhs|ssn|social security"
    r"|national insurance|reference|ref|candidate|matrikel\w*|ausweis\w*|dni|nie|cpf|aadhaar|pasaporte|passeport"
    r"|reisepass|passaporte|id)"
)
_EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
_SPOKEN_EMAIL = r"(?<!\S)[\w.+-]{2,64}\s\W?at\W?\s[\w-]{2,63}\s\W?dot\W?\s[a-z]{2,10}(?:\s\W?dot\W?\s[a-z]{2,4})?\b"
_DOMAIN = r"\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|org|net|me|io|co|uk|ie|de|fr|es|br|in|cn)/"
_NUMBERED = rf"\b{_IDENTITY}\b(?:\s+(?:number|no|nr|num|card|code|id))?\.?[^.!?\n\d]{{0,12}}?(?<![^\W_])"

_PATTERNS: tuple[tuple[MaskKind, re.Pattern[str]], ...] = (
    ("email", re.compile(_EMAIL)),
    ("email", re.compile(_SPOKEN_EMAIL, re.IGNORECASE)),
    ("web", re.compile(rf"(?i)(?:https?://|\bwww\.|{_DOMAIN})[^\s<>\[\]\"”]{{1,300}}")),
    ("user_name", re.compile(r"(?<![\w@/.])@[A-Za-z_][\w.]{1,29}\w")),
    ("birth", re.compile(rf"(?i){_BORN}[^.!?\n\d]{{0,20}}?(?P<it>{_DATE})")),
    ("id", re.compile(r"(?i)\b[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D]\b")),  # national insurance
    ("id", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),  # social security
    ("id", re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b(?=\W|$)")),  # bank accounts
    ("id", re.compile(r"\b[A-Z]{1,3}-?\d{6,12}\b")),  # passports
    ("id", re.compile(rf"(?i){_NUMBERED}(?P<it>(?:[a-z]{{1,4}}-?)?\d[\da-z-]{{3,20}})\b")),
    *(("address", street) for street in STREETS),
    *(("postcode", code) for code in POSTCODES),
    *(("place", school) for school in SCHOOLS),
)
"""What a group `it` holds is taken out; without one, all that matches. Earlier patterns go first."""

_SIGNS: dict[MaskKind, re.Pattern[str]] = {
    "email": re.compile(r"(?i)@|\bdot\b"),
    "web": re.compile("/|www"),
    "user_name": re.compile("@"),
    "place": re.compile(SCHOOL),
    "birth": re.compile(r"\d"),
    "id": re.compile(r"\d"),
    "postcode": re.compile(r"\d"),
    "address": re.compile(r"\d|Street|Road|Avenue|Lane|Close|Crescent|Terrace|Drive"),
}
"""Without these a text has none of the kind: most have none at all, and conversations are read anew with each turn."""

_DIGITS = re.compile(r"\+?\(?\d(?:[ \t().*/‐-―-]{0,3}\d)+")
_WHOLE_DATE = re.compile(rf"(?i){_DATE}(?:\s*[-–]\s*{_DATE})?")
_TIMES = re.compile(r"\d{1,2}[.]\d{2}\s*[-–]\s*\d{1,2}[.]\d{2}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D{0,3})+")
_COMPACT_DATE = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d")
_FREE = re.compile(r"(?:00?44|44|0)?(?:80[08]\d|116\d{3}$)|0?800|1?8(?:00|33|44|55|66|77|88)\d{7}$")
"""Free numbers are services: they ring at nobody's home."""
_MONEY_BEFORE = re.compile(r"[£$€₹¥]\s?$")
_RINGING = re.compile(
    r"(?i)(?:call|ring|dial|phone|text|tel|mobile|whatsapp|number|reach|sms|handy|nummer|móvil|portable|celular)"
    r"\W.{0,24}$"
)
_IDENTIFYING = re.compile(rf"(?i)\b{_IDENTITY}\b.{{0,24}}$")
_TRAILING = ".,;:!?)'’]"


@dataclass(frozen=True, slots=True)
class Found:
    """Something to take out: `text[start:end]`."""

    start: int
    end: int
    kind: MaskKind


def find_identifiers(text: str) -> list[Found]:
    """In order, without overlaps; where patterns overlap, the earlier in the table goes first."""
    taken: list[Found] = []
    for found in chain(_by_pattern(text), _numbers(text)):
        if all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _by_pattern(text: str) -> Iterator[Found]:
    kinds = {kind for kind, sign in _SIGNS.items() if sign.search(text)}
    for kind, pattern in (each for each in _PATTERNS if each[0] in kinds):
        for match in pattern.finditer(text):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            if kind == "web":
                end = start + len(text[start:end].rstrip(_TRAILING))
            if kind == "place":
                start = without_generic(text[start:end], start)
            check = _CHECKS.get(kind)
            if check is None or check(text[start:end]):
                yield Found(start, end, kind)


def _numbers(text: str) -> Iterator[Found]:
    for match in _DIGITS.finditer(text):
        kind = _number_kind(match[0], text[max(match.start() - 40, 0) : match.start()])
        if kind:
            yield Found(match.start(), match.end(), kind)


def _number_kind(number: str, before: str) -> MaskKind | None:
    digits = _plain_digits(number)
    if not 7 <= len(digits) <= 24 or _is_ordinary(number, digits, before):
        return None
    if len(digits) > 15 or _IDENTIFYING.search(before):
        return "id"
    dialled = number[0] in "+(0" or _RINGING.search(before) is not None
    return "phone" if dialled or (len(digits) < 13 and not number.isdigit()) else "id"


def _is_ordinary(number: str, digits: str, before: str) -> bool:
    """Dates, times, years, money, counting, and the numbers of services."""
    if any(shape.fullmatch(number) for shape in (_WHOLE_DATE, _TIMES, _YEARS, _COMPACT_DATE)):
        return True
    groups = re.findall(r"\d+", number)
    counting = max(map(len, groups)) <= 2 and number[0] not in "+(0"
    return counting or bool(_MONEY_BEFORE.search(before)) or is_service(digits)


def is_service(digits: str) -> bool:
    """Whether a number, digits alone, is a helpline of ours or free to call."""
    return bool(_FREE.match(digits)) or any(digits.endswith(known) for known in _helplines())


@lru_cache(maxsize=1)
def _helplines() -> frozenset[str]:
    ways = chain.from_iterable((line.phone, line.text) for line in load_helplines().lines)
    numbers = chain.from_iterable(_DIGITS.findall(way) for way in ways if way)
    return frozenset(digits.lstrip("0") for digits in map(_plain_digits, numbers) if len(digits) >= 7)


def _plain_digits(number: str) -> str:
    return "".join(str(int(sign)) for sign in number if sign.isdigit() and sign.isdecimal())


def _personal_page(address: str) -> bool:
    """Whether it leads further than to somebody's front page."""
    rest = re.sub(r"(?i)^https?://", "", address)
    return len(rest.partition("/")[2]) > 1 or "?" in rest or "@" in rest


def _holds_number(word: str) -> bool:
    """At least four digits, and no year."""
    digits = re.sub(r"\D", "", word)
    return len(digits) >= 4 and not re.fullmatch(r"(?:19|20)\d\d(?:-\d\d(?:\d\d)?)?", word)


_CHECKS: dict[MaskKind, Callable[[str], bool]] = {
    "web": _personal_page,
    "place": is_named,
    "id": _holds_number,
}
