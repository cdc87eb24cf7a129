"""The real index, kept between runs: to embed all guides takes two cores a minute or two.

What is kept counts only when it was made by this very code with these very libraries, by whoever runs the tests, is
byte for byte what was kept, and holds the vectors that the embedder gives now, looked at in a sample. Everything else
is made anew. Guides that have changed since are left to the index, which embeds what is new in them.

`python -m tests.kept_index FOLDER` puts it where there is none, for another program of this checkout to use.
"""

import hashlib
import json
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from filelock import FileLock

import assistant
from assistant.errors import IndexMissingError
from assistant.guides.library import Library
from assistant.messages import Embedder
from assistant.retrieval.entries import key, library_entries
from assistant.retrieval.index import open_index
from assistant.retrieval.minilm import MiniLM
from assistant.retrieval.pointer import Pointer
from assistant.settings import CHECKOUT

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "alongside-tests"
CODE = Path(assistant.__file__).parent
MAKERS = ("*.py", "guides/**/*.py", "retrieval/**/*.py", "retrieval/*.onnx")
LIBRARIES = ("chromadb", "numpy", "onnxruntime", "tokenizers")
MAKERS_KEPT = 2  # a branch and what it comes from; each is 140 MB
SAMPLED = 64
ROUNDING = 1e-4  # how far a vector may be off when other texts stood beside it


@dataclass(frozen=True)
class KeptIndex:
    """The index of one maker among those kept."""

    maker: str
    cache: Path = CACHE

    def take(self, index: Path, library: Library, embedder: Embedder) -> None:
        """Put what was kept where an index is wanted, if it can be trusted."""
        with self._alone():
            if not self._is_whole():
                return
            shutil.copytree(self._home / "index", index)
        if not _gives(index, library, embedder):
            shutil.rmtree(index)

    def keep(self, index: Path) -> None:
        pointer = Pointer.read(index)
        assert pointer is not None
        fresh = self.cache / f"{os.getpid()}.tmp"
        with self._alone():
            for old in self._others()[MAKERS_KEPT - 1 :]:
                shutil.rmtree(old)
            shutil.rmtree(self._home, ignore_errors=True)
            shutil.copytree(index / f"version-{pointer.version}", fresh / "index" / f"version-{pointer.version}")
            shutil.copy(index / "current.json", fresh / "index")
            (fresh / "hashes.json").write_text(json.dumps(_hashes(fresh / "index")))
            fresh.rename(self._home)

    def _others(self) -> list[Path]:
        """What other makers made, and what a run that ended left half done, the newest first."""
        found = [path for path in self.cache.iterdir() if path.is_dir() and path != self._home]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)

    @property
    def _home(self) -> Path:
        return self.cache / self.maker

    def _alone(self) -> FileLock:
        self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(self.cache / "lock")

    def _is_whole(self) -> bool:
        with suppress(OSError, ValueError):
            ours = {self.cache.stat().st_uid, self._home.stat().st_uid} == {os.getuid()}
            return ours and json.loads((self._home / "hashes.json").read_text()) == _hashes(self._home / "index")
        return False


def maker() -> str:
    """Everything that has a part in what the index holds, but the guides; the weights' own hashes are in the code."""
    made = hashlib.sha256(f"{sys.version} {platform.machine()} {sqlite3.sqlite_version}".encode())
    for name in LIBRARIES:
        made.update(f"{name} {version(name)}".encode())
    for path in sorted({path for pattern in MAKERS for path in CODE.glob(pattern)}):
        made.update(f"{path.relative_to(CODE)} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return made.hexdigest()[:24]


def _hashes(folder: Path) -> dict[str, str]:
    return dict(sorted(_each_hash(folder)))


def _each_hash(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                yield str(path.relative_to(folder)), hashlib.file_digest(file, "sha256").hexdigest()


def _gives(index: Path, library: Library, embedder: Embedder) -> bool:
    """Does it hold the vectors that the embedder gives now? Texts that are not in it are not asked for."""
    try:
        held = {
            name.rpartition("|")[2]: row for kind in ("asked", "line") for name, row in open_index(index).rows(kind)
        }
    except IndexMissingError:
        return False
    texts = [entry.text for entry in library_entries(library) if not entry.parts and key(entry.text) in held]
    some = texts[:: max(1, len(texts) // SAMPLED)]
    return bool(some) and bool(np.allclose(embedder.embed(some), [held[key(text)] for text in some], atol=ROUNDING))


def main() -> None:
    folder = Path(sys.argv[1])
    if not folder.exists():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        KeptIndex(maker()).take(folder, Library.load(CHECKOUT / "knowledge" / "guides"), MiniLM())


if __name__ == "__main__":
    main()
