"""The search index on disk. The only module that imports chromadb.

Layout of the index folder: `current.json` points at a version; each version is a folder of its own with a Chroma
database (one collection per kind of entry), a file of its vectors, what was learned from the ways of asking, and a
keyword table. A version is written whole and then the pointer is swapped, so that a reader sees the old index or the
new one, never half of one. A reader in another process reopens when the pointer has moved. A damaged version is never
written to again: the next one starts from nothing.
"""

import errno
import logging
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import finalize
from zipfile import BadZipFile

from assistant.errors import AssistantError, IndexMissingError
from assistant.messages import Embedder, Progress, Vectors
from assistant.retrieval.affinity import ADAPTED, read_affinity, read_taught, untaught, write_affinity
from assistant.retrieval.entries import KINDS, Entry, Kind, key
from assistant.retrieval.keywords import Keywords
from assistant.retrieval.pointer import Pointer
from assistant.retrieval.vectors import batches, complete, embedded, read_rows, write_rows

logger = logging.getLogger(__name__)

HNSW = {"hnsw": {"space": "cosine", "ef_search": 500, "max_neighbors": 48}}  # the default loses recall (DESIGN.md)
KEYWORDS = "keywords.db"
FULL_BYTES = 4_000_000  # less is too little for what a database writes beside itself: the disk counts as full
SAMPLED = 32  # entries of each kind read from Chroma, and looked for, when a version is opened
SAME = 0.999  # cosine of a vector to itself, with float32 rounding to spare


@dataclass(frozen=True, slots=True)
class Neighbour:
    target: str
    similarity: float
    """Cosine, -1 to 1."""


