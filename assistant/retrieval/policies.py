"""The programme's own documents in use: kept in step with their index, searched for what they say on a message.

They have an index of their own, so that adding one embeds nothing else, and removing one leaves nothing of it: the
index is written anew from what is left, and the version before is deleted at once.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.errors import AssistantError
from assistant.guides.documents import Document, Documents, sentences
from assistant.guides.importing.folder import DocumentFolder, Stamp
from assistant.messages import Embedder, Findings, Passage, Progress, Rule, Search, Span, Turn, Vectors
from assistant.retrieval.current import silent
from assistant.retrieval.entries import Entry
from assistant.retrieval.policyindex import PolicyIndex, open_policies
from assistant.situation import Situation

COMMON = 1.5  # how much of what all guides have in common is taken from a passage: it says nothing of its subject
SENTENCE, WORDS = 0.5, 0.5  # of the likeness, and beside it; with COMMON chosen on two handbooks and 68 questions
SURE = (
    0.3  # least score of a rule beside a guide: 4 in 100 unrelated questions reach it, 6 in 10 that a rule answers do
)
SURE_ALONE = 0.33  # where no guide speaks to it: no question about something else altogether reached it
RIVAL = 0.8  # share of the best rule's score from which a second one is quoted too
MOST = 2  # rules quoted at once
WHOLE_WORDS = 50  # a passage of up to so many words is quoted whole, of a longer one what stands around the nearest
MATCHES = 50  # passages that share words with a message looked at


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Documents with all that is needed to search them."""

    documents: Documents
    stamp: Stamp
    index: PolicyIndex | None
    passages: tuple[Passage, ...]
    vectors: Vectors
    """One row per passage, what is common to all guides taken off."""
    spans: tuple[Span, ...]
    span_vectors: Vectors
    homes: Vectors
    """For each span the place of its passage."""


class PolicySearch:
    """Implements the Search protocol: what the guides hold, and what the programme's own documents say on it."""

    def __init__(
        self, guides: Search, policies: "Policies", quotable: Callable[[str], bool] = lambda _text: True
    ) -> None:
        """`quotable` tells whether words of a document may be said: an order hidden in one is not."""
        self._guides = guides
        self._policies = policies
        self._quotable = quotable

    def __call__(self, text: str, situation: Situation, history: Sequence[Turn]) -> Findings:
        found = self._guides(text, situation, history)
        if found.vector is None or found.topic is None:
            return found
        vector = found.vector + found.topic
        vector /= max(float(np.linalg.norm(vector)), 1e-9)
        rules = self._policies.find(found.query, vector, alone=not found.reliable)
        return replace(found, rules=tuple(rule for rule in rules if self._quotable(rule.passage.text)))


class Policies:
    """Shared by every visitor; holds nothing about any of them."""

    def __init__(self, folder: DocumentFolder, embedder: Embedder, common: Callable[[], Vectors]) -> None:
        """`common` gives the mean embedding of the guides' lines, shape (dimensions,)."""
        self._folder = folder
        self._index = folder.path / "index"
        self._embedder = embedder
        self._common = common
        self._lock = threading.RLock()
        self._shelf: _Shelf | None = None

    @property
    def documents(self) -> Documents:
        """As they are now, also when another process has changed them."""
        return self._folder.read()

    def add(self, documents: Sequence[Document], progress: Progress = silent) -> None:
        """Add them, each in the place of one of its name. Raises AssistantError, and then all is as it was."""
        self._change(documents, (), progress)

    def remove(self, document: Document) -> None:
        """Leave nothing of it. Raises AssistantError, and then all is as it was."""
        self._change((), (document,), silent)

    def find(self, text: str, vector: Vectors, *, alone: bool) -> tuple[Rule, ...]:
        """What the documents say on a message, given with its embedding; `alone` when no guide speaks to it."""
        shelf = self._current(silent)
        if shelf.index is None:
            return ()
        scores = _likeness(shelf, vector)
        places = {passage.id: place for place, passage in enumerate(shelf.passages)}
        for match in shelf.index.keywords.search(text, MATCHES):
            if match.target in places:
                scores[places[match.target]] += WORDS * match.score
        best = float(scores.max())
        if best < (SURE_ALONE if alone else SURE):
            return ()
        near = [place for place in np.argsort(-scores)[:MOST] if scores[place] >= max(SURE, RIVAL * best)]
        return tuple(_rule(shelf, int(place), vector, float(scores[place])) for place in near)

    def _change(self, kept: Sequence[Document], dropped: Sequence[Document], progress: Progress) -> None:
        with self._lock:
            names = {document.name.casefold() for document in (*kept, *dropped)}
            before = [document for document in self._folder.read().all if document.name.casefold() in names]
            try:
                self._store(kept, dropped)
                self._current(progress)
            except BaseException:
                self._store(before, [document for document in kept if document not in before])
                self._shelf = None
                raise

    def _store(self, kept: Sequence[Document], dropped: Sequence[Document]) -> None:
        try:
            for document in dropped:
                self._folder.drop(document.name)
            for document in kept:
                self._folder.keep(document)
        except OSError as error:
            raise AssistantError(
                f"The documents cannot be kept in {str(self._folder.path)!r} ({error.strerror}). Make room, or "
                "make the folder writable, and try again."
            ) from error

    def _current(self, progress: Progress) -> _Shelf:
        with self._lock:
            stamp = self._folder.stamp()
            if self._shelf is None or self._shelf.stamp != stamp:
                documents = self._folder.read()
                index = open_policies(self._index, _entries(documents), self._embedder, progress)
                self._shelf = _laid_out(documents, stamp, index, self._common)
            return self._shelf


