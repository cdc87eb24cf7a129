"""Find the sentence of a passage that supports what a model said, or say that none does."""

from collections.abc import Callable, Mapping

import numpy as np

from assistant.guides.guide import Line
from assistant.guides.parsing import split_sentences
from assistant.messages import Embedder, Passage, Span, Vectors
from assistant.retrieval.keywords import query_words

SUPPORTS = 0.45  # least cosine at which a line still says what a sentence says; see tests for the pairs it was set on
SHARED_WORDS = 0.5  # or this share of the sentence's telling words stands in the line


class NearestLine:
    """Implements FindSupport: the passage's line nearest to the sentence, if near enough."""

    def __init__(
        self, embedder: Embedder, lines: Mapping[str, Line], line_vectors: Callable[[], Mapping[str, Vectors]]
    ) -> None:
        self._embedder = embedder
        self._lines = lines
        self._line_vectors = line_vectors

    def __call__(self, sentence: str, passage: Passage) -> Span | None:
        spans = self._spans(passage)
        vectors = self._vectors(passage, spans)
        [asked] = self._embedder.embed([sentence])
        scored = [
            (max(float(np.dot(asked, vector)), self._shared(sentence, passage.text[span.start : span.end])), span)
            for span, vector in zip(spans, vectors, strict=True)
        ]
        score, span = max(scored, key=lambda pair: pair[0], default=(0.0, Span(0, 0)))
        return span if score >= SUPPORTS else None

    def _spans(self, passage: Passage) -> list[Span]:
        known = [line for line in self._lines.values() if line.passage == passage.id]
        if known:
            return [Span(line.start, line.end) for line in known]
        spans: list[Span] = []
        start = 0
        for sentence in split_sentences(passage.text):
            start = passage.text.index(sentence, start)
            spans.append(Span(start, start + len(sentence)))
            start += len(sentence)
        return spans

    def _vectors(self, passage: Passage, spans: list[Span]) -> list[Vectors]:
        known = self._line_vectors()
        ids = [f"{passage.id}@{span.start}" for span in spans]
        if all(line_id in known for line_id in ids):
            return [known[line_id] for line_id in ids]
        return list(self._embedder.embed([passage.text[span.start : span.end] for span in spans]))

    @staticmethod
    def _shared(sentence: str, line: str) -> float:
        words = set(query_words(sentence))
        if len(words) < 3:
            return 0.0
        share = len(words & set(query_words(line))) / len(words)
        return SUPPORTS if share >= SHARED_WORDS else 0.0
