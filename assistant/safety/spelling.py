"""Read words as people type them: case, accents, contractions, text-speak, doubled letters, leetspeak.

One typed word may become several (`cant` reads "can not", `kms` reads "kill myself").
"""

import re
import unicodedata
from collections.abc import Mapping


def vocabulary(words: str) -> frozenset[str]:
    """A set of words, written in a row."""
    return frozenset(words.split())


_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_SIGNS = re.compile(r"[@$!*]+")
_APOSTROPHES = re.compile("['’ʼ‘`´]")
_LETTERS = re.compile(r"[^\W_]+")
_RUN = re.compile(r"(.)\1{2,}")
_VERBS_WITH_NOT = vocabulary("do does did is are was were has have had would could should need must might ai")
_IRREGULAR = {"cant": "can not", "cannot": "can not", "wont": "will not", "shant": "shall not", "dont": "do not"}
_WHO_IS = vocabulary(
    "he she it that there what who where how here when everything nothing something someone somebody everyone nobody"
)
MAX_WORD_CHARS = 40  # the longest words of English are shorter; the rest is noise and read as it stands


class Spelling:
    """Turns a typed word into plain words. `known` are the words that rules look for."""

    def __init__(self, table: Mapping[str, str], near: tuple[str, ...] = ()) -> None:
        self._table = {wrong: tuple(right.split()) for wrong, right in table.items()}
        self._table |= {slip: (word,) for word in near for slip in _slips(word)}
        self.known: set[str] = set()

    def knows(self, word: str) -> bool:
        return word in self.known or word in self._table

    def words(self, typed: str) -> tuple[str, ...]:
        """Return the plain words of one typed word, as many as it stands for."""
        plain = _APOSTROPHES.sub("'", _plain(typed))
        if plain in self._table:
            return self._table[plain]
        if plain in self.known:
            return (plain,)
        if len(plain) > MAX_WORD_CHARS:
            return tuple(_LETTERS.findall(plain)) or (plain,)
        if "'" in plain:
            return self._with_apostrophe(plain)
        if negated := _with_not(plain):
            return negated
        if plain.isalpha() or plain.isdigit():
            return self._unrepeated(plain)
        return self._disguised(plain)

    def _with_apostrophe(self, plain: str) -> tuple[str, ...]:
        stem, _, tail = plain.rpartition("'")
        whole = plain.replace("'", "")
        if negated := _with_not(whole):
            return negated
        ending = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}.get(tail)
        if tail == "s" and stem in _WHO_IS:
            ending = "is"
        if ending:
            return (*self.words(stem), ending)
        return self.words(stem) if tail == "s" else self._table.get(whole, (whole,))

    def _unrepeated(self, plain: str) -> tuple[str, ...]:
        """Undo `soooo` and `killll`, when a rule knows the shorter word."""
        if not _RUN.search(plain):
            return (plain,)
        for shorter in (_RUN.sub(r"\1\1", plain), _RUN.sub(r"\1", plain)):
            if shorter in self.known or shorter in self._table:
                return self._table.get(shorter, (shorter,))
        return (plain,)

    def _disguised(self, plain: str) -> tuple[str, ...]:
        """Undo `su1c1de` and `k!ll`, when a rule knows the word beneath."""
        for guess in (plain.translate(_LEET), _SIGNS.sub("", plain)):
            if guess in self._table:
                return self._table[guess]
            if guess in self.known:
                return (guess,)
        pieces = tuple(piece for piece in _LETTERS.findall(plain))
        return pieces or (plain,)


def _plain(typed: str) -> str:
    if typed.isascii():
        return typed.lower() if typed.isprintable() else "".join(c for c in typed.lower() if c.isprintable())
    decomposed = unicodedata.normalize("NFKD", typed).lower()
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf", "Cc"})


def _with_not(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return tuple(_IRREGULAR[word].split())
    return (word[:-2], "not") if word.endswith("nt") and word[:-2] in _VERBS_WITH_NOT - {"need"} else ()


def _slips(word: str) -> set[str]:
    """One letter left out, or two neighbours swapped: the commonest slips of the thumb."""
    left_out = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return (left_out | swapped) - {word}
