"""The index in use: built when it is missing or stale, reopened when another process has swapped it."""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.errors import IndexMissingError
from assistant.guides.library import Library
from assistant.messages import Embedder, Progress, Vectors
from assistant.retrieval.entries import library_entries
from assistant.retrieval.index import Index, build_index, current_index, open_index
from assistant.retrieval.pointer import Pointer

logger = logging.getLogger(__name__)

T = TypeVar("T")
READINGS = 2  # the second sees what was swapped during the first; after that the version itself is damaged


class CurrentIndex:
    """Gives the open version and its line vectors. Shared by every visitor; holds nothing about any of them."""

    def __init__(self, folder: Path, library: Library, embedder: Embedder) -> None:
        self._folder = folder
        self._library = library
        self._embedder = embedder
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._lines: Mapping[str, Vectors] = {}

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

    def _reopen(self) -> None:
        pointer = Pointer.read(self._folder)
        if self._index is not None and pointer == self._index.pointer:
            return
        if pointer is not None and pointer.embedder != self._embedder.name:
            raise IndexMissingError("The index was made by another embedding model. Run `alongside index`.")
        self._use(open_index(self._folder))

    def _use(self, index: Index) -> None:
        self._lines = index.vectors("line")
        self._index = index


def silent(_done: int, _total: int) -> None:
    """Progress for nobody."""
