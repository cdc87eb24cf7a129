"""Files that are written whole or not at all, and that only their owner can read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A private file that takes the target's place at the end, in one step, or is removed when that is not reached."""
    with private(target) as part:
        yield part
        reach_the_disk(part)
        part.replace(target)
    reach_the_disk(target.parent)


@contextmanager
def private(target: Path) -> Iterator[Path]:
    """An empty file beside the target, readable by its owner only, that is gone afterwards unless it was renamed."""
    part = target.with_name(f"{target.name}.{uuid4().hex}.part")
    part.touch(mode=0o600, exist_ok=False)
    try:
        yield part
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()


def reach_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def for_its_owner(name: str, flags: int) -> int:
    """Create a file that others on the machine cannot read; one that is there already keeps its mode."""
    return os.open(name, flags, 0o600)
