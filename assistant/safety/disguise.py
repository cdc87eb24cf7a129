"""A message with what hides its words taken off: invisible signs, letters that only look alike, words in pieces.

Two ways to read it: `plain` is what an eye sees; `loosened` also puts together what was taken apart ("d i e",
"i want to... die") and takes apart what was run together. Each letter knows where it stands in the message as given.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import accumulate, pairwise

from assistant.unseen import CONTROLS, MARKS, UNSEEN

Known = Callable[[str], bool]
Edit = tuple[int, int, str]
"""Put these words in the place of the characters start..end-1."""

SHORTEST_RUN = 9  # letters; shorter ones fall apart into words that nobody meant
PIECES = 3  # "the rapist" is two
LONGEST_RUN = 60  # letters; a whole sentence without a space
LONGEST_MESSAGE = 20_000  # characters, five times what is answered
LONGEST_PIECE = 14  # letters of one word in it

_HIDDEN = re.compile(rf"[{UNSEEN}{MARKS}\ufffd\x00-\x08\x0e-\x1f\ud800-\udfff]+")
_FOREIGN = re.compile(rf"[^\x00-\x7f{CONTROLS}]")
_LOOKALIKES = dict(
    zip(
        "аеорсухкмтнвіјѕһԁԛԝӏґєёαορκνυτεηχωιγɑɡıɪʟʀɴʏʜɢʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱøłđħ",
        "aeopcyxkmthbijshdqwlreeaopkvutenxwiyagiilrnyhgbacdejkmoptuvwzfsoldh",
        strict=True,
    )
)
"""Cyrillic, Greek, small capitals and the like."""
_STYLED = ((0x1F150, "a"), (0x1F170, "a"), (0x1F1E6, "a"))
"""Where the alphabets of white letters on circles, on squares, and of flags begin."""

_SMALL = frozenset({"i", "a"})
_ENTITY = re.compile(r"&#?\w{2,8};")
_TAG = re.compile(
    r"</?(?:a|b|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)\b[^<>]{0,100}>|\[\d{1,3}(?:;\d{1,3}){0,4}m",
    re.IGNORECASE,
)
"""Elements that stand within a line, and the colours of a terminal."""
_SINGLE_WORDS = re.compile(r"(?:(?<![^\W_])[^\W_]{1,12}[.!?…,-]{1,5}\s{1,3}){2,}[^\W_]")
_AFTER_WORD = re.compile(r"[.!?…,-]+(?=\s)")
_BREAK = re.compile(r"\.{2,}|…+|(?<=\b(?:to|my|an))[.!?]|(?<=\b(?:the|and))[.!?]|(?<=\bto)\s*\n\s*\n")
_SPELT_OUT = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .·_*-]{1,2}){2,}[^\W\d_](?![^\W_])")
_LETTER = re.compile(r"[^\W_]")
_RUN = re.compile(rf"[^\W\d_]{{{SHORTEST_RUN},{LONGEST_RUN}}}")


@dataclass(frozen=True, slots=True)
class Uncovered:
    text: str
    at: tuple[int, ...] | None
    """For each character of the text, where it stands in the message; None: at the same place."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        return (start, end) if self.at is None else (self.at[start], self.at[end - 1] + 1)

    def edited(self, edits: Iterable[Edit]) -> "Uncovered":
        """The text with these changes, which do not overlap and come in order."""
        parts: list[str] = []
        at: list[int] = []
        before = self.at or range(len(self.text))
        done = 0
        for start, end, words in edits:
            parts += (self.text[done:start], words)
            at += before[done:start]
            at += [before[min(start, len(before) - 1)]] * len(words)
            done = end
        if not parts:
            return self
        return Uncovered("".join((*parts, self.text[done:])), (*at, *before[done:]))


def plain(message: str) -> Uncovered:
    """What an eye sees of the message."""
    if message.isascii() and message.isprintable():
        return Uncovered(message, None)
    seen = Uncovered(message, None).edited((m.start(), m.end(), "") for m in _HIDDEN.finditer(message))
    return seen.edited(_changed(_FOREIGN, seen.text, _letter))


def loosened(seen: Uncovered, known: Known) -> Uncovered:
    """Read more generously still; `known` tells the words worth finding. What is far too long is left as it is."""
    if len(seen.text) > LONGEST_MESSAGE:
        return seen
    seen = seen.edited(_changed(_ENTITY, seen.text, unescape))
    seen = seen.edited(_changed(_TAG, seen.text, lambda _tag: ""))
    seen = seen.edited(_within(_SINGLE_WORDS, _AFTER_WORD, seen.text))
    seen = seen.edited(_changed(_BREAK, seen.text, lambda _stop: " "))
    seen = seen.edited(_spelt_out(seen.text, known))
    return seen.edited(_cuts(seen.text, known))


def _changed(pattern: re.Pattern[str], text: str, change: Callable[[str], str]) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        words = change(match[0])
        if words != match[0]:
            yield match.start(), match.end(), words


def _within(outer: re.Pattern[str], inner: re.Pattern[str], text: str) -> Iterator[Edit]:
    """Take out each inner match that lies in an outer one."""
    for match in outer.finditer(text):
        for found in inner.finditer(text, match.start(), match.end()):
            yield found.start(), found.end(), ""


def _letter(char: str) -> str:
    """The plain letter that looks like this one; itself when there is none."""
    for first, letter in _STYLED:
        if first <= ord(char) < first + 26:
            return chr(ord(letter) + ord(char) - first)
    lower = unicodedata.normalize("NFKD", char).lower()
    base = "".join(each for each in lower if not unicodedata.category(each).startswith("M"))
    plainer = _LOOKALIKES.get(base, base)
    return plainer if plainer.isalpha() and plainer.isascii() else char


def _spelt_out(text: str, known: Known) -> Iterator[Edit]:
    """Put single letters together, with a space where a known word ends."""
    for match in _SPELT_OUT.finditer(text):
        letters = [found.start() for found in _LETTER.finditer(text, match.start(), match.end())]
        run = "".join(text[at] for at in letters).lower()
        ends = set(accumulate(map(len, _pieces(run[:LONGEST_RUN], known))))
        for place, (here, after) in enumerate(pairwise(letters), start=1):
            yield here + 1, after, " " if place in ends else ""


def _cuts(text: str, known: Known) -> Iterator[Edit]:
    """A space wherever letters that were run together fall apart into known words."""
    for match in _RUN.finditer(text):
        pieces = _pieces(match[0].lower(), known)
        ends = accumulate(map(len, pieces[:-1]), initial=match.start()) if len(pieces) >= PIECES else ()
        yield from ((at, at, " ") for at in ends if at > match.start())


def _pieces(run: str, known: Known) -> tuple[str, ...]:
    """The fewest known words that make up this run of letters; none when there are no such."""
    if known(run):
        return (run,)
    best: list[tuple[str, ...] | None] = [(), *[None] * len(run)]
    for end in range(1, len(run) + 1):
        for start in range(max(end - LONGEST_PIECE, 0), end):
            before, word, current = best[start], run[start:end], best[end]
            if before is None or (current is not None and len(before) + 1 >= len(current)):
                continue
            if word in _SMALL or (len(word) > 1 and known(word)):
                best[end] = (*before, word)
    return best[-1] or ()
