"""Likely names of people in a message. Best effort, by list, by how they are written and by how they are introduced.

English tells names by capitals inside sentences; German writes every noun so, and Arabic, Chinese and Hindi have no
capitals: there, and in what is typed in small letters, only listed and introduced names are found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.safety.lexicon import Lexicon, lexicon
from assistant.safety.spelling import vocabulary

_LETTER = r"[^\W\d_\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
_WORD = re.compile(rf"{_LETTER}+(?:['’-]{_LETTER}+)*")
_BREAK = re.compile(r"[.!?:;\n\"“”„«»(\[•…¿¡]|\s[-–—]\s|^[-–—]|['‘]$")
_POSSESSIVE = re.compile(r"['’]s?$")
MOST_SHOUTED = 0.7  # of letters: above it, capitals tell nothing
_IN = vocabulary("in at near around")
_INTRODUCED = re.compile(
    r"(?:\b(?:called|named|name is|name['’]s|name was|heißt|heisst|heiße|heisse|name ist|llamo|llama|nombre es|appelle"
    r"|nom est|chama|chamo|chama-se|nome é|nome del[ae] é)|\bname:)\s+[\"“'‘«]?$",
    re.IGNORECASE,
)
_HE_IS = re.compile(r"^(?:\s+is|,)\s+(?:my|our)\s+(?:\w+\s+){0,2}?(\w+)", re.IGNORECASE)
_SMALL_OWN = vocabulary("my our his her their")
FEW = 2  # words of a title
LONGEST_ROLE = 3  # words between "my" and the role: "my mentee's new manager"
LEAST_SLIP = 6  # letters; shorter names are near to some word by chance

_ARABIC = re.compile(r"(?<![\u0620-\u065f])(?:[وف]?[لبك]|[وف])?(?P<it>[\u0620-\u065f]{2,15})(?![\u0620-\u065f])")
_ARABIC_INTRODUCED = re.compile(r"(?:اسمها|اسمه|اسمي|اسم\s\S+|[تي]دعى)\s+(?:هو\s+|هي\s+)?(?P<it>[\u0620-\u065f]{2,15})")
_DEVANAGARI_WORD = re.compile(r"[\u0900-\u097f]+")
_DEVANAGARI_INTRODUCED = re.compile(r"नाम\s+(?P<it>[\u0900-\u097f]{2,20}(?:\s[\u0900-\u097f]{2,20})?)\s+(?:है|हैं|था|थी)")
_HAN_ENDS = (
    r"(?=$|[，。！？、,.!?\s]|的|是|总|最近|经常|说|在|不|很|想|跟|和|今天|昨天|又|没|告诉|觉得|一直|对|给|要|有"
    r"|来|也|就|让|从|今年)"
)
_HAN_INTRODUCED = re.compile(rf"(?:叫做?|名叫|名字是|名字叫)(?P<it>[\u4e00-\u9fff]{{2,3}}?){_HAN_ENDS}")
_HAN_ROLES = "学员|学生|导师|老师|朋友|同学|同事|徒弟|师父|妈妈|爸爸|哥哥|姐姐|弟弟|妹妹|男朋友|女朋友|室友|经理|老板"


@dataclass(frozen=True, slots=True)
class Name:
    """`text[start:end]` is taken for a name."""

    start: int
    end: int
    role: str | None = None
    """What the person said somebody is to them, where it stands right before: "my mentee"."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    low: str
    """In small letters, without an ending 's."""
    capital: bool
    begins: bool
    """Does a sentence begin with it?"""
    gap: str
    """What stands between it and the word before."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find_names(text: str, known: Lexicon | None = None) -> list[Name]:
    """In order, without overlaps."""
    words = known or lexicon()
    found = [*_Latin(text, words).names(), *_arabic(text, words), *_devanagari(text, words), *_han(text, words)]
    return sorted(found, key=lambda name: name.start)


def names_in_title(title: str, known: Lexicon | None = None) -> list[str]:
    """The names in a few words of somebody's own, such as "Sam, Thursday".

    A word is one when no list has it as an ordinary one, and it has a capital or is one of two at most.
    """
    lists = known or lexicon()
    words = [_POSSESSIVE.sub("", match[0]) for match in _WORD.finditer(title)]
    no_names = lists.ordinary | lists.not_names | lists.roles | lists.never | lists.own | lists.titles | lists.greetings
    alone, few = len(words) == 1, len(words) <= FEW
    return [
        word
        for word in words
        if word.lower() in lists.first
        or (alone and word.lower() in lists.also_words)
        or (len(word) > 1 and (few or word[:1].isupper()) and word.lower() not in no_names | lists.also_words)
    ]


class _Latin:
    def __init__(self, text: str, known: Lexicon) -> None:
        self._text = text
        self._known = known
        letters = [sign for sign in text if sign.isalpha()]
        self._shouted = len(letters) > 12 and sum(map(str.isupper, letters)) / len(letters) > MOST_SHOUTED
        self._words = list(self._read())
        lows = [word.low for word in self._words]
        self._german = sum(low in self._known.german for low in lows) >= max(2, len(lows) // 6)

    def _read(self) -> Iterator[_Word]:
        end = 0
        for match in _WORD.finditer(self._text):
            gap = self._text[end : match.start()]
            plain = _POSSESSIVE.sub("", match[0])
            capital = plain[:1].isupper() and not self._shouted and (not plain[:2].isupper() or len(plain) > 4)
            yield _Word(plain, match.start(), plain.lower(), capital, end == 0 or bool(_BREAK.search(gap)), gap)
            end = match.end()

    def names(self) -> Iterator[Name]:
        at = 0
        while at < len(self._words):
            if not self._is_name(at):
                at += 1
                continue
            last = self._last(at)
            first = at - 1 if at and self._titled(at) else at
            yield Name(self._words[first].start, self._words[last].end, self._role(first))
            at = last + 1

    def _is_name(self, at: int) -> bool:
        word = self._words[at]
        small = re.split("['’]", word.low)[0]
        if len(word.low) < 2 or small in self._known.roles:
            return False
        if small in self._known.never and not (word.low in self._known.also_words and word.capital):
            return False
        if word.low in self._known.first:
            return True
        return self._presented(at) or self._written_as_name(at)

    def _presented(self, at: int) -> bool:
        """After a title, a greeting, "called" or a role, more is a name than elsewhere."""
        word, likely = self._words[at], self._unknown(at) or self._words[at].low in self._known.also_words
        if self._titled(at):
            return word.capital or likely
        if _INTRODUCED.search(self._text[max(word.start - 30, 0) : word.start]):
            return (word.capital and word.low not in self._known.not_names) or likely
        before = self._words[at - 1] if at else None
        if before is None or word.gap not in {" ", ", "}:
            return False
        if before.low in self._known.greetings and word.gap == " ":
            return likely and (word.capital or self._unknown(at))
        if before.low in self._known.roles and not self._slip(word.low):
            return likely and (word.capital or (word.gap == " " and self._of_theirs(at)))
        return False

    def _written_as_name(self, at: int) -> bool:
        word = self._words[at]
        if not word.capital or word.low in self._known.not_names:
            return False
        match = _HE_IS.match(self._text[word.end : word.end + 40])
        if match and match[1].lower() in self._known.roles and self._likely(at):
            return True
        if self._german:
            return False
        if not word.begins:
            return self._likely(at) and not (at and self._words[at - 1].low in _IN)
        return self._tells(at)

    def _tells(self, at: int) -> bool:
        """At the beginning of a sentence any word has a capital: it must do what people do."""
        word = self._words[at]
        after = self._words[at + 1].low if at + 1 < len(self._words) and not self._words[at + 1].begins else ""
        if word.low in self._known.also_words:
            return after in self._known.telling
        owns = self._text[word.end : word.end + 2].lower() in {"'s", "’s"}
        return self._unknown(at) and (owns or after in self._known.telling or after in self._known.being)

    def _likely(self, at: int) -> bool:
        return self._unknown(at) or self._words[at].low in self._known.also_words

    def _unknown(self, at: int) -> bool:
        """No ordinary word that we know of, nor one made of such."""
        low = self._words[at].low
        parts = [low, *re.split(r"['’-]", low)] if self._words[at].capital is False else [low]
        return not any(part in self._known.ordinary or part in self._known.not_names for part in parts)

    def _titled(self, at: int) -> bool:
        return at > 0 and self._words[at - 1].low in self._known.titles and self._words[at].gap in {" ", ". "}

    def _of_theirs(self, at: int) -> bool:
        """English, "my" or the like before the role: elsewhere an unknown word in small letters is a verb."""
        return any(word.low in _SMALL_OWN for word in self._words[max(at - 1 - LONGEST_ROLE, 0) : at - 1])

    def _slip(self, low: str) -> bool:
        """One letter away from an ordinary word: a slip of the thumb rather than a name."""
        around = {low[:n] + low[n + 1 :] for n in range(len(low))}
        around |= {low[:n] + low[n + 1 : n + 2] + low[n : n + 1] + low[n + 2 :] for n in range(len(low) - 1)}
        letters = "abcdefghijklmnopqrstuvwxyz"
        around |= {low[:n] + letter + low[n:] for n in range(len(low) + 1) for letter in letters}
        around |= {low[:n] + letter + low[n + 1 :] for n in range(len(low)) for letter in letters}
        return len(low) >= LEAST_SLIP and not around.isdisjoint(self._known.ordinary)

    def _last(self, at: int) -> int:
        """Take the family name along."""
        words = self._words
        while (
            at + 1 < len(words)
            and words[at + 1].gap == " "
            and self._text[words[at].end : words[at].end + 1] == " "
            and words[at + 1].capital
            and words[at + 1].low not in self._known.not_names | self._known.never
            and not self._german | (words[at + 1].low in self._known.roles)
        ):
            at += 1
        if (
            self._german
            and at + 1 < len(words)
            and words[at + 1].gap == " "
            and self._words[at + 1].low in self._known.first
        ):
            at += 1
        return at

    def _role(self, at: int) -> str | None:
        words = self._words
        if not at or words[at].gap not in {" ", ", "} or words[at - 1].low not in self._known.roles:
            return None
        for first in range(at - 2, max(at - 3 - LONGEST_ROLE, -1), -1):
            if words[first + 1].gap not in {" ", "'s ", "’s "}:
                return None
            if words[first].low in self._known.own:
                return self._text[words[first].start : words[at - 1].end]
        return None


def _arabic(text: str, known: Lexicon) -> Iterator[Name]:
    listed = (match for match in _ARABIC.finditer(text) if match["it"] in known.arabic)
    yield from _spans(text, [*listed, *_ARABIC_INTRODUCED.finditer(text)])


def _devanagari(text: str, known: Lexicon) -> Iterator[Name]:
    listed = (match for match in _DEVANAGARI_WORD.finditer(text) if match[0] in known.devanagari)
    yield from _spans(text, [*_DEVANAGARI_INTRODUCED.finditer(text), *listed])


def _han(text: str, known: Lexicon) -> Iterator[Name]:
    names = rf"(?:[{known.han_surnames}][\u4e00-\u9fff]{{1,2}}?|[小阿老][\u4e00-\u9fff])"
    after_role = re.compile(rf"(?:{_HAN_ROLES})(?P<it>{names}){_HAN_ENDS}")
    alone = re.compile(
        rf"(?:^|(?<=[，。！？、,.!?\s]))(?P<it>[{known.han_surnames}][\u4e00-\u9fff]{{1,2}}?)"
        r"(?=是我的|总是|说|告诉我|不想|一直|最近)"
    )
    patterns = (_HAN_INTRODUCED, after_role, alone)
    yield from _spans(text, [match for pattern in patterns for match in pattern.finditer(text)])


def _spans(text: str, matches: Sequence[re.Match[str]]) -> Iterator[Name]:
    taken: list[tuple[int, int]] = []
    for match in matches:
        start, end = match.span("it" if "it" in match.re.groupindex else 0)
        if text[start:end].strip() and all(end <= first or last <= start for first, last in taken):
            taken.append((start, end))
            yield Name(start, end)
