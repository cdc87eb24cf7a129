"""The situation: one vocabulary for who is asking, in what relationship, at what moment. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Self, cast, get_args

from assistant.errors import InputError

Role = Literal["mentee", "mentor", "peer", "coordinator"]
Side = Literal["giving", "receiving", "both"]
Relationship = Literal["mentorship", "mentoring", "peer_mentoring", "peer_support"]
Moment = Literal["starting", "prepare", "in_session", "between", "reflect", "ending"]
Setting = Literal["workplace", "university", "school", "community", "healthcare", "other"]
Age = Literal["adult", "minor", "unknown"]

ROLES: tuple[Role, ...] = get_args(Role)
SIDES: tuple[Side, ...] = get_args(Side)
RELATIONSHIPS: tuple[Relationship, ...] = get_args(Relationship)
MOMENTS: tuple[Moment, ...] = get_args(Moment)
SETTINGS: tuple[Setting, ...] = get_args(Setting)
AGES: tuple[Age, ...] = get_args(Age)

CHOICES: Mapping[str, tuple[str, ...]] = {
    "role": ROLES,
    "side": SIDES,
    "relationship": RELATIONSHIPS,
    "moment": MOMENTS,
    "setting": SETTINGS,
    "age": AGES,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is asking, in what relationship, when. Every field may be left open (None)."""

    role: Role | None = None
    side: Side | None = None
    """For peers only: who is giving support at the moment."""
    relationship: Relationship | None = None
    moment: Moment | None = None
    setting: Setting | None = None
    age: Age = "unknown"
    """Is anyone here under 18? Unknown is treated with care."""
    country: str | None = None
    """ISO 3166 alpha-2 code, upper case, or None when unknown."""

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read a situation from words people or files give; other keys are ignored.

        Raises InputError when a value is not in the vocabulary; hyphens and case are forgiven.
        """
        known = {field.name: _word(field.name, values.get(field.name)) for field in fields(cls)}
        known["age"] = known["age"] or "unknown"
        return cls(**cast("dict[str, Any]", known))

    def filled_from(self, other: "Situation") -> "Situation":
        """Return this situation with its open fields taken from another."""
        open_fields = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        if self.age == "unknown":
            open_fields["age"] = other.age
        return replace(self, **open_fields)

    def as_dict(self) -> dict[str, str | None]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _word(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(f"{name} must be text, got {value!r}.")
    if name == "country":
        return _country(value)
    word = value.strip().lower().replace("-", "_").replace(" ", "_")
    if word not in CHOICES[name]:
        raise InputError(f"{name} is {value!r}; choose one of {', '.join(CHOICES[name])}.")
    return word


def _country(value: str) -> str | None:
    code = value.strip().upper()
    if code in {"", "UNKNOWN"}:
        return None
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise InputError(f"country is {value!r}; give its two-letter code, such as GB or US.")
    return code
