"""Release a model's words sentence by sentence, each with the passages it cites. Plain text in, pieces out.

A piece carries the white space before it, never after it, so that joining the pieces gives the answer's Markdown back
without its citation markers. A sentence is held until the next word has begun, because its marker may follow it.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from assistant.messages import Piece, Support
from assistant.unseen import CONTROLS, UNSEEN

LONGEST_SENTENCE = 600  # longer is a run-on: cut it at a space rather than keep people waiting
LONGEST_MARKER = 300  # five long ids; a bracket open for longer was never a citation

END = re.compile(r"(?:(?<![.!?…])[.!?…]+[\"'”»)*_]*(?=\s|[`(]?[\[【])|[。！？]+[”」』）*_]*|(?=\n))")
MAY_GROW = ".!?…。！？\"'”»」』）)*_`("  # what an end is made of: one at the edge of what has come may yet be another
NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Dr|Mrs?|Ms|Prof|St)|(?:^|\n)\s*\d{1,3}|\b[A-Z])\.$")
BRACKET = r"[\[【]([^\[\]【】\n]{1,300})[\]】]"
MARKER = re.compile(rf"[ \t]*(?:`{BRACKET}`|\({BRACKET}\)|{BRACKET}(?:\([^()\s]*\))?)")
MARKER_BEGINS = re.compile(r"(?:[`(]?[\[【]|[`(]$)")
OPEN_BRACKET = re.compile(r"[ \t]*[`(]?[\[【][^\[\]【】\n]*$")
PASSAGE_ID = re.compile(r"[\w./-]+#[\w.-]+")
NUMBER = re.compile(r"\^?\d{1,3}")
BRACKETED = re.compile(r"[ \t]*\\?[\[【［]([^\[\]【】［］\n]*)[\]】］]")
LEFT_OPEN = re.compile(r"[\[【［]\s*$")
ADDRESS = re.compile(r"://|\bwww\.|\w@\w|\b[\w-]{2,}\.(?:[a-z]{2,}|(?i:com|org|net|gov|edu|info|uk|ie))\b")
RINGING = re.compile(r"(?i)\b(?:call|ring|dial|phone|text|sms|tel|whatsapp)\b(?:\W+[^\W\d]+){0,5}\W+\d{3,}")
DIGITS = re.compile(r"\+?\(?\d(?:[\s().*/‐-―-]{0,3}\d)+")
DATE = re.compile(
    r"(?:19|20)\d\d(?:\W{1,3}\d{1,2}){2}|(?:\d{1,2}\W{1,3}){2}(?:19|20)\d\d|(?:19|20)\d\d\W{1,3}(?:19|20)\d\d"
)
SHORT_LINE = re.compile(r"\d{3}\s\d{3,4}|\d\d\s\d\d\s\d\d")
HIDDEN = re.compile(rf"[{UNSEEN}{CONTROLS}]")
THINKING, ANSWERING = "<think>", "</think>"


def release(words: Iterable[str], known: Collection[str]) -> Iterator[Piece]:
    """Yield the sentences as they are finished; when `words` raises, the unfinished one is never yielded."""
    cutter = _Cutter(known)
    for text in without_thinking(map(_visible, words)):
        yield from cutter.add(text)
    yield from cutter.rest()


def without_thinking(words: Iterable[str]) -> Iterator[str]:
    """Drop the `<think>` block that some local models put before their answer."""
    held: str | None = ""
    for text in words:
        if held is None:
            yield text
            continue
        held = (held + text).lstrip()
        if held.startswith(THINKING):
            answer = held.partition(ANSWERING)[2] if ANSWERING in held else None
        else:
            answer = None if THINKING.startswith(held) else held
        if answer is not None:
            held = None
            yield answer
    if held and not held.startswith(THINKING):
        yield held


class _Cutter:
    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._buffer = ""
        self._scanned = 0
        """Before this nothing ends a sentence, so that no word is looked at again with each one that comes."""
        self._first = True
        self._last = False
        self._waiting: list[str] = []
        """Ids whose marker stood alone, kept for the next sentence."""

    def add(self, text: str) -> Iterator[Piece]:
        self._buffer += text
        while (end := self._end()) is not None:
            sentence, self._buffer, self._scanned = self._buffer[:end], self._buffer[end:], 0
            yield from self._piece(sentence)

    def rest(self) -> Iterator[Piece]:
        """What is left at the end of the answer, without a marker that was begun and never closed."""
        unclosed = OPEN_BRACKET.search(self._buffer)
        if unclosed and self._half_marker(unclosed[0]):
            self._buffer = self._buffer[: unclosed.start()]
        self._last = True
        yield from self.add("\n")
        if self._waiting:
            yield Piece("", _supports(self._waiting))

    def _end(self) -> int | None:
        """Where the first sentence ends, its markers included, or None while that is not yet known."""
        begin = len(self._buffer) - len(self._buffer.lstrip())
        for match in END.finditer(self._buffer, max(begin, self._scanned)):
            if match.end() - begin > LONGEST_SENTENCE:
                break
            if match[0] == "" or self._is_end(self._buffer[: match.end()]):
                self._scanned = match.start()
                return self._after_markers(match.end())
        self._scanned = len(self._buffer.rstrip(MAY_GROW))
        if len(self._buffer) - begin > LONGEST_SENTENCE:
            return self._cut_run_on(begin)
        return None

    def _is_end(self, text: str) -> bool:
        line = text[text.rfind("\n") + 1 :]
        return not (NO_END.search(text) or _open_quote(line) or OPEN_BRACKET.search(line))

    def _cut_run_on(self, begin: int) -> int:
        space = self._buffer.rfind(" ", begin, begin + LONGEST_SENTENCE)
        cut = space if space > 0 else begin + LONGEST_SENTENCE
        bracket = OPEN_BRACKET.search(self._buffer[:cut])
        near = bracket and bracket.start() > begin and cut - bracket.start() < LONGEST_MARKER
        return bracket.start() if bracket and near else cut

    def _after_markers(self, end: int) -> int | None:
        """Move past the markers that follow a sentence; None while one could still be coming."""
        while following := self._buffer[end:].lstrip():
            if not MARKER_BEGINS.match(following):
                return end
            start = len(self._buffer) - len(following)
            marker = MARKER.match(self._buffer, start)
            if marker is None:
                return end if self._last or not _may_close(following) else None
            if marker.end() == len(self._buffer):  # an address in parentheses, or a full stop, may belong to it
                return end if self._last else None
            if not self._ids(_inside(marker)):
                return end
            end = marker.end()
            if self._buffer[end] in ".,;":  # the sentence has ended already
                self._buffer = self._buffer[:end] + self._buffer[end + 1 :]
        return end if self._last else None

    def _piece(self, sentence: str) -> Iterator[Piece]:
        ids: list[str] = []
        text, before = sentence, ""
        while text != before:  # what one pass takes out may leave another marker behind
            before = text
            text = MARKER.sub(lambda match: self._take(match, ids), text)
            text = BRACKETED.sub(lambda match: "" if _only_number(match[1]) else match[0], text)
        text = LEFT_OPEN.sub("", text).rstrip()
        if _leads_elsewhere(text):
            return
        ids = self._waiting + ids
        if not text.strip():
            self._waiting = ids
            return
        yield Piece(text.lstrip() if self._first else text, _supports(ids))
        self._waiting, self._first = [], False

    def _take(self, match: re.Match[str], ids: list[str]) -> str:
        found = self._ids(_inside(match))
        ids += found
        return "" if found else match[0]

    def _ids(self, inside: str) -> list[str]:
        """The ids in a bracket, known or invented; none when it is not a citation at all."""
        parts = [part.strip() for part in re.split("[,;]", inside)]
        words = [word for part in parts for word in ([part] if part in self._known else _words(part))]
        ids = [word for word in words if self._is_id(word)]
        return ids if len(ids) == len(words) or any("#" in word for word in ids) else []

    def _is_id(self, word: str) -> bool:
        if word in self._known or PASSAGE_ID.fullmatch(word) or NUMBER.fullmatch(word):
            return True
        return any(known.startswith(f"{word}#") for known in self._known)

    def _half_marker(self, text: str) -> bool:
        inside = text.strip().lstrip("`([【")
        last = inside.split()[-1] if inside.split() else ""
        begun = any(known.startswith(last) for known in self._known)
        return begun or not last or "#" in inside or "/" in inside or bool(NUMBER.fullmatch(last))


def _supports(ids: Iterable[str]) -> tuple[Support, ...]:
    return tuple(Support(passage) for passage in dict.fromkeys(ids))


def _inside(marker: re.Match[str]) -> str:
    return next(group for group in marker.groups() if group is not None)


def _visible(text: str) -> str:
    """Without controls and what nobody sees: it would hide a marker."""
    return HIDDEN.sub("", text)


def _only_number(inside: str) -> bool:
    """Only Grounding writes numbers in brackets: a model's own would pass for a citation that was checked."""
    return any(map(str.isdigit, inside)) and not any(map(str.isalpha, inside))


def _leads_elsewhere(text: str) -> bool:
    """Whether it holds a telephone number or an address: those belong to fixed words, and a model's may be made up."""
    return bool(ADDRESS.search(text) or RINGING.search(text)) or any(map(_is_telephone, DIGITS.findall(text)))


def _is_telephone(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    whole = digits >= 7 or (digits >= 5 and number.lstrip("(")[0] in "+0")
    return not DATE.fullmatch(number) and (whole or bool(SHORT_LINE.fullmatch(number)))


def _words(part: str) -> list[str]:
    return [word for raw in re.split(r"[\s=]+", part) if (word := raw.strip("\"'`.:"))]


def _open_quote(line: str) -> bool:
    """Whether the line ends inside words to say: they are released whole, so that one citation covers them."""
    return line.count('"') % 2 == 1 or line.count("“") > line.count("”")


def _may_close(text: str) -> bool:
    return len(text) <= LONGEST_MARKER and "\n" not in text and not re.search(r"[\]】]", text)
