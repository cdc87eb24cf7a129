"""The index in use: built when it is missing or stale, reopened when another process has swapped it."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.errors import IndexMissingError
from assistant.guides.library import Library
from assistant.messages import Embedder, Progress, Vectors
from assistant.retrieval.affinity import Affinity
from assistant.retrieval.entries import Kind, guide_of, library_entries
from assistant.retrieval.index import Index, Pointer, build_index, current_index, open_index

logger = logging.getLogger(__name__)

T = TypeVar("T")
READINGS = 2  # the second sees what was swapped during the first; after that the version itself is damaged
SENTENCES: Mapping[Kind, float] = {"asked": 1.0, "line": 0.5}  # how much each counts; chosen on the dev split


class CurrentIndex:
    """Gives the open version and its line vectors. Shared by every visitor; holds nothing about any of them."""

    def __init__(self, folder: Path, library: Library, embedder: Embedder) -> None:
        self._folder = folder
        self._library = library
        self._embedder = embedder
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._lines: Mapping[str, Vectors] = {}
        self._affinity: Affinity | None = None

    def ensure(self, progress: Progress) -> int:
        """Build a new version if the one on disk is missing, damaged, or of other guides or another model.

        Returns how many texts were embedded; 0 when nothing was to be done.
        """
        with self._lock:
            if found := current_index(self._folder, self._library.version, self._embedder.name):
                self._use(found)
                return 0
            entries = library_entries(self._library)
            return build_index(self._folder, entries, self._library.version, self._embedder, progress, self._index)

    def index(self) -> Index:
        """The version the pointer names now. Raises IndexMissingError when there is none of this model."""
        with self._lock:
            self._reopen()
            if self._index is None:
                raise IndexMissingError("The guides have not been indexed. Run `alongside index` and try again.")
            return self._index

    def reading(self, read: Callable[[Index], T]) -> T:
        """Read from the version in use. One found damaged, or swept while it was read, is replaced and read again."""
        for _ in range(READINGS):
            try:
                return read(self.index())
            except IndexMissingError as error:
                if self._index is None:
                    raise
                logger.warning("the index is read again: error=%s", type(error.__cause__ or error).__name__)
        self.ensure(silent)
        return read(self.index())

    def line_vectors(self) -> Mapping[str, Vectors]:
        self.index()
        return self._lines

    def mean_line(self) -> Vectors:
        """What all guides have in common: the mean of their lines' embeddings, shape (dimensions,)."""
        mean: Vectors = np.mean(list(self.line_vectors().values()), axis=0)
        return mean

    def affinity(self, vector: Vectors, count: int, others: Collection[str]) -> Mapping[str, float]:
        """How far a message belongs to the `count` guides it is most like, and to `others`, by all their sentences."""
        self.index()
        return self._affinity(vector, count, others) if self._affinity is not None else {}

    def _reopen(self) -> None:
        pointer = Pointer.read(self._folder)
        if self._index is not None and pointer == self._index.pointer:
            return
        if pointer is not None and pointer.embedder != self._embedder.name:
            raise IndexMissingError("The index was made by another embedding model. Run `alongside index`.")
        self._use(open_index(self._folder))

    def _use(self, index: Index) -> None:
        self._lines, self._affinity = index.vectors("line"), _affinity(index)
        self._index = index


def _affinity(index: Index) -> Affinity | None:
    sentences = [
        (guide_of(entry_id), vector, count)
        for kind, count in SENTENCES.items()
        for entry_id, vector in index.rows(kind)
    ]
    if not sentences:
        return None
    guides, vectors, counts = zip(*sentences, strict=True)
    return Affinity(np.stack(vectors), guides, counts)


def silent(_done: int, _total: int) -> None:
    """Progress for nobody."""