def _entries(documents: Documents) -> list[Entry]:
    """The document's title leads nowhere: it has the words of every question to its volunteers."""
    entries: list[Entry] = []
    for document in documents.all:
        for part, passage in zip(document.parts, document.passages, strict=True):
            lead = f"{part.heading}: " if part.heading else ""
            entries.append(Entry("passage", passage.id, lead + passage.text))
            entries += [
                Entry("line", f"{passage.id}@{span.start}", lead + passage.text[span.start : span.end])
                for span in sentences(passage.text)
            ]
    return entries


def _laid_out(documents: Documents, stamp: Stamp, index: PolicyIndex | None, common: Callable[[], Vectors]) -> _Shelf:
    passages = tuple(documents.passages.values())
    spans = [(place, span) for place, passage in enumerate(passages) for span in sentences(passage.text)]
    nothing: Vectors = np.zeros((0, 0), dtype=np.float32)
    if index is None:
        return _Shelf(documents, stamp, None, (), nothing, (), nothing, nothing)
    mean = common()
    rows = _rows(index, [passage.id for passage in passages], mean)
    lines = _rows(index, [f"{passages[place].id}@{span.start}" for place, span in spans], mean)
    homes = np.array([place for place, _ in spans])
    return _Shelf(documents, stamp, index, passages, rows, tuple(span for _, span in spans), lines, homes)


def _rows(index: PolicyIndex, targets: Sequence[str], mean: Vectors) -> Vectors:
    rows = np.stack([index.vectors[target] for target in targets]) - COMMON * mean
    scaled: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def _likeness(shelf: _Shelf, vector: Vectors) -> Vectors:
    """For each passage how near it is to a message, as a whole and in its nearest sentence."""
    nearest = np.full(len(shelf.passages), -1.0, dtype=np.float32)
    np.maximum.at(nearest, shelf.homes.astype(np.intp), shelf.span_vectors @ vector)
    likeness: Vectors = (1 - SENTENCE) * (shelf.vectors @ vector) + SENTENCE * nearest
    return likeness


def _rule(shelf: _Shelf, place: int, vector: Vectors, score: float) -> Rule:
    passage = shelf.passages[place]
    own = [at for at in range(len(shelf.spans)) if int(shelf.homes[at]) == place]
    spans = [shelf.spans[at] for at in own]
    nearest = int(np.argmax([float(shelf.span_vectors[at] @ vector) for at in own]))
    first, last = _around(passage.text, spans, nearest)
    return Rule(passage, spans[first].start, spans[last].end, round(score, 4))


def _around(text: str, spans: Sequence[Span], nearest: int) -> tuple[int, int]:
    """The sentences about the nearest, which follow it first: an exception stands behind its rule."""
    first = last = nearest
    while True:
        wider = [(first, last + 1), (first - 1, last)]
        fitting = [
            (one, other)
            for one, other in wider
            if one >= 0 and other < len(spans) and len(text[spans[one].start : spans[other].end].split()) <= WHOLE_WORDS
        ]
        if not fitting:
            return first, last
        first, last = fitting[0]
