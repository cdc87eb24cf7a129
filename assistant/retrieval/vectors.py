"""The vectors of one version: taken over, embedded or made of their parts; kept in a file that is read in one go.

Chroma searches them; to hand out all of them takes it thirty times as long as reading the file does.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.messages import Embedder, Progress, Vectors
from assistant.retrieval.entries import KINDS, Entry, Kind, key

BATCH = 512  # texts embedded between two reports of progress, a second or two; of fewer at a time more is padding
TITLE = 0.3  # weight of a title beside all its passage's lines; chosen on the dev split among 0, 0.3, 0.6 and 1
FILE = "vectors.npz"
T = TypeVar("T")

Rows = Mapping[Kind, Sequence[tuple[str, Vectors]]]
"""Ids and vectors of shape (dimensions,), by kind."""


def complete(
    entries: Sequence[Entry], kept: Mapping[str, Vectors], embedder: Embedder, progress: Progress
) -> tuple[dict[str, Vectors], int]:
    """The vectors of all entries by the key of their text, and how many texts had to be embedded for those not kept."""
    fresh = {key(entry.text): entry for entry in entries if key(entry.text) not in kept}
    texts = {key(text): text for entry in fresh.values() for text in entry.parts or (entry.text,)}
    missing = dict(embedded({name: text for name, text in texts.items() if name not in kept}, embedder, progress))
    found = {**kept, **missing}
    for name, entry in fresh.items():
        if entry.parts:
            title, *lines = (found[key(part)] for part in entry.parts)
            found[name] = _of_parts(title, lines)
    return found, len(missing)


def embedded(texts: Mapping[str, str], embedder: Embedder, progress: Progress) -> Iterator[tuple[str, Vectors]]:
    """The longest first, like beside like, so that little is padded and the last steps are the quickest."""
    done = 0
    for names in batches(sorted(texts, key=lambda name: -len(texts[name])), BATCH):
        yield from zip(names, embedder.embed([texts[name] for name in names]), strict=True)
        done += len(names)
        progress(done, len(texts))


def write_rows(home: Path, entries: Sequence[Entry], vectors: Mapping[str, Vectors]) -> None:
    arrays = {}
    for kind in KINDS:
        chosen = [entry for entry in entries if entry.kind == kind]
        arrays[f"{kind} ids"] = np.array([entry.id for entry in chosen], dtype=np.str_)
        arrays[kind] = np.array([vectors[key(entry.text)] for entry in chosen], dtype=np.float32)
    np.savez(home / FILE, allow_pickle=False, **arrays)


def read_rows(home: Path) -> Rows:
    """Raises OSError, ValueError, KeyError or BadZipFile for a file that is not whole: its parts carry checksums."""
    with (home / FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return {kind: list(zip(arrays[f"{kind} ids"].tolist(), arrays[kind], strict=True)) for kind in KINDS}


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _of_parts(title: Vectors, lines: Sequence[Vectors]) -> Vectors:
    return _unit((_unit(np.mean(lines, axis=0)) if lines else 0.0) + TITLE * title)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit
