"""The programme card: what a programme has said about itself. Every field may be left open. Plain data, no files."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any, Literal, Self, cast, get_args

from assistant.errors import InputError
from assistant.safety.helplines import retired_number
from assistant.situation import Age, Situation
from assistant.unseen import clean, is_blank

ModelFor = Literal["nobody", "adults", "everyone"]
Switch = Literal["on", "off"]

NAME_CHARS = 80  # a name stands in the middle of a sentence
CONTACT_CHARS = 160  # a name, a number and when to use it
RULE_CHARS = 300  # two or three sentences; people in need read no more
ADULT = 18  # years

_AGES = re.compile(r"(\d{1,3})\s*(?:\+|and (?:over|older|up)|(?:-|–|to|and)\s*(\d{1,3}))", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d[\d ()./-]{0,24}\d(?: or \+?\d[\d ()./-]{0,24}\d)?")
_PLAIN = str.maketrans({"*": "", "[": "(", "]": ")", "{": "(", "}": ")"})
"""Signs that would be read as bold letters, a source's number or a placeholder where a card is filled in."""


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """What a programme has said about itself. Every field may be left open."""

    name: str | None = None
    coordinator: str | None = None
    safeguarding_lead: str | None = None
    country: str | None = None
    """ISO 3166 alpha-2 code, upper case."""
    emergency_number: str | None = None
    independent_route: str | None = None
    """Whom to tell when the worry is about the safeguarding lead, or about somebody in charge."""
    out_of_hours: str | None = None
    report_within: str | None = None
    channels: str | None = None
    places: str | None = None
    contact_rules: str | None = None
    ages: str | None = None
    """`16-25`, or `18+` where there is no oldest."""
    counselling: str | None = None
    study_skills: str | None = None
    hardship: str | None = None
    disability: str | None = None
    hr: str | None = None
    model_for: ModelFor | None = None
    moderation: Switch | None = None
    """Whether a moderation service is asked too, where a model is used; open is off."""

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read a card from what people or files give; an empty value leaves its field open.

        Raises InputError for a name that is no field and for a value that does not fit it.
        """
        return cls(**cast("dict[str, Any]", {name: _value(name, value) for name, value in values.items()}))

    def with_changes(self, values: Mapping[str, object]) -> "ProgrammeCard":
        """Raises InputError as `parse` does; the fields that are not named stay."""
        return self.parse({**self.as_dict(), **values})

    def as_dict(self) -> dict[str, str | None]:
        return asdict(self)

    @property
    def youngest(self) -> int | None:
        """The youngest age that may take part, in years."""
        return int(re.split(r"\D", self.ages)[0]) if self.ages else None

    @property
    def oldest(self) -> int | None:
        """The oldest age that may take part, in years; None where there is none."""
        return int(re.split(r"\D", self.ages)[1]) if self.ages and not self.ages.endswith("+") else None

    def age_of(self, situation: Situation) -> Age:
        """Unknown is adult only in a programme that takes nobody younger, and a minor's where it takes nobody older."""
        if situation.age == "unknown" and self.youngest is not None and self.youngest >= ADULT:
            return "adult"
        if situation.age == "unknown" and self.oldest is not None and self.oldest < ADULT:
            return "minor"
        return situation.age

    def allows_model(self, situation: Situation) -> bool:
        """May a model word this answer? Off for minors unless allowed.

        Where the programme has said that it is for adults, or that under 18s take part, an unknown age is a minor's.
        """
        if self.model_for in {"nobody", "everyone"}:
            return self.model_for == "everyone"
        age = self.age_of(situation)
        careful = self.model_for == "adults" or self.youngest is not None
        return age == "adult" or (age == "unknown" and not careful)

    def allows_moderation(self, situation: Situation) -> bool:
        """May a moderation service see this message, masked? Only where the programme says so and a model may."""
        return self.moderation == "on" and self.allows_model(situation)


@dataclass(frozen=True, slots=True)
class Field:
    """One field as people meet it."""

    name: str
    label: str
    purpose: str
    """What it is for, in one line."""
    most: int
    """Characters."""
    missed: str = ""
    """Why it matters when it is open; empty when nobody is worse off."""
    read: Callable[[str], str] = str
    """The value of a clean text. Raises ValueError, which says what to give."""


def _country(text: str) -> str:
    code = text.upper()
    if not re.fullmatch("[A-Z]{2}", code):
        raise ValueError("give its two-letter code, such as GB or US")
    return code


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError("give the number alone, such as 112, or two, such as 112 or 999")
    return text


