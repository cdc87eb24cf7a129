"""Finding guides on the shelf: by words, reader and moment. Pure: guides in, guides out.

Words are looked for as they begin ("cancel" finds "cancelling"), and where they stand decides the order. No model and
no index of vectors: it answers while somebody types.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.guides.guide import Guide
from assistant.guides.library import Library
from assistant.guides.wayfinding import Wayfinding, folder_of
from assistant.situation import Role

WEIGHTS = (8, 4, 3, 2, 1)  # title, topics, in short, how it is asked, the rest: in the order of `_texts`
CLOSE = 0.8  # difflib's ratio: one or two letters wrong in a long word, one in a short one
SHORTEST = 4  # letters that stay when an ending is taken off, so that "being" does not become "be"
SMALL = frozenset(
    re.findall(
        r"\w+",
        "a about am an and are as at be been but by can cant could did do does dont for from get had has have he her "
        "him his how i if im in is it its ive just keep keeps know me mine my no not of off on or our out really she "
        "should so some that the their them then there they this to too up us want was we were what when where which "
        "who why will with would you your",
    )
)
"""Words that say nothing of what somebody is looking for."""
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    guides: tuple[Guide, ...]
    whole: bool = True
    """False: no guide has all the words, these have some of them."""


class Shelf:
    """Every guide with its words ready to be looked through."""

    def __init__(self, library: Library, signs: Wayfinding) -> None:
        self._texts = [(guide, _texts(guide, library, signs)) for guide in library.guides.values()]
        self._known = sorted({word for _, texts in self._texts for word in f"{texts[0]}{texts[1]}".split()})

    def find(self, words: str, reader: str | None = None, moment: str | None = None) -> Found:
        """Guides for this reader and moment; with words, the nearest first, else as they stand in the library."""
        fitting = [(guide, texts) for guide, texts in self._texts if _fits(guide, reader, moment)]
        stems = [self._spelt(stem) for stem in _wanted(words)]
        if not stems:
            return Found(tuple(guide for guide, _ in fitting))
        weighed = [(guide, [_weight(stem, texts) for stem in stems]) for guide, texts in fitting]
        whole = [(guide, weights) for guide, weights in weighed if all(weights)]
        half = [(guide, weights) for guide, weights in weighed if 2 * sum(map(bool, weights)) >= len(stems)]
        ordered = sorted(whole or half, key=lambda pair: (-sum(pair[1]), pair[0].title))
        return Found(tuple(guide for guide, _ in ordered), bool(whole))

    def _spelt(self, stem: str) -> str:
        """As it is, when any guide has it; else the nearest word of a title or a topic, if one is near."""
        if any(_weight(stem, texts) for _, texts in self._texts):
            return stem
        return next(iter(difflib.get_close_matches(stem, self._known, n=1, cutoff=CLOSE)), stem)


def in_short(guide: Guide, reader: Role | None) -> str:
    """The first sentence of what a guide says, to this reader where it has words for them."""
    lines = guide.lines("in_short", reader if reader in guide.readers else next(iter(guide.readers), None))
    return lines[0].text if lines else ""


def _texts(guide: Guide, library: Library, signs: Wayfinding) -> tuple[str, ...]:
    topic = signs.topic(folder_of(guide.id))
    short = (passage.text for passage in guide.passages if passage.heading == "in_short")
    rest = (*(passage.text for passage in guide.passages), topic.name, topic.about)
    asked = (line for line in library.asked(guide.id) if "\n" not in line)  # a conversation begins with something else
    fields: tuple[Iterable[str], ...] = ((guide.title,), guide.topics, short, asked, rest)
    return tuple(f" {' '.join(_plain(' '.join(field)))} " for field in fields)


def _plain(text: str) -> list[str]:
    return WORD.findall(text.casefold().replace("'", "").replace("\u2019", ""))


def _wanted(words: str) -> list[str]:
    said = _plain(words)
    return [_stem(word) for word in [word for word in said if word not in SMALL] or said]


def _stem(word: str) -> str:
    """The word without an English ending, enough to find its other forms by how they begin."""
    for ending in ("ing", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            word = word.removesuffix(ending)
            return word[:-1] if ending in {"ing", "ed"} and word[-1] == word[-2] and word[-1] != "s" else word
    return word


def _weight(stem: str, texts: tuple[str, ...]) -> int:
    """0 when it is nowhere; else by the best place, and among guides where that is the same by how often."""
    begun = f" {stem}"
    place = next((weight for weight, text in zip(WEIGHTS, texts, strict=True) if begun in text), 0)
    return 100 * place + min(99, sum(text.count(begun) for text in texts)) if place else 0


def _fits(guide: Guide, reader: str | None, moment: str | None) -> bool:
    chosen = ((reader, guide.readers), (moment, guide.moments))
    return all(value is None or value in values for value, values in chosen)
