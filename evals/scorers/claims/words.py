"""A sentence as its words: stems, numbers, names, and which words a "not" reaches. Plain text, English; no models."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml

from evals.support import STOPWORDS

Kind = Literal["number", "name", "word", "small"]
"""`small`: a word without content of its own, such as "of"."""

IRREGULAR = Path(__file__).with_name("irregular.yaml")
LONGEST = 1_000  # characters of a sentence, some hundred and sixty words; what is longer is read by its beginning
SCOPE = 1  # word of content that a negation reaches, the verb or the noun behind it, unless its clause ends before
WORD = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[.,;:!?()]")
NO_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|least)\b|\bno doubt\b|\bnothing but\b|\bno matter\b|\bif not\b", re.I
)
SPELT_OUT = re.compile(r"\b(half )?an? (hundred|thousand|million|billion|trillion|dozen)\b", re.I)
NEGATORS = frozenset(["not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"])
"""Not "seldom" and its like, which say how often: they stand among the opposites of "often"."""
UNDOES = re.compile(r"(?:fail|refus|declin)(?:e|es|ed|s|ing)?|unable")
"""Before "to" they deny what follows."""
EXCEPTS = re.compile(
    r"\b(?:unless|except(?:ing)?|apart from|other than|aside from|save for|only if|not\b.{1,60}\buntil"
    r"|if nobody|if no one)\b",
    re.I,
)
"""What it says of the rule it takes back for some."""
ELLIPSIS = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|does|do|did|can|will|would|could|should) not|\w+n't|not)\s*[.;,!?]", re.I
)
"""A denial whose verb stands elsewhere: "the desk is not."."""
ENDS_CLAUSE = frozenset([".", ",", ";", ":", "!", "?", "(", ")", "but", "although", "though", "while", "whereas",
                         "because", "until", "unless"])  # fmt: skip
UNITS = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
COUNTED = {
    "zero": 0, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
"""Not "one", which mostly stands for a person or a thing."""
ENDINGS = ("ational", "isation", "ization", "fulness", "ousness", "iveness", "ations", "ingly", "ation", "ments",
           "ment", "edly", "ness", "able", "ible", "ing", "ies", "ied", "ion", "ity", "ive", "ful", "est", "ous", "al",
           "ly", "ed", "es", "er", "or", "s", "y")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    stem: str
    kind: Kind
    value: float | None = None
    """Of a number."""
    negated: bool = False

    @property
    def content(self) -> bool:
        return self.kind != "small"


@lru_cache(maxsize=20_000)
def tokens(sentence: str) -> tuple[Token, ...]:
    """Its words in order; punctuation is left out."""
    plain = SPELT_OUT.sub(_in_figures, NO_NEGATION.sub(" ", sentence.replace("’", "'")))
    raw = [found[0] for found in WORD.finditer(plain)]
    found: list[Token] = []
    reach = 0
    for place, word in enumerate(raw):
        low = word.lower()
        reach = 0 if low in ENDS_CLAUSE else reach
        if not word[0].isalnum():
            continue
        undoes = UNDOES.fullmatch(low) is not None and raw[place + 1 : place + 2] == ["to"]
        negates = low in NEGATORS or low.endswith("n't") or undoes
        token = _token(word, low, place == 0 or raw[place - 1] in ".!?:", reach > 0 and not negates)
        reach = SCOPE if negates else reach - (1 if token.content else 0)
        found.append(token)
    return tuple(_multiplied(found))


def _in_figures(spelt: re.Match[str]) -> str:
    return f"{'0.5' if spelt[1] else '1'} {spelt[2]}"


def _token(word: str, low: str, starts: bool, negated: bool) -> Token:
    if word[0].isdigit():
        value = float(word.replace(",", ""))
        return Token(word, f"{value:g}", "number", value)
    if low in COUNTED:
        return Token(word, f"{COUNTED[low]:g}", "number", float(COUNTED[low]))
    low = low.removesuffix("'s")
    if low in STOPWORDS or low.endswith("n't") or low in NEGATORS or len(low) < 2:
        return Token(word, stem(low), "small")
    named = word[0].isupper() and not starts
    return Token(word, stem(low), "name" if named else "word", negated=negated)


def with_names(found: Sequence[Token], names: Collection[str]) -> tuple[Token, ...]:
    """A capital at the start of a sentence tells nothing: such a word is a name where it is one elsewhere."""
    return tuple(
        replace(token, kind="name")
        if token.kind == "word" and token.text[0].isupper() and token.stem in names
        else token
        for token in found
    )


def names_in(found: Iterable[Token]) -> frozenset[str]:
    return frozenset(token.stem for token in found if token.kind == "name")


def _multiplied(found: Sequence[Token]) -> Iterator[Token]:
    """3.5 million is one number; so is twenty five."""
    held: Token | None = None
    for token in found:
        if held is not None and held.value is not None:
            unit = UNITS.get(token.text.lower().removesuffix("s"))
            tens = token.value is not None and 20 <= held.value < 100 and held.value % 10 == 0 and token.value < 10
            if unit or tens:
                value = held.value * unit if unit else held.value + (token.value or 0)
                held = Token(f"{held.text} {token.text}", f"{value:g}", "number", value)
                continue
        if held is not None:
            yield held
        held = token
    if held is not None:
        yield held


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending. It errs towards taking two words for one."""
    word = _irregular().get(word, word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.rstrip("ei") if len(word) > 3 else word


@cache
def _irregular() -> Mapping[str, str]:
    listed: Mapping[str, list[str]] = yaml.safe_load(IRREGULAR.read_text(encoding="utf-8"))
    return {form: word for word, forms in listed.items() for form in forms}
