"""The small language that rules are written in: words in a row.

    want|wants to ~1 die     either word, then "to", then at most one other word, then "die"
    <want> to die            a list of words named `want`
    being? hit by <parent>   a word that may be missing
    mum|step_dad hits me     an alternative of two words
    # pills                  any number, in digits

Case, apostrophes and text-speak do not matter: both sides are read by the same spelling. Nothing crosses the end of a
sentence. Patterns become bounded regular expressions that start only at their first word, so time grows with the
length of the message and with nothing else.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.safety.reading import NUMBER, Reading
from assistant.safety.spelling import Spelling, vocabulary

_ELEMENT = re.compile(r"(?P<gap>~\d)|(?P<words>[a-z0-9'|<>_#-]+?)(?P<maybe>\??)")
_COMMON = vocabulary(
    "i me my he she they him her them his their it is am are was be to the a an of in on for and not do does did "
    "have has had will would can this that with so at up out you your it what how when if or but who about all more "
    "say says said ask asks asked get gets got make makes made take go going come give tell told want like need time "
    "one any no mentee mentor mentors peer coordinator person people someone them meeting session day good too over"
)
"""Words that are in almost every message here, so that looking for them rules little out."""


Phrase = tuple[str, ...]
"""Plain words in a row."""


class PatternError(ValueError):
    """A pattern is not in the language; the message says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    source: str
    regex: str
    first: frozenset[str]
    """Words it can begin with."""
    needs: tuple[frozenset[str], ...]
    """For each part that must be there, the words of which it must have one; the rarest part first."""
    words: frozenset[str]
    """Every word it mentions."""
    reach: int
    """The most words it can cover."""

    def find(self, reading: Reading) -> list[tuple[int, int]]:
        """The first and end word of each place where it matches; places do not overlap."""
        found: list[tuple[int, int]] = []
        match, done, rare = _compiled(self.regex).match, 0, _places(self.needs[0], reading)
        for start in _places(self.first, reading):
            ahead = bisect_left(rare, start)
            if start < done or ahead == len(rare) or rare[ahead] > start + self.reach:
                continue
            if hit := match(reading.line, reading.at[start]):
                done = reading.word_at(hit.end())
                found.append((start, done))
        return found

    def may_match(self, reading: Reading) -> bool:
        """Are all the words there that it must have?"""
        return not any(need.isdisjoint(reading.vocabulary) for need in self.needs)


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A pattern matched words first..end-1."""

    first: int
    end: int
    owner: str
    """The id of the rule it belongs to."""
    source: str


@dataclass(frozen=True, slots=True)
class Index:
    """Patterns by one word that each must have, so that most are never tried."""

    by_word: Mapping[str, tuple[tuple[Pattern, str], ...]]

    @classmethod
    def of(cls, patterns: Iterable[tuple[Pattern, str]]) -> "Index":
        by_word: dict[str, list[tuple[Pattern, str]]] = {}
        for pattern, owner in patterns:
            for word in pattern.needs[0]:
                by_word.setdefault(word, []).append((pattern, owner))
        return cls({word: tuple(entries) for word, entries in by_word.items()})

    def find(self, reading: Reading) -> list[Found]:
        """Every match, in the order of the message."""
        words = self.by_word.keys() & reading.vocabulary
        near = {entry for word in words for entry in self.by_word[word] if entry[0].may_match(reading)}
        return sorted(
            Found(*place, owner, pattern.source) for pattern, owner in near for place in pattern.find(reading)
        )


def parse(source: str, lists: Mapping[str, tuple[Phrase, ...]], spelling: Spelling) -> Pattern:
    """Raises PatternError when the source is not in the language. Lists hold plain words, as `plain` gives them."""
    regex, needs, first, words, open_start, reach = "", [], set[str](), set[str](), True, 0
    for part in source.split():
        element = _ELEMENT.fullmatch(part)
        if not element:
            raise PatternError(f"{part!r} in {source!r} is not a word, a list, an alternative or a gap")
        if element["gap"]:
            regex += f"(?:[^ .]+ ){{0,{part[1]}}}?"
            reach += int(part[1])
            continue
        phrases = _phrases(element["words"], source, lists, spelling)
        starts = frozenset(phrase[0] for phrase in phrases)
        rare = frozenset(max(phrase, key=_rarity) for phrase in phrases)
        words.update(word for phrase in phrases for word in phrase)
        reach += max(len(phrase) for phrase in phrases)
        regex += _alternatives(phrases) + element["maybe"]
        if open_start:
            first |= starts
        if not element["maybe"]:
            needs.append(rare)
            open_start = False
    if not needs:
        raise PatternError(f"{source!r} has no word that must be there")
    if source.startswith("~"):
        raise PatternError(f"{source!r} begins with a gap")
    needs.sort(key=lambda words: (len(words & _COMMON), len(words)))
    return Pattern(source, regex, frozenset(first), tuple(needs), frozenset(words), reach)


def _phrases(
    words: str, source: str, lists: Mapping[str, tuple[Phrase, ...]], spelling: Spelling
) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for word in words.split("|"):
        if word.startswith("<") and word.endswith(">"):
            if word[1:-1] not in lists:
                raise PatternError(f"{source!r} names the list {word}, which does not exist")
            phrases += lists[word[1:-1]]
        elif not word:
            raise PatternError(f"{source!r} has an empty alternative")
        else:
            phrases.append(plain(word.replace("_", " "), spelling))
    return tuple(phrases)


def plain(phrase: str, spelling: Spelling) -> Phrase:
    """The plain words of a phrase, as messages are read."""
    return tuple(each for word in phrase.split() for each in ((word,) if word == NUMBER else spelling.words(word)))


@cache
def _alternatives(phrases: tuple[Phrase, ...]) -> str:
    ordered = sorted({" ".join(phrase) for phrase in phrases}, key=lambda text: (-len(text), text))
    return "(?:" + "|".join(f"{re.escape(text).replace(re.escape(NUMBER), '[0-9]+')} " for text in ordered) + ")"


def _places(words: frozenset[str], reading: Reading) -> list[int]:
    """Where any of these words stands, in order."""
    present = words & reading.vocabulary
    if len(present) == 1:
        return reading.places[next(iter(present))]
    return sorted(index for word in present for index in reading.places[word])


def _rarity(word: str) -> tuple[bool, int]:
    return word not in _COMMON, len(word)


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)
