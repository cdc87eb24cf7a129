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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.safety.reading import NUMBER, Reading
from assistant.safety.spelling import Spelling, vocabulary

_ELEMENT = re.compile(r"(?P<gap>~\d)|(?P<words>[a-z0-9'|<>_#-]+?)(?P<maybe>\??)")
_COMMON = vocabulary(
    "i me my he she they him her them his their it is am are was be to the a an of in on for and not do does did "
    "have has had will would can this that with so at up out"
)


class PatternError(ValueError):
    """A pattern is not in the language; the message says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    source: str
    regex: str
    first: frozenset[str]
    """Words it can begin with."""
    needs: tuple[frozenset[str], ...]
    """For each part that must be there, the words it can begin with; the rarest part first."""
    words: frozenset[str]
    """Every word it mentions."""

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield the first and end word of each place where it matches."""
        places = reading.places
        if any(need.isdisjoint(reading.vocabulary) for need in self.needs[1:]):
            return
        starts = sorted({index for word in self.first & reading.vocabulary for index in places[word]})
        regex, done = _compiled(self.regex), -1
        for start in starts:
            match = regex.match(reading.line, reading.at[start]) if start >= done else None
            if match:
                done = reading.word_at(match.end())
                yield start, done


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
        active = {entry for word in words for entry in self.by_word[word]}
        return sorted(
            Found(*place, owner, pattern.source) for pattern, owner in active for place in pattern.find(reading)
        )


def parse(source: str, lists: Mapping[str, tuple[str, ...]], spelling: Spelling) -> Pattern:
    """Raises PatternError when the source is not in the language."""
    regex, needs, first, words, open_start = "", [], set[str](), set[str](), True
    for part in source.split():
        element = _ELEMENT.fullmatch(part)
        if not element:
            raise PatternError(f"{part!r} in {source!r} is not a word, a list, an alternative or a gap")
        if element["gap"]:
            regex += f"(?:[^ .]+ ){{0,{part[1]}}}?"
            continue
        phrases = _phrases(element["words"], source, lists, spelling)
        starts = frozenset(phrase[0] for phrase in phrases)
        words.update(word for phrase in phrases for word in phrase)
        regex += _alternatives(phrases) + element["maybe"]
        if open_start:
            first |= starts
        if not element["maybe"]:
            needs.append(starts)
            open_start = False
    if not needs:
        raise PatternError(f"{source!r} has no word that must be there")
    if source.startswith("~"):
        raise PatternError(f"{source!r} begins with a gap")
    needs.sort(key=lambda words: (len(words & _COMMON), len(words)))
    return Pattern(source, regex, frozenset(first), tuple(needs), frozenset(words))


def _phrases(
    words: str, source: str, lists: Mapping[str, tuple[str, ...]], spelling: Spelling
) -> list[tuple[str, ...]]:
    phrases: list[tuple[str, ...]] = []
    for word in words.split("|"):
        if word.startswith("<") and word.endswith(">"):
            if word[1:-1] not in lists:
                raise PatternError(f"{source!r} names the list {word}, which does not exist")
            phrases += [_plain(phrase, spelling) for phrase in lists[word[1:-1]]]
        elif not word:
            raise PatternError(f"{source!r} has an empty alternative")
        else:
            phrases.append(_plain(word.replace("_", " "), spelling))
    return phrases


def _plain(phrase: str, spelling: Spelling) -> tuple[str, ...]:
    return tuple(plain for word in phrase.split() for plain in ((word,) if word == NUMBER else spelling.words(word)))


def _alternatives(phrases: list[tuple[str, ...]]) -> str:
    ordered = sorted({" ".join(phrase) for phrase in phrases}, key=lambda text: (-len(text), text))
    return "(?:" + "|".join(f"{re.escape(text).replace(re.escape(NUMBER), '[0-9]+')} " for text in ordered) + ")"


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)
