"""A marked sentence, and every place on a disk where it could turn up."""

from collections.abc import Iterable
from pathlib import Path

MARK = "Quorvaxil"
MARKED = f"my mentee {MARK} keeps cancelling on me"


def holders(folders: Iterable[Path], *spared: str) -> list[str]:
    """Files whose name or bytes hold the mark, but for those whose name begins as one that is spared."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    looked_at = [path for path in files if not path.name.startswith(spared or ("\0",))]
    return [str(path) for path in looked_at if MARK in str(path) or MARK.encode() in path.read_bytes()]
