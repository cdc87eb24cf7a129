"""Tie every claim of an answer to the span of a passage that holds it; drop and count what cannot be tied.

The quote is kept by value, so that an old answer still shows its sources when the guides have changed.
"""

from collections.abc import Callable, Mapping

from assistant.messages import Citation, Passage, Piece, Span, Support

FindSupport = Callable[[str, Passage], Span | None]
"""Return the span of the passage that supports the sentence, or None when none does."""


class Grounding:
    """The citations of one answer, numbered in the order they appear."""

    def __init__(self, passages: Mapping[str, Passage], find_support: FindSupport) -> None:
        self._passages = passages
        self._find_support = find_support
        self.citations: list[Citation] = []
        self.dropped = 0

    def ground(self, piece: Piece) -> str:
        """Return the piece's text with its `[n]` markers, placed before any trailing line break."""
        numbers = [n for support in piece.support if (n := self._number(piece.text, support)) is not None]
        marks = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
        if not marks:
            return piece.text
        words = piece.text.rstrip()
        return f"{words} {marks}{piece.text[len(words) :]}"

    def _number(self, sentence: str, support: Support) -> int | None:
        passage = self._passages.get(support.passage)
        span = passage and self._span(sentence, support, passage)
        if passage is None or not span:
            self.dropped += 1
            return None
        for known in self.citations:
            if (known.passage, known.start, known.end) == (passage.id, span.start, span.end):
                return known.n
        return self._add(passage, span)

    def _span(self, sentence: str, support: Support, passage: Passage) -> Span | None:
        if support.start is None or support.end is None:
            return self._find_support(sentence, passage)
        inside = 0 <= support.start < support.end <= len(passage.text)
        return Span(support.start, support.end) if inside else None

    def _add(self, passage: Passage, span: Span) -> int:
        number = len(self.citations) + 1
        quote = passage.text[span.start : span.end]
        self.citations.append(Citation(number, passage.id, passage.guide, passage.source, span.start, span.end, quote))
        return number
