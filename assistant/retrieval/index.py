"""The search index on disk. The only module that imports chromadb.

Layout of the index folder: `current.json` points at a version; each version has one Chroma collection per kind of
entry and one keyword table. A version is written whole and then the pointer is swapped, so that a reader sees the old
index or the new one, never half of one. A reader in another process reopens when the pointer has moved.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from assistant.errors import IndexMissingError
from assistant.messages import Embedder, Vectors
from assistant.retrieval.entries import KINDS, Entry, Kind
from assistant.retrieval.keywords import Keywords

logger = logging.getLogger(__name__)

FORMAT = 1  # raise it when what an index holds changes meaning
BATCH = 64  # texts embedded between two reports of progress
HNSW = {"hnsw": {"space": "cosine", "ef_search": 500, "max_neighbors": 48}}  # the default loses recall (DESIGN.md)
Progress = Callable[[int, int], None]
"""Called with texts embedded so far and texts to embed."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What `current.json` says about the version in use."""

    version: str
    library: str
    embedder: str
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> "Pointer | None":
        """None when there is no index, or when what is there cannot be trusted."""
        try:
            return cls(**json.loads((folder / "current.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        fresh = folder / f"current.{self.version}.tmp"
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(folder / "current.json")


@dataclass(frozen=True, slots=True)
class Neighbour:
    target: str
    similarity: float
    """Cosine, -1 to 1."""


class Index:
    """One version, open for reading."""

    def __init__(self, folder: Path, pointer: Pointer) -> None:
        self.pointer = pointer
        self.keywords = Keywords(_keyword_file(folder, pointer.version))
        client = _client(folder)
        try:
            self._collections = {kind: client.get_collection(_name(kind, pointer.version)) for kind in KINDS}
        except Exception as error:
            raise IndexMissingError("The guides' index is damaged. Run `alongside index` and try again.") from error

    def nearest(self, kind: Kind, vector: Vectors, count: int) -> list[Neighbour]:
        """The nearest entries of a kind, best first; `vector` has shape (dimensions,)."""
        collection = self._collections[kind]
        found: Any = collection.query(
            query_embeddings=[vector], n_results=min(count, max(collection.count(), 1)), include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Neighbour(_target(entry_id), 1.0 - float(distance)) for entry_id, distance in pairs]

    def vectors(self, kind: Kind) -> dict[str, Vectors]:
        """Every vector of a kind, by target."""
        found: Any = self._collections[kind].get(include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return {_target(entry_id): row for entry_id, row in zip(found["ids"], rows, strict=True)}


def open_index(folder: Path) -> Index:
    pointer = Pointer.read(folder)
    if pointer is None:
        raise IndexMissingError("The guides have not been indexed. Run `alongside index` and try again.")
    return Index(folder, pointer)


def is_current(folder: Path, library: str, embedder: str) -> bool:
    """Does the index hold these guides, embedded by this model, and can it be opened?"""
    pointer = Pointer.read(folder)
    if pointer is None or (pointer.library, pointer.embedder, pointer.format) != (library, embedder, FORMAT):
        return False
    try:
        Index(folder, pointer)
    except IndexMissingError:
        return False
    return True


def build_index(folder: Path, entries: Sequence[Entry], library: str, embedder: Embedder, progress: Progress) -> int:
    """Write a new version and swap the pointer. Returns how many texts had to be embedded.

    Vectors of unchanged texts are taken over from the version in use when the same model made them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _writing(folder):
        previous = Pointer.read(folder)
        fresh = Pointer(uuid4().hex[:12], library, embedder.name)
        kept = _kept_vectors(folder, previous, embedder)
        missing = _embed([entry for entry in entries if _key(entry) not in kept], embedder, progress)
        _write(folder, fresh, entries, {**kept, **missing})
        fresh.write(folder)
        _sweep(folder, keep={fresh.version, previous.version if previous else fresh.version})
    logger.info("index built: version=%s entries=%d embedded=%d", fresh.version, len(entries), len(missing))
    return len(missing)


def _embed(entries: Sequence[Entry], embedder: Embedder, progress: Progress) -> dict[str, Vectors]:
    vectors: dict[str, Vectors] = {}
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        rows = embedder.embed([entry.text for entry in batch])
        vectors.update(zip((_key(entry) for entry in batch), rows, strict=True))
        progress(start + len(batch), len(entries))
    return vectors


def _kept_vectors(folder: Path, previous: Pointer | None, embedder: Embedder) -> dict[str, Vectors]:
    if previous is None or previous.embedder != embedder.name or previous.format != FORMAT:
        return {}
    with suppress(Exception):  # a damaged version gives nothing; everything is embedded again
        client = _client(folder)
        return {key: row for kind in KINDS for key, row in _rows(client, kind, previous.version)}
    return {}


def _rows(client: Any, kind: Kind, version: str) -> list[tuple[str, Vectors]]:
    found = client.get_collection(_name(kind, version)).get(include=["embeddings"])
    rows = np.asarray(found["embeddings"], dtype=np.float32)
    return [(f"{kind}:{entry_id}", row) for entry_id, row in zip(found["ids"], rows, strict=True)]


def _write(folder: Path, pointer: Pointer, entries: Sequence[Entry], vectors: dict[str, Vectors]) -> None:
    client = _client(folder)
    for kind in KINDS:
        collection = client.create_collection(
            _name(kind, pointer.version), embedding_function=None, configuration=HNSW, metadata={"kind": kind}
        )
        chosen = [entry for entry in entries if entry.kind == kind]
        size = client.get_max_batch_size()
        for start in range(0, len(chosen), size):
            batch = chosen[start : start + size]
            collection.add(ids=[e.id for e in batch], embeddings=[vectors[_key(e)] for e in batch])
    Keywords.write(_keyword_file(folder, pointer.version), [e for e in entries if e.kind != "line"])


def _sweep(folder: Path, keep: set[str]) -> None:
    """Remove what no pointer leads to. The version before stays for readers that are still on it."""
    client = _client(folder)
    for collection in client.list_collections():
        if collection.name.rpartition("-")[2] not in keep:
            client.delete_collection(collection.name)
    for path in [*folder.glob("keywords-*"), *folder.glob("current.*.tmp")]:
        if not any(version in path.name for version in keep):
            path.unlink(missing_ok=True)


def remove_index(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    path = folder / "chroma"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))


def _writing(folder: Path) -> Any:
    """One writer at a time, across processes; the others wait."""
    from filelock import FileLock

    return FileLock(folder / "writer.lock", timeout=600, mode=0o600)


def _name(kind: Kind, version: str) -> str:
    return f"{kind}-{version}"


def _key(entry: Entry) -> str:
    return f"{entry.kind}:{entry.id}"


def _target(entry_id: str) -> str:
    return entry_id.rpartition("|")[0]


def _keyword_file(folder: Path, version: str) -> Path:
    return folder / f"keywords-{version}.db"


os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
