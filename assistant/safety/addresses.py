"""Streets, postcodes and named schools, in the forms of several countries. Patterns only: see `identifiers`."""

import re

from assistant.safety.spelling import vocabulary

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_STREETS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Way|Court|Ct|Crescent|Place|Terrace|Gardens|Square|Hill|Grove"
    "|Boulevard|Blvd|Row|Mews|Walk"
)
_SMALL_STREETS = "street|road|avenue|lane|close|crescent|terrace"
_NO_STREET = (
    r"(?:min\w*|h(?:ou)?rs?|miles?|km|metres?|meters?|blocks?|weeks?|days?|years?|months?|people|more|of|the|in|on|to|a"
    r"|down|along)\b"
)
"""After a number these begin a distance or a time: "5 minutes down the road"."""
_LIVING = r"\b(?:live|lives|lived|living|house|home|flat|stays?|moved)\b[^.!?\n]{0,15}?\b(?:on|in|at)\s+"
_FLAT = r"(?i:flat|apt\.?|apartment|unit|room)\s*\d+[a-zA-Z]?,?\s+"
SCHOOL = "Academy|School|College|University|Primary|Secondary|Hospital|Grammar|Nursery|Church|Mosque|Gymnasium"
_RUE = r"(?:rue|avenue|boulevard|bd|place|chemin|impasse|allée|quai|route)"
_CALLE = r"(?:\b(?:calle|avenida|plaza|paseo|rua|travessa|praça|alameda)|\bc/)"
_DE = r"(?:de|del|la|las|los|el|da|das|do|dos)\s+"
_ZIP = r"(?:zip(?: code)?|postcode|postal code|plz|code postal|código postal|cep)"

STREETS = [
    re.compile(rf"(?:{_FLAT})?\b\d{{1,5}}[a-zA-Z]?,?\s+(?:{_CAPITAL}\s+){{1,3}}(?:{_STREETS})\b"),
    re.compile(
        rf"(?i)\b\d{{1,5}}[a-z]?\s+(?!{_NO_STREET})[a-z'’-]+\s+(?:(?!{_NO_STREET})[a-z'’-]+\s+)?(?:{_SMALL_STREETS})\b"
    ),
    re.compile(rf"(?i:{_LIVING})(?P<it>(?:{_CAPITAL}\s+){{1,2}}(?:{_SMALL_STREETS.title()}|Drive))\b"),
    re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{2,40}(?:straße|strasse|str\.|weg|allee|platz|gasse|damm|ufer)\s+\d{1,4}[a-z]?\b"),
    re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{2,30}\s(?:Straße|Strasse|Str\.|Allee|Platz|Weg)\s+\d{1,4}[a-z]?\b"),
    re.compile(
        rf"(?i:\b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+{_RUE}\s+(?:(?:de|du|des|la|le|les)\s+|[ld]['’])*)"
        rf"{_CAPITAL}(?:\s+{_CAPITAL}){{0,3}}"
    ),
    re.compile(
        rf"(?i:{_CALLE}\s+(?:{_DE})*){_CAPITAL}(?:\s+(?:{_DE})?{_CAPITAL}){{0,3}}"
        r",?\s*(?:n[ºo°.]{1,2}\s*)?\d{1,5}\b"
    ),
    re.compile(r"[\u4e00-\u9fff]{2,12}?(?:路|街|道|巷|胡同)\d{1,5}号(?:\d{1,5}(?:室|楼|单元))*"),
    re.compile(r"شارع\s+[\u0620-\u064a]+(?:\s+[\u0620-\u064a]+){0,2}\s+\d{1,4}"),
]
POSTCODES = [
    re.compile(r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s?\d(?!st\b|nd\b|rd\b|th\b|am\b|pm\b)[ABD-HJLNP-UW-Z]{2}\b"),
    re.compile(rf"(?i)\b{_ZIP}\W{{1,3}}(?:is\s+)?(?P<it>\d{{4,5}}(?:-\d{{3,4}})?)\b"),
    re.compile(r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b"),
]
SCHOOLS = [
    re.compile(rf"\b(?:{_CAPITAL}\s+){{1,4}}(?:{SCHOOL})\b(?:\s+of\s+{_CAPITAL})?"),
    re.compile(rf"\b(?:University|College|School|Academy)\s+of\s+{_CAPITAL}"),
]
"""What a group `it` holds is meant; without one, all that matches."""

_GENERIC = vocabulary(
    "my our the his her their your this that a an high primary secondary middle medical law business art sunday"
    " saturday summer grammar sixth form old new local every each at in from to and state public private junior"
    " senior infant special"
)


def without_generic(text: str, start: int) -> int:
    """Where the name itself begins, of a text at `start`: "At Northfield Academy" at its second word."""
    words = text
    while (first := words.split(maxsplit=1))[0].lower() in _GENERIC and len(first) > 1:
        start += len(words) - len(first[1])
        words = first[1]
    return start


def is_named(place: str) -> bool:
    """Whether it names one place: "my High School" names none."""
    return any(word.lower() not in _GENERIC for word in place.split()[:-1])
