"""Does a text say a phrase? Whole words, case and typography forgiven, `*` at the end of a word for any ending.

A forbidden phrase that is only named in order to warn of it ("Avoid saying ...") is not said.
"""

import re
from functools import lru_cache

from evals.answers import Sentence, sentences

TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-", "–": "-"})
WARNING = re.compile(
    r"\b(?:avoid\w*|leave out|skip\w*|resist\w*|rather than|instead of|without|never|not(?!,)|cannot|beware"
    r"|stay away from|steer clear)\b|n't\b"
)
NO_WARNING = re.compile(r"\b(?:don't worry|do not worry|not only|why not)\b")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, straight quotes, single spaces, no emphasis marks."""
    words = text.translate(TYPOGRAPHY).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}", "", words)).strip()


@lru_cache(maxsize=65_536)
def pattern(phrase: str) -> re.Pattern[str]:
    words = plain_phrase(phrase)
    if not re.search(r"\w", words):
        return re.compile(re.escape(words))
    body = re.escape(words.rstrip("*")).replace(r"\*", r"\w*")
    start = r"(?<!\w)" if re.match(r"\w", words) else ""
    end = r"\w*" if phrase.endswith("*") else r"(?!\w)" if re.search(r"\w$", words) else ""
    return re.compile(start + body + end)


def plain_phrase(phrase: str) -> str:
    return re.sub(r"\s+", " ", phrase.translate(TYPOGRAPHY).casefold()).strip()


def says(text: str, phrase: str) -> bool:
    words = plain(text)
    return _start(phrase) in words and bool(pattern(phrase).search(words))


@lru_cache(maxsize=65_536)
def _start(phrase: str) -> str:
    """What stands in any text that says it, up to its first `*`: looked for first, for most texts do not."""
    return plain_phrase(phrase).partition("*")[0]


def said_outright(text: str, phrase: str, warned: frozenset[int] = frozenset()) -> str | None:
    """Return the sentence that says the phrase as its own advice; `warned` are the marks of cited warnings."""
    for sentence in sentences(text):
        if says(sentence.text, phrase) and not _warns(sentence, phrase, warned):
            return sentence.text
    return None


def _warns(sentence: Sentence, phrase: str, warned: frozenset[int]) -> bool:
    if sentence.marks and warned.issuperset(sentence.marks):
        return True
    hit = pattern(phrase).search(plain(sentence.text))
    before = plain(sentence.text)[: hit.start()] if hit else ""
    return bool(WARNING.search(NO_WARNING.sub("", f"{plain(sentence.label)} {before}")))
