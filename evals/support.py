"""Does a quoted passage hold what a sentence says? Word overlap: a first, blunt measure, calibrated by a later issue.

Known to be blind to a changed "not" and to a right word in a wrong place; the tests pin what it can tell.
"""

import re
from collections.abc import Iterable

from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill

ENOUGH = 0.5  # half of a sentence's content words; composed answers reuse the guide's own words
SHORT = 2  # content words; a sentence with fewer ("Then wait.") says too little to be checked

STOPWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about after all also am an and any are as at be because been before being both but by can could
        did do does doing don down for from get had has have he her here hers him his how i if in into is it
        its just let like ll me more most my no nor not now of off on once one only or other our out over
        own re s same say she should so some such t than that the their them then there these they this
        those to too under until up ve very was way we were what when where which while who whom why will
        with would you your yours
        """,
    )
)
PERSONS = re.compile(r"\b(?:mentee|mentor|peer|they|them|person|someone)s?\b")


def support(sentence: str, quotes: Iterable[str]) -> float:
    """The share of a sentence's content words found in the quotes; 1 when it says too little to check."""
    said = content_words(sentence)
    if len(said) < SHORT:
        return 1.0
    return len(said & content_words(_filled(quotes))) / len(said)


def missing_numbers(sentence: str, quotes: Iterable[str]) -> list[str]:
    """Numbers in figures that the sentence gives and no quote does. A quote with a placeholder may give any."""
    quoted = " ".join(quotes)
    if "{" in quoted:
        return []
    known = set(re.findall(r"\d+", quoted))
    return [number for number in re.findall(r"\d+", sentence) if number not in known]


def content_words(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", PERSONS.sub(" ", text.casefold()))
    return {_stem(word) for word in words if word not in STOPWORDS and len(word) > 1}


def _filled(quotes: Iterable[str]) -> str:
    """A quote names its contacts by placeholder; the answer says them in words."""
    return fill(" ".join(quotes), ProgrammeCard(), None)


def _stem(word: str) -> str:
    for ending in ("ingly", "edly", "ing", "ies", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending).rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word
