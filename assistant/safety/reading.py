"""A message as rules read it: plain words in a row, each knowing where it stands in the message as given.

Rules never see the message itself; spans of words are mapped back to code points of it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

from assistant.messages import Span
from assistant.safety.disguise import Uncovered, loosened, plain
from assistant.safety.spelling import Spelling

STOP = "."
"""Stands for the end of a sentence in the row of words."""

NUMBER = "#"
"""Stands for any number in digits."""

SENTENCE_REACH = 60  # words; what is further away in an endless sentence says little, and keeps reading linear

_WORD = r"[^\W_]+(?:['’ʼ‘`´*!@$]+[^\W_]+)*"
_TOKEN = re.compile(rf"(?P<word>{_WORD})|(?P<stop>[.!?…。？！]+(?!\w)|\n\s*\n)|(?P<pause>[,;:()\n\"“”–—]|\s-\s)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a message. `line` holds them with one space after each; `at[i]` is where word i begins in it."""

    message: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    """Where each word stands in the message, as code points."""
    pauses: frozenset[int]
    """Words right after a comma, a colon, a bracket, a quotation mark or a new line."""
    line: str
    at: tuple[int, ...]
    places: dict[str, list[int]] = field(repr=False)
    """Where each different word occurs."""
    vocabulary: frozenset[str] = field(repr=False)
    """The different words."""

    def span(self, first: int, end: int) -> Span:
        """The part of the message that words first..end-1 cover."""
        return Span(self.spans[first][0], self.spans[end - 1][1])

    def word_at(self, offset: int) -> int:
        """Which word begins at this offset of `line`, or would."""
        return bisect_left(self.at, offset)

    def sentence(self, first: int, end: int) -> tuple[int, int]:
        """The bounds of the sentence or sentences that words first..end-1 stand in."""
        stops = self.places.get(STOP, [])
        left = bisect_left(stops, first)
        right = bisect_left(stops, end)
        start = stops[left - 1] + 1 if left else 0
        stop = stops[right] if right < len(stops) else len(self.words)
        return max(start, first - SENTENCE_REACH), min(stop, end + SENTENCE_REACH)


def readings(message: str, spelling: Spelling) -> tuple[Reading, ...]:
    """Read any text at all: as an eye sees it and, where that makes a difference, more generously."""
    seen = plain(message)
    looser = loosened(seen, spelling.knows)
    return tuple(_read(message, each, spelling) for each in ((seen,) if looser is seen else (seen, looser)))


def read(message: str, spelling: Spelling) -> Reading:
    """Read any text at all as an eye sees it."""
    return _read(message, plain(message), spelling)


def _read(message: str, seen: Uncovered, spelling: Spelling) -> Reading:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    pauses: set[int] = set()
    known: dict[str, tuple[str, ...]] = {}
    for match in _TOKEN.finditer(seen.text):
        if match.lastgroup == "word":
            typed = match[0]
            if typed not in known:
                known[typed] = spelling.words(typed)
            words += known[typed]
            spans += [seen.place(*match.span())] * len(known[typed])
        elif match.lastgroup == "pause":
            pauses.add(len(words))
        elif words and words[-1] != STOP:
            words.append(STOP)
            spans.append(seen.place(*match.span()))
    return _placed(message, words, spans, pauses)


def _placed(message: str, words: list[str], spans: list[tuple[int, int]], pauses: set[int]) -> Reading:
    at = accumulate((len(word) + 1 for word in words[:-1]), initial=0) if words else ()
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(word, []).append(index)
    if numbers := sorted(index for word in places if word.isdigit() for index in places[word]):
        places[NUMBER] = numbers
    line = "".join(f"{word} " for word in words)
    return Reading(message, tuple(words), tuple(spans), frozenset(pauses), line, tuple(at), places, frozenset(places))


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that overlap."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
