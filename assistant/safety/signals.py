"""What a rule of knowledge/signals.yaml may say. The file is the place to read and mend what decides."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Category = Literal[
    "medical_emergency",
    "suicide",
    "threat_to_others",
    "abuse_of_minor",
    "exploitation",
    "grooming",
    "harm_from_others",
    "self_harm",
    "stalking",
    "harassment_in_pair",
    "concern_about_staff",
    "basic_needs",
    "eating",
    "substance",
    "discrimination",
]
CATEGORIES: tuple[Category, ...] = get_args(Category)
"""The most pressing first: this order settles which of two equally urgent concerns is shown."""

Weight = Literal["hint", "caution", "urgent"]
Whom = Literal["self", "other", "subject", "object"]
Past = Literal["fades", "softer", "ignore"]
Cue = Literal[
    "cannot_call",
    "would_tell",
    "says_no",
    "worse",
    "safe",
    "denied",
    "write_down",
    "alone",
    "move_on",
]
Mark = Literal[
    "negation",
    "not_negation",
    "opinion",
    "long_past",
    "recent_past",
    "resolved",
    "still",
    "soon",
    "fiction",
    "training",
    "anyone",
    "coded",
    "reported",
]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tried(Form):
    """Something with patterns, and the examples that show what they do."""

    patterns: list[str] = Field(min_length=1)
    fires: list[str] = Field(min_length=1)
    quiet: list[str] = Field(min_length=1)


class Rule(Tried):
    id: str
    category: Category
    level: Weight
    """`hint`: nothing alone, but see `adds_up`."""
    about: Whom
    """`subject`: whoever does it (she wants to). `object`: whoever it is done to (he hits me)."""
    adds_up: bool = False
    """Two different signs of one category that add up are urgent."""
    recent: Literal["urgent"] | None = None
    """Urgent when it is happening now or within about three days."""
    past: Past = "fades"
    """In the past: `fades` to caution, and to nothing once long past; `softer` never goes below caution."""
    negation: bool = True
    """False: "not" before it changes nothing."""
    doubtful: bool = False
    """Its words are also said of ordinary things, such as a sofa to collapse on: dropped in a message like those."""
    plain: bool = False
    """Its words mean nothing else: what the message is like is not asked."""
    anyone: bool = True
    """False: fires even when it is asked about nobody in particular ("what if someone is not breathing")."""


class Idiom(Tried):
    """A manner of speaking. What it covers is not looked at."""

    id: str
    hides: list[Category] = []
    """Empty: every category."""


class CueRule(Tried):
    """What people say after fixed words were shown."""

    id: Cue


class SignalsForm(Form):
    lists: dict[str, list[str]]
    spellings: dict[str, str]
    near: list[str]
    """Words worth recognising with one letter left out or two swapped."""
    marks: dict[Mark, list[str]]
    idioms: list[Idiom]
    cues: list[CueRule]
    rules: list[Rule]
