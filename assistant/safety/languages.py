"""Danger said in another language, and a few words in it. Phrases only: no negation, no tense, no manner of speaking.

What decides is in knowledge/languages.yaml. No native speaker has checked it, and the words that are shown say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, RootModel

from assistant.messages import About, Concern, Span
from assistant.safety.disguise import Uncovered, plain
from assistant.safety.reading import merged
from assistant.safety.signals import CATEGORIES, Category, Form
from assistant.safety.yamlfile import read_form

NOT_CHECKED = "*(not checked by a native speaker)*"
GAP = "…"
GAP_CHARS = 30  # a few words
_GAP = rf"[^.!?؟।。！？\n]{{0,{GAP_CHARS}}}?"
_UNSPACED = frozenset({"zh"})
Language = Literal["es", "fr", "de", "pt", "hi", "ar", "zh"]


class Phrases(Form):
    category: Category
    level: Literal["caution", "urgent"]
    about: About
    phrases: list[str] = Field(min_length=1)
    fires: list[str] = Field(min_length=1)
    quiet: list[str] = Field(min_length=1)


class Spoken(Form):
    language: Language
    urgent: str
    rules: list[Phrases] = Field(min_length=1)

    @cached_property
    def patterns(self) -> tuple[tuple[Phrases, re.Pattern[str]], ...]:
        return tuple((rule, _pattern(rule.phrases, spaced=self.language not in _UNSPACED)) for rule in self.rules)


class LanguagesForm(RootModel[list[Spoken]]):
    pass


@dataclass(frozen=True, slots=True)
class Heard:
    concern: Concern
    language: Language | None


NOTHING = Heard(Concern(), None)


def hear(message: str, path: Path) -> Heard:
    """The most pressing concern that phrases of any language make. Raises ContentError when the file does not read."""
    seen = plain(message)
    lowered = seen.text.lower()
    if len(lowered) != len(seen.text):  # a few letters have a longer small form, and places would shift
        lowered = seen.text
    heard = [each for spoken in _languages(path) for each in _heard(spoken, seen, lowered)]
    return min(heard, key=_pressing, default=NOTHING)


def words_for(message: str, path: Path) -> str | None:
    """A few words in the language in which danger was said; None when it was in none of them."""
    language = hear(message, path).language
    return next(
        (f"{spoken.urgent} {NOT_CHECKED}" for spoken in _languages(path) if spoken.language == language),
        None,
    )


def _heard(spoken: Spoken, seen: Uncovered, text: str) -> Iterator[Heard]:
    for rule, pattern in spoken.patterns:
        spans = [Span(*seen.place(*match.span())) for match in pattern.finditer(text)]
        if spans:
            yield Heard(Concern(rule.level, rule.category, rule.about, merged(spans)), spoken.language)


def _pressing(heard: Heard) -> tuple[bool, int]:
    return heard.concern.level != "urgent", CATEGORIES.index(heard.concern.category)


def _pattern(phrases: list[str], *, spaced: bool) -> re.Pattern[str]:
    """Whole words where words are written apart; accents need not be typed."""
    made = []
    for phrase in phrases:
        words = [_GAP if word == GAP else re.escape(plain(word).text.lower()) for word in phrase.split()]
        made.append((r"\s+" if spaced else "").join(words).replace(rf"\s+{_GAP}\s+", rf"\s{_GAP}\s*"))
    either = "|".join(made)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if spaced else either)


@lru_cache(maxsize=4)
def _languages(path: Path) -> tuple[Spoken, ...]:
    return tuple(read_form(path, LanguagesForm).root)
