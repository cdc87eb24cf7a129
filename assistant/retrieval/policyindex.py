"""The index of a programme's documents: a folder for each version, named after what it holds.

Chroma does not keep it: hnswlib writes whatever lay in memory into the room it reserves in its files, and so the vector
of a document that was just removed. An exact search over a few thousand rows needs no graph either.
"""

import errno
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from zipfile import BadZipFile

import numpy as np

from assistant.errors import IndexMissingError
from assistant.messages import Embedder, Progress, Vectors
from assistant.retrieval.entries import Entry
from assistant.retrieval.keywords import Keywords
from assistant.retrieval.vectors import embedded
from assistant.wholefile import for_its_owner

FORMAT = 1  # raise it when what an index holds changes meaning
VECTORS, KEYWORDS = "vectors.npz", "keywords.db"


@dataclass(frozen=True, slots=True)
class PolicyIndex:
    vectors: Mapping[str, Vectors]
    """Of each entry, by target."""
    keywords: Keywords


def open_policies(folder: Path, entries: Sequence[Entry], embedder: Embedder, progress: Progress) -> PolicyIndex | None:
    """The index of these entries, made when it is not there; of any other nothing is left. None without entries.

    Texts that were in the version before are not embedded again. Raises IndexMissingError when it cannot be written.
    """
    home = folder / _version(entries, embedder)
    try:
        found = _read(home, entries) if entries else None
        if entries and found is None:
            with suppress(FileNotFoundError):  # another process has swept what this one was writing
                _build(home, entries, embedder, progress)
            found = _read(home, entries)
        if entries and found is None:
            raise IndexMissingError("Your programme's documents are being changed just now. Try again in a moment.")
        _sweep(folder, home if found else None)
    except OSError as error:
        why = "The disk is full" if error.errno == errno.ENOSPC else f"It cannot be written ({type(error).__name__})"
        raise IndexMissingError(
            f"The index of your programme's documents cannot be kept in {str(folder)!r}. {why}. Make room, or make the "
            "folder writable, and try again."
        ) from error
    return found


def _version(entries: Sequence[Entry], embedder: Embedder) -> str:
    held = repr((FORMAT, embedder.name, [(entry.kind, entry.target, entry.text) for entry in entries]))
    return hashlib.sha256(held.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _build(home: Path, entries: Sequence[Entry], embedder: Embedder, progress: Progress) -> None:
    texts = {_key(entry, embedder): entry.text for entry in entries}
    rows = _known(home.parent)
    rows.update(embedded({key: text for key, text in texts.items() if key not in rows}, embedder, progress))
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Path(mkdtemp(dir=home.parent, prefix="new-"))
    try:
        keys = [_key(entry, embedder) for entry in entries]
        with open(fresh / VECTORS, "wb", opener=for_its_owner) as file:
            np.savez(file, keys=np.array(keys), rows=np.stack([rows[key] for key in keys]))
        Keywords.write(fresh / KEYWORDS, [entry for entry in entries if entry.kind == "passage"])
        shutil.rmtree(home, ignore_errors=True)  # it was damaged
        fresh.rename(home)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _read(home: Path, entries: Sequence[Entry]) -> PolicyIndex | None:
    """None when it is not there or cannot be read."""
    with suppress(OSError, ValueError, KeyError, BadZipFile, IndexMissingError):
        _, rows = _held(home / VECTORS)
        vectors = {entry.target: row for entry, row in zip(entries, rows, strict=True)}
        return PolicyIndex(vectors, Keywords(home / KEYWORDS))
    return None


def _known(folder: Path) -> dict[str, Vectors]:
    """Vectors of the versions that are there, by what was embedded and by which model."""
    known: dict[str, Vectors] = {}
    for path in folder.glob(f"*/{VECTORS}"):
        with suppress(OSError, ValueError, KeyError, BadZipFile):
            keys, rows = _held(path)
            known.update(zip(keys, rows, strict=True))
    return known


def _held(path: Path) -> tuple[list[str], Vectors]:
    """What was embedded, by its key, and the vectors; shape (entries, dimensions)."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
        return held["keys"].tolist(), held["rows"]


def _key(entry: Entry, embedder: Embedder) -> str:
    return hashlib.sha256(f"{embedder.name}\n{entry.text}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _sweep(folder: Path, keep: Path | None) -> None:
    """What was removed from the documents may be in any other version."""
    for home in folder.glob("*"):
        if home != keep:
            shutil.rmtree(home)
    if keep is None and folder.exists():
        folder.rmdir()
