"""How many of a message's telling words a line shares: the vectors miss a rare word such as "lift" or "bruise"."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from assistant.guides.guide import Line
from assistant.retrieval.keywords import query_words

STEM_LETTERS = 5  # "cancel", "cancels" and "cancelling" meet; shorter words lose only a plural


class Overlap:
    """Shared words weighed by rarity among the lines of the library. Plain data, built once."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Mapping[str, frozenset[str]] = {line.id: stems(line.text) for line in lines}
        self._holding = Counter(word for words in self._words.values() for word in words)

    def __call__(self, message: frozenset[str], line: Line) -> float:
        """The share of the message's weight of words that the line holds, 0 to 1."""
        total = sum(self._weight(word) for word in message)
        if not total:
            return 0.0
        shared = message & self._words.get(line.id, frozenset())
        return sum(self._weight(word) for word in shared) / total

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self._words) / (1 + self._holding[word]))


def stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in query_words(text))


def _stem(word: str) -> str:
    return word[:STEM_LETTERS] if len(word) > STEM_LETTERS else word.rstrip("s")
