"""The folder that keeps the documents: one file for each, readable by its owner only, written whole or not at all."""

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.guides.documents import Document, Documents, by_name
from assistant.guides.importing.part import Part
from assistant.wholefile import unfinished

logger = logging.getLogger(__name__)

FORMAT = 1  # raise it when what a file says changes meaning
Stamp = frozenset[tuple[str, int, int]]


class DocumentFolder:
    """Keeps the words of each document; the file somebody gave is not kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: tuple[Stamp, Documents] | None = None

    def stamp(self) -> Stamp:
        """Changes whenever a document is added, replaced or removed, also by another process.

        A folder that cannot be read holds nothing: answers go on without it, and the page tells of the folder.
        """
        try:
            with os.scandir(self.path) as entries:
                kept = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".json")]
        except OSError:
            return frozenset()
        return frozenset((name, status.st_mtime_ns, status.st_size) for name, status in kept)

    def read(self) -> Documents:
        """Those that can be read, as they are now; one that is damaged must not take the others away."""
        stamp, known = self.stamp(), self._known
        if known is None or known[0] != stamp:
            known = self._known = (stamp, self._read())
        return known[1]

    def _read(self) -> Documents:
        found: list[Document] = []
        for path in sorted(self.path.glob("*.json")):
            try:
                found.append(_document(json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError, KeyError) as error:
                logger.warning("a document cannot be read: file=%s error=%s", path.name, type(error).__name__)
        return by_name(found)

    def keep(self, document: Document) -> None:
        """Add it, or put it in the place of the one of its name. Raises OSError."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        said = {"format": FORMAT, **asdict(document), "added": document.added.isoformat()}
        with unfinished(self._home(document.name)) as part:
            part.write_text(json.dumps(said), encoding="utf-8")

    def drop(self, name: str) -> None:
        """With what a process that was killed while it wrote has left of it. Raises OSError."""
        for path in sorted(self.path.glob(f"{self._home(name).name}*")):
            path.unlink(missing_ok=True)

    def _home(self, name: str) -> Path:
        return self.path / f"{hashlib.sha256(name.casefold().encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.json"


def _document(said: Mapping[str, Any]) -> Document:
    if said["format"] != FORMAT:
        raise ValueError("another version wrote it")
    parts = tuple(Part(tuple(part["trail"]), part["page"], part["text"]) for part in said["parts"])
    return Document(said["name"], datetime.fromisoformat(said["added"]), said["size"], parts)