class Index:
    """One version, open for reading. Raises IndexMissingError when it turns out to be damaged."""

    def __init__(self, folder: Path, pointer: Pointer) -> None:
        self.pointer = pointer
        home = _home(folder, pointer.version)
        self.keywords = Keywords(home / KEYWORDS)
        with _refused_when_damaged():
            client = _client(home)
            finalize(self, client.close)
            self._collections = {kind: client.get_collection(kind) for kind in KINDS}
            self._rows = read_rows(home)
            self._affinity = read_affinity(home)
            self._refuse_gaps()

    def nearest(self, kind: Kind, vector: Vectors, count: int) -> list[Neighbour]:
        """The nearest entries of a kind, best first; `vector` has shape (dimensions,)."""
        return self.nearest_each(kind, [vector], count)[0]

    def nearest_each(self, kind: Kind, vectors: Sequence[Vectors], count: int) -> list[list[Neighbour]]:
        """The same for several at once."""
        held = max(len(self._rows[kind]), 1)
        with _refused_when_damaged():
            found: Any = self._collections[kind].query(
                query_embeddings=list(vectors), n_results=min(count, held), include=["distances"]
            )
        each = zip(found["ids"], found["distances"], strict=True)
        return [
            [Neighbour(_target(entry_id), 1.0 - float(distance)) for entry_id, distance in zip(*pair, strict=True)]
            for pair in each
        ]

    def affinity(self, text: str, count: int, others: Collection[str]) -> Mapping[str, float]:
        """How far a message belongs to the `count` guides it is most like, and to `others`, by all ways of asking."""
        return self._affinity(text, count, others) if self._affinity is not None else {}

    def vectors(self, kind: Kind) -> dict[str, Vectors]:
        """Every vector of a kind, by target."""
        return {_target(entry_id): row for entry_id, row in self.rows(kind)}

    def rows(self, kind: Kind) -> Sequence[tuple[str, Vectors]]:
        """Every entry's id and vector, as they were read when the version was opened."""
        return self._rows[kind]

    def _refuse_gaps(self) -> None:
        """Chroma opens without an error when files are gone or halved: some of each kind are read and asked for."""
        if sum(map(len, self._rows.values())) != self.pointer.entries:
            raise ValueError("some vectors are gone")
        for kind, rows in self._rows.items():
            if self._collections[kind].count() != len(rows):
                raise ValueError("some entries are gone")
            some = rows[:: max(1, len(rows) // SAMPLED)]
            if some:
                self._collections[kind].get(ids=[entry_id for entry_id, _ in some], include=["embeddings"])
                found = self.nearest_each(kind, [vector for _, vector in some], 1)
                if 3 * sum(near[0].similarity >= SAME for near in found) < 2 * len(some):  # it overlooks a few
                    raise ValueError("entries cannot be found")


def open_index(folder: Path) -> Index:
    pointer = Pointer.read(folder)
    if pointer is None:
        raise IndexMissingError("The guides have not been indexed. Run `alongside index` and try again.")
    return Index(folder, pointer)


def current_index(folder: Path, library: str, embedder: str) -> Index | None:
    """The index, opened, if it holds these guides, embedded by this model, and can be read; otherwise None."""
    pointer = Pointer.read(folder)
    if pointer is None or (pointer.library, pointer.embedder) != (library, embedder):
        return None
    with suppress(IndexMissingError):
        return Index(folder, pointer)
    return None


def is_current(folder: Path, library: str, embedder: str) -> bool:
    return current_index(folder, library, embedder) is not None


def build_index(
    folder: Path,
    entries: Sequence[Entry],
    library: str,
    embedder: Embedder,
    progress: Progress,
    known: Index | None = None,
) -> int:
    """Write a new version and swap the pointer. Returns how many texts had to be embedded.

    Vectors of unchanged texts are taken over from the version in use when the same model made them, or from `known`,
    a version that was opened before its files were damaged. Of several processes that want the same version at once,
    the first builds it. Raises IndexMissingError when it cannot be written; then the version in use stays as it was
    and nothing of the new one is left.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _writing(folder):
            return _build(folder, entries, library, embedder, progress, known)
    except AssistantError:
        raise
    except Exception as error:
        raise IndexMissingError(_why_unwritten(folder, error)) from error


def _build(
    folder: Path,
    entries: Sequence[Entry],
    library: str,
    embedder: Embedder,
    progress: Progress,
    known: Index | None,
) -> int:
    if is_current(folder, library, embedder.name):
        return 0
    previous = Pointer.read(folder)
    fresh = Pointer(uuid4().hex[:12], library, embedder.name, len(entries))
    kept = _kept_vectors(folder, previous, embedder, known)
    needs = _kept_needs(folder, previous)
    asked = untaught(entries, needs)
    vectors, count = complete(entries, kept, embedder, lambda done, total: progress(done, total + len(asked)))
    needs |= embedded(asked, ADAPTED, lambda done, total: progress(count + done, count + total))
    with _nothing_left(_home(folder, fresh.version)):
        _write(_home(folder, fresh.version), entries, vectors, needs)
        fresh.write(folder)
    _sweep(folder, {_home(folder, pointer.version) for pointer in (previous, fresh) if pointer})
    logger.info("index built: version=%s entries=%d embedded=%d", fresh.version, len(entries), count)
    return count


@contextmanager
def _nothing_left(home: Path) -> Iterator[None]:
    """Take a half-written version away: on a full disk it would keep others from writing too."""
    try:
        yield
    except BaseException as error:
        full = shutil.disk_usage(home.parent).free < FULL_BYTES
        shutil.rmtree(home, ignore_errors=True)
        (home.parent / f"current.{home.name.removeprefix('version-')}.tmp").unlink(missing_ok=True)
        if full and isinstance(error, Exception):
            raise OSError(errno.ENOSPC, "the disk is full") from error
        raise


def _why_unwritten(folder: Path, error: Exception) -> str:
    place = repr(str(folder))
    if isinstance(error, TimeoutError):
        return "Another process is still indexing the guides. Wait until it is done, then try again."
    if getattr(error, "errno", None) == errno.ENOSPC:
        return f"The disk is full, so the guides' index cannot be written to {place}. Free some space and try again."
    return (
        f"The guides' index cannot be written to {place} ({type(error).__name__}). Make the folder writable, or set "
        "ALONGSIDE_DATA to another one, then run `alongside index`."
    )


def _kept_vectors(
    folder: Path, previous: Pointer | None, embedder: Embedder, known: Index | None
) -> dict[str, Vectors]:
    if previous is not None and (known is None or known.pointer != previous):
        with suppress(IndexMissingError):  # a damaged version gives nothing
            known = Index(folder, previous)
    if known is None or known.pointer.embedder != embedder.name:
        return {}
    return {entry_id.rpartition("|")[2]: row for kind in KINDS for entry_id, row in known.rows(kind)}


def _kept_needs(folder: Path, previous: Pointer | None) -> dict[str, Vectors]:
    with suppress(OSError, ValueError, KeyError, BadZipFile):
        return read_taught(_home(folder, previous.version)) if previous else {}
    return {}


def _write(home: Path, entries: Sequence[Entry], vectors: Mapping[str, Vectors], needs: Mapping[str, Vectors]) -> None:
    home.mkdir(mode=0o700)
    with ThreadPoolExecutor(1) as beside:  # neither learning nor Chroma uses all cores all the time
        learned = beside.submit(write_affinity, home, entries, needs)
        _write_chroma(home, entries, vectors)
        write_rows(home, entries, vectors)
        Keywords.write(home / KEYWORDS, [e for e in entries if e.kind != "line"])
        learned.result()


def _write_chroma(home: Path, entries: Sequence[Entry], vectors: Mapping[str, Vectors]) -> None:
    with closing(_client(home)) as client:
        for kind in KINDS:
            collection = client.create_collection(kind, embedding_function=None, configuration=HNSW)
            for batch in batches([e for e in entries if e.kind == kind], client.get_max_batch_size()):
                collection.add(ids=[e.id for e in batch], embeddings=[vectors[key(e.text)] for e in batch])


def _sweep(folder: Path, keep: set[Path]) -> None:
    """Remove what no pointer leads to. The version before stays for readers that are still on it."""
    for home in set(folder.glob("version-*")) - keep:
        shutil.rmtree(home, ignore_errors=True)
    for path in folder.glob("current.*.tmp"):
        path.unlink(missing_ok=True)


@contextmanager
def _refused_when_damaged() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise IndexMissingError("The guides' index is damaged. Run `alongside index` and try again.") from error


def _client(home: Path) -> Any:
    """Open a version's database. Clients of one version share it, and it is closed with the last of them."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(home / "chroma"), settings=Settings(anonymized_telemetry=False))


def _writing(folder: Path) -> Any:
    """One writer at a time, across processes; the others wait."""
    from filelock import FileLock

    return FileLock(folder / "writer.lock", timeout=600, mode=0o600)


def _home(folder: Path, version: str) -> Path:
    return folder / f"version-{version}"


def _target(entry_id: str) -> str:
    return entry_id.rpartition("|")[0]
