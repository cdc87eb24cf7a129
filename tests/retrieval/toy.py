"""A small library and a quick embedder, for tests about something else than vectors."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.guides.library import Library
from assistant.messages import Vectors
from assistant.retrieval.keywords import WORD
from tests.guides.samples import SHORT_GUIDES, write_guides

DIMENSIONS = 256


class WordBag:
    """Texts that share words are near. Keeps what it was asked to embed."""

    def __init__(self, name: str = "word-bag") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.full((len(texts), DIMENSIONS), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for word in WORD.findall(text.lower()):
                vectors[row, zlib.crc32(word.encode()) % DIMENSIONS] += 1
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def small_library(folder: Path, **changed: str) -> Library:
    """Three short guides: `commitment/late`, `boundaries/gifts` and `closing/goodbye`; `late=...` gives new text."""
    texts = {name: changed.get(Path(name).stem, text) for name, text in SHORT_GUIDES.items()}
    return Library.load(write_guides(folder / "knowledge" / "guides", texts))


def version_folders(folder: Path) -> list[Path]:
    return sorted(folder.glob("version-*"))
