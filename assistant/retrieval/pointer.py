"""Which version of the index is in use: `current.json`, swapped in one step."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 5  # raise it when what an index holds changes meaning


@dataclass(frozen=True, slots=True)
class Pointer:
    """What `current.json` says about the version in use."""

    version: str
    library: str
    embedder: str
    entries: int
    """How many texts it holds, to notice when some are gone."""
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> "Pointer | None":
        """None when there is no index, or when what is there cannot be trusted."""
        try:
            pointer = cls(**json.loads((folder / "current.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return pointer if pointer.format == FORMAT and isinstance(pointer.version, str) else None

    def write(self, folder: Path) -> None:
        fresh = folder / f"current.{self.version}.tmp"
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(folder / "current.json")