def _ages(text: str) -> str:
    match = _AGES.fullmatch(text)
    youngest, oldest = (int(part) if part else None for part in match.groups()) if match else (None, None)
    if youngest is None or not 5 <= youngest <= (oldest or 110) <= 110:
        raise ValueError("give the youngest and the oldest, such as 16-25, or 18+ where there is no oldest")
    return f"{youngest}-{oldest}" if oldest else f"{youngest}+"


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        word = text.lower()
        if word not in words:
            raise ValueError(f"give one of {', '.join(words)}")
        return word

    return read


FIELDS = (
    Field("name", "The programme's name", "It stands on the booklet of safety words.", NAME_CHARS),
    Field("country", "Country", "Which helplines are shown to somebody who has not said where they are.", 20,
          "People see a list of all countries' helplines instead of a number to call.", _country),
    Field("coordinator", "Coordinator", "Who runs it, and how to reach them. Ordinary questions are sent there.",
          CONTACT_CHARS, "People are told to ask “whoever runs your programme”, and may not know who that is."),
    Field("safeguarding_lead", "Safeguarding lead",
          "Who is told when somebody may be at risk: a name and a number that is answered.", CONTACT_CHARS,
          "People who must pass something on today are not told to whom."),
    Field("independent_route", "Independent route",
          "Whom to tell when the worry is about the safeguarding lead, or somebody in charge.", CONTACT_CHARS,
          "Somebody with a worry about the lead has to find out alone who stands above them."),
    Field("out_of_hours", "Out of hours", "Whom to reach at night and at weekends.", CONTACT_CHARS,
          "At night people are sent to somebody who is asleep."),
    Field("emergency_number", "Emergency number",
          "Only where yours differs from the country's, for example on a campus.", 60, "", _number),
    Field("report_within", "Time limit for passing a concern on", "Such as: the same day. The words always say today.",
          NAME_CHARS, "Your own limit is not told to those who have to keep it."),
    Field("ages", "Ages", "The youngest and the oldest who take part, such as 16-25, or 18+.", 20,
          "Nobody can tell whether somebody whose age is not known may be under 18.", _ages),
    Field("contact_rules", "Rules for contact", "What is agreed about messages, presents, lifts, hours.", RULE_CHARS,
          "Somebody who is asked to break a rule cannot point to it."),
    Field("channels", "Where people may write or call", "Such as: the programme's own chat, and e-mail.", RULE_CHARS),
    Field("places", "Where people may meet", "Such as: the library, a café, video with the door open.", RULE_CHARS),
    Field("counselling", "Counselling", "The service people here can go to, and how.", CONTACT_CHARS,
          "People who are struggling hear of helplines, not of what is next door."),
    Field("study_skills", "Study skills", "Who helps with writing, exams and planning.", CONTACT_CHARS),
    Field("hardship", "Hardship", "A fund, a food bank, or who knows of one.", CONTACT_CHARS,
          "Somebody without food or a bed has to find out alone what there is."),
    Field("disability", "Disability and access", "Who arranges adjustments.", CONTACT_CHARS),
    Field("hr", "HR", "For workplaces: who takes a complaint.", CONTACT_CHARS),
    Field("model_for", "For whom an AI model may word answers",
          "Not for under 18s unless you say everyone. Urgent messages never go to one.", 10,
          "", _one_of(get_args(ModelFor))),
    Field("moderation", "Whether the AI's moderation service may add a sign that somebody may be at risk",
          "Off unless you say on. It sees what a model may see, never an urgent message, names and numbers taken out.",
          10, "", _one_of(get_args(Switch))),
)  # fmt: skip
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def missing(card: ProgrammeCard) -> tuple[Field, ...]:
    """Open fields whose absence somebody may feel."""
    return tuple(field for field in FIELDS if field.missed and getattr(card, field.name) is None)


def _value(name: str, value: object) -> str | None:
    if name not in BY_NAME:
        near = get_close_matches(name, BY_NAME, n=1)
        meant = f" Did you mean {near[0]!r}?" if near else f" The fields are {', '.join(BY_NAME)}."
        raise InputError(f"{clean(name)[:NAME_CHARS]!r} is no field of the programme card.{meant}")
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{name} must be text.")
    return _read(BY_NAME[name], value)


def _read(field: Field, value: str) -> str | None:
    """One line without signs that would turn, hide or dress up the words around it."""
    text = " ".join(clean(value).translate(_PLAIN).split()).rstrip(" .;,")
    if is_blank(text):
        return None
    if len(text) > field.most:
        raise InputError(f"{field.name} has {len(text)} characters; up to {field.most} fit into a sentence.")
    if number := retired_number(text):
        raise InputError(f"{field.name} gives {number}, a number that no longer reaches help. Give the present one.")
    try:
        return field.read(text)
    except ValueError as error:
        raise InputError(f"{field.name} cannot be used as it is: {error}.") from None
