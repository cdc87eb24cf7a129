"""Phrases that say danger in another language, and a few words in it. They know no negation and no manner of speaking.

They are in knowledge/languages.yaml; `likeness` knows more of what people write. No native speaker has checked any of
it, and the words that are shown say so.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, RootModel

from assistant.messages import About, Concern, Span
from assistant.safety.disguise import Uncovered, plain
from assistant.safety.reading import merged
from assistant.safety.signals import CATEGORIES, Category, Cue, Form
from assistant.safety.yamlfile import read_form

NOT_CHECKED = "*(not checked by a native speaker)*"
GAP = "…"
GAP_CHARS = 30  # a few words
_GAP = rf"[^.!?؟।。！？\n]{{0,{GAP_CHARS}}}?"
_UNSPACED = frozenset({"zh"})
_RUN = re.compile(r"\w+")
DENIED_CHARS = 40  # looked back on; the denial is within twelve of the phrase
_DENIED = re.compile(
    r"(?:\b(?:no|ni|ne|pas|nicht|kein|keine|nao|nahi|nahin|nhi|ما|لا|مو|مش|لست)\b|नह|[不没沒])[^,.!?؟。，！？]{0,12}$"
)
"""A few letters before a phrase: "no estoy a salvo"."""
Language = Literal["es", "fr", "de", "pt", "hi", "ar", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


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
    answers: dict[Cue, str] = Field(default_factory=dict)
    """Shown before the English words that a cue is answered with."""
    cues: dict[Cue, list[str]] = Field(min_length=1)
    rules: list[Phrases] = Field(min_length=1)

    @property
    def spaced(self) -> bool:
        return self.language not in _UNSPACED

    @cached_property
    def anchors(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """By a word of theirs, the phrases and the number of their rule: only these are looked for in full."""
        found: dict[str, list[tuple[int, str]]] = {}
        for number, rule in enumerate(self.rules):
            for phrase in rule.phrases:
                found.setdefault(_anchor(phrase, spaced=self.spaced), []).append((number, phrase))
        return found

    def near(self, text: str, words: Set[str]) -> Iterator[tuple[Phrases, re.Pattern[str]]]:
        """The rules of which a phrase may be in the text, each with a pattern of those phrases."""
        held = self._held(self.anchors, text, words)
        phrases = sorted({phrase for anchor in held for phrase in self.anchors[anchor]})
        for number, of_rule in groupby(phrases, key=itemgetter(0)):
            yield self.rules[number], phrase_pattern(tuple(phrase for _, phrase in of_rule), spaced=self.spaced)

    @cached_property
    def cue_anchors(self) -> Mapping[Cue, Set[str]]:
        return {
            cue: frozenset(_anchor(phrase, spaced=self.spaced) for phrase in phrases)
            for cue, phrases in self.cues.items()
        }

    def cues_near(self, text: str, words: Set[str]) -> Iterator[tuple[Cue, Sequence[str]]]:
        """The cues of which a phrase may be in the text, each with all its phrases."""
        for cue, phrases in self.cues.items():
            if self._held(self.cue_anchors[cue], text, words):
                yield cue, phrases

    def _held(self, anchors: Collection[str], text: str, words: Set[str]) -> Collection[str]:
        return (
            [each for each in words if each in anchors] if self.spaced else [each for each in anchors if each in text]
        )


class LanguagesForm(RootModel[list[Spoken]]):
    pass


@dataclass(frozen=True, slots=True)
class Heard:
    concern: Concern
    language: Language | None
    cues: Mapping[Cue, Span] = field(default_factory=dict)
    """What the message answers to fixed words, in whichever language, and where."""


NOTHING = Heard(Concern(), None)


def hear(message: str, path: Path) -> Heard:
    """The most pressing concern that phrases of any language make, and what is answered in any of them.

    Raises ContentError when the file does not read.
    """
    seen = plain(message)
    lowered = _lowered(seen)
    words = frozenset(_RUN.findall(lowered))
    heard = [each for spoken in read_languages(path) for each in _heard(spoken, seen, lowered, words)]
    return replace(min(heard, key=_pressing, default=NOTHING), cues=_answered(seen, lowered, words, path))


def _answered(seen: Uncovered, text: str, words: Set[str], path: Path) -> Mapping[Cue, Span]:
    """A cue that is denied is none."""
    found: dict[Cue, Span] = {}
    for spoken in read_languages(path):
        for cue, phrases in spoken.cues_near(text, words):
            for match in phrase_pattern(tuple(phrases), spaced=spoken.spaced).finditer(text):
                if not _DENIED.search(text[max(match.start() - DENIED_CHARS, 0) : match.start()]):
                    found.setdefault(cue, Span(*seen.place(*match.span())))
    return found


def words_in(language: Language | None, path: Path, cue: str | None = None) -> str | None:
    """A few words to somebody in danger, or to what they answered; None when there are none in the language."""
    for spoken in read_languages(path):
        if spoken.language == language:
            answers = (words for each, words in spoken.answers.items() if each == cue)
            said = spoken.urgent if cue is None else next(answers, None)
            return f"{said} {NOT_CHECKED}" if said else None
    return None


def _lowered(seen: Uncovered) -> str:
    lowered = seen.text.lower()
    return lowered if len(lowered) == len(seen.text) else seen.text  # a few letters have a longer small form


def _heard(spoken: Spoken, seen: Uncovered, text: str, words: Set[str]) -> Iterator[Heard]:
    for rule, pattern in spoken.near(text, words):
        spans = [Span(*seen.place(*match.span())) for match in pattern.finditer(text)]
        if spans:
            yield Heard(Concern(rule.level, rule.category, rule.about, merged(spans)), spoken.language)


def _pressing(heard: Heard) -> tuple[bool, int]:
    return heard.concern.level != "urgent", CATEGORIES.index(heard.concern.category)


def _anchor(phrase: str, *, spaced: bool) -> str:
    """The longest of its words, or where words are not written apart, of its parts."""
    parts = [plain(part).text.lower() for part in phrase.split() if part != GAP]
    return max((run for part in parts for run in (_RUN.findall(part) if spaced else [part])), key=len)


@lru_cache(maxsize=256)
def phrase_pattern(phrases: tuple[str, ...], *, spaced: bool) -> re.Pattern[str]:
    """Whole words where words are written apart; accents need not be typed."""
    made = []
    for phrase in phrases:
        words = [_GAP if word == GAP else re.escape(plain(word).text.lower()) for word in phrase.split()]
        made.append((r"\s+" if spaced else "").join(words).replace(rf"\s+{_GAP}\s+", rf"\s{_GAP}\s*"))
    either = "|".join(made)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if spaced else either)


@lru_cache(maxsize=4)
def read_languages(path: Path) -> tuple[Spoken, ...]:
    """Raises ContentError when the file does not read."""
    return tuple(read_form(path, LanguagesForm).root)
