"""What people say of answers: a few closed questions each, by whom, and never a word of their own. Plain values."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from assistant.errors import InputError
from assistant.quality.records import CaseRecord

Rater = Literal["person", "author", "helper"]
"""Somebody outside the team; somebody who wrote the assistant, its guides or its cases; an AI that was asked."""
Question = Literal["say_it", "role", "points", "safe"]
Verdict = Literal["no", "partly", "yes"]

RATERS: tuple[Rater, ...] = get_args(Rater)
QUESTIONS: Mapping[Question, tuple[Verdict, ...]] = {
    "say_it": ("no", "yes"),
    "role": ("no", "yes"),
    "points": ("no", "partly", "yes"),
    "safe": ("no", "yes"),
}
"""What may be said to each, the worst first: with three it is an order."""
KEY = re.compile(r"[0-9a-f]{16}")
NAME = re.compile(r"[^\W_](?:[\w .-]{0,28}[\w.])?")
NAME_WORDS = "a letter or digit first, then up to 29 letters, digits, spaces, dots or hyphens"
MAX_ID_CHARS = 200


class LabelError(InputError):
    """Labels cannot be read or kept. The message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one rater says of one answer."""

    answer: str
    """The `answer_key` of what was rated: the same words to the same question are the same answer in any record."""
    case: str
    family: str
    rater: Rater
    name: str
    """What the rater is called here; short, and need not be a real name."""
    verdicts: Mapping[Question, Verdict]
    """A question that does not apply, or that the rater could not tell, is absent."""
    at: datetime

    @property
    def key(self) -> tuple[str, Rater, str]:
        """A rater has one label for an answer: the latest."""
        return self.answer, self.rater, self.name.casefold()

    def older_than(self, other: "Label | None") -> bool:
        """Was it said before the other? Of the same second neither is older."""
        return other is not None and self.at < other.at


def answer_key(case: CaseRecord) -> str:
    """16 hexadecimal digits of all that a rater is shown of it."""
    shown = [case.situation, case.turns, case.answer, case.signposting]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def named(text: str) -> str:
    """A rater's name as it is kept. Raises LabelError for what is none."""
    name = " ".join(text.split())
    if not NAME.fullmatch(name):
        raise LabelError(f"Give the rater a short name or initials: {NAME_WORDS}.")
    return name


def latest(labels: Iterable[Label]) -> tuple[Label, ...]:
    """One label a rater and answer, the last given, where the first stood."""
    found: dict[tuple[str, Rater, str], Label] = {}
    for label in labels:
        found[label.key] = label
    return tuple(found.values())


def persons(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Those of people outside the team: nothing else may ever be reported as what people say."""
    return tuple(label for label in labels if label.rater == "person")
