"""When which fixed words come first: every concern, level, person and asker, asked of the code that chooses them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import get_args

from assistant.messages import About, Concern, Level
from assistant.safety.blocks import Block
from assistant.safety.signals import CATEGORIES
from assistant.safety.signposting import FixedWords
from assistant.situation import Age, Role, Situation

LEVELS: Mapping[Level, str] = {"urgent": "Urgent", "caution": "not urgent"}
WHOM: Mapping[About, str] = {"self": "about the person who writes", "other": "about somebody else"}
ASKERS: Mapping[tuple[Role | None, Age], str] = {
    ("mentor", "unknown"): "mentors",
    ("mentee", "unknown"): "mentees",
    ("peer", "unknown"): "peers",
    ("coordinator", "unknown"): "coordinators",
    (None, "unknown"): "people whose role is not known",
    ("mentor", "minor"): "mentors of somebody under 18",
    ("mentee", "minor"): "mentees under 18",
    ("peer", "minor"): "peers under 18",
    ("coordinator", "minor"): "coordinators for somebody under 18",
    (None, "minor"): "others where somebody is under 18",
}
AFTER = {
    "cannot_call": "they can't call",
    "would_tell": "somebody would be told",
    "says_no": "the other person says no",
    "worse": "it is getting worse",
    "safe": "it is over, or safe now",
    "denied": "it was not meant like that",
    "write_down": "they want to know what to write down",
    "alone": "nobody is near",
    "move_on": "they want to talk of something else",
    "still_here": "something else, while it is still urgent",
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """One concern, at one level, about one person, and those askers who get these words first."""

    category: str
    level: Level
    about: About
    askers: tuple[str, ...]
    block: str


def occasions(knowledge: Path) -> tuple[Occasion, ...]:
    """Every one there is, in the order of the categories, the urgent ones first."""
    words = FixedWords(knowledge)
    return tuple(
        occasion
        for category, level, about in product(CATEGORIES, LEVELS, get_args(About))
        for occasion in _for(words, Concern(level, category, about))
    )


def told(rows: Sequence[Occasion], numbers: Mapping[str, int]) -> tuple[str, ...]:
    """The occasions of one category in lines: which words most people get, and who gets others."""
    lines: dict[str, list[str]] = {}
    for level, about in product(LEVELS, get_args(About)):
        here = sorted((row for row in rows if (row.level, row.about) == (level, about)), key=lambda r: -len(r.askers))
        parts = [f"number {numbers[row.block]}" + (f" for {_listed(row.askers)}" if at else "")
                 for at, row in enumerate(here)]  # fmt: skip
        lines.setdefault(f"{WHOM[about].capitalize()}: {'; '.join(parts)}.", []).append(LEVELS[level])
    return tuple(f"{' or '.join(levels).capitalize()}. {line}" for line, levels in lines.items())


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def shown_when(block: Block, rows: Sequence[Occasion]) -> str:
    """The occasions of one block, in a sentence."""
    follows = block.front.follows
    if follows:
        return f"Shown after other words, when the answer is that {AFTER[follows]}{_to(block)}."
    opened = [row for row in rows if row.block == block.front.id]
    if not opened:
        return "Not shown first for any of these concerns."
    levels = " and ".join(dict.fromkeys(LEVELS[row.level].lower() for row in opened))
    whom = " or ".join(dict.fromkeys(WHOM[row.about] for row in opened))
    return f"Shown first: {levels}, {whom}{_to(block)}."


def _to(block: Block) -> str:
    """To whom alone, where that is not everybody."""
    askers = [] if "any" in block.front.askers else [f"{role}s" for role in block.front.askers]
    young = ["people under 18"] if block.front.age == "minor" else []
    return f", to {' and '.join(askers or young)} only" if askers or young else ""


def _for(words: FixedWords, concern: Concern) -> Iterator[Occasion]:
    found: dict[str, list[str]] = {}
    for (role, age), asker in ASKERS.items():
        block = words.opening(concern, Situation(role=role, age=age))
        if block:
            found.setdefault(block.front.id, []).append(asker)
    for name, askers in found.items():
        yield Occasion(concern.category or "", concern.level, concern.about or "self", tuple(askers), name)
