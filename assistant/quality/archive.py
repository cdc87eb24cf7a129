"""The run records there are to look at: the release's, and those in a data folder's or a checkout's `runs`.

Listing reads the head of each file only; a file that looks odd is read whole, once, to say in one line what is wrong
with it, and stands in no other's way.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.quality.records import FORMAT, STAMP, RecordError, RunRecord, read_record

RELEASE_ID = "release"
MOST_LISTED = 100  # records, the newest: nobody chooses among more
HEAD_BYTES = 64_000  # of a record before its cases; our own take one
CASES = b'"cases": ['

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size in bytes."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record there is, as far as its head tells."""

    id: str
    """`release`, or the name of its folder and its path there: what stands in a page's address."""
    path: Path
    stamp: Stamp
    head: Mapping[str, Any]
    """What the record says of the run; empty when it has a problem."""
    problem: str | None = None
    """Why it cannot be shown, in one line."""

    @property
    def date(self) -> str:
        return str(self.head.get("date", ""))


class Archive:
    """Shared by every visitor; records hold what cases say, nothing that people wrote."""

    def __init__(self, folders: Mapping[str, Path], release: Path) -> None:
        """`folders` by a short name each; one that is not there holds nothing."""
        self._folders = dict(folders)
        self._release = release
        self._heads: dict[tuple[Path, Stamp], tuple[Mapping[str, Any], str | None]] = {}

    @property
    def folders(self) -> tuple[Path, ...]:
        return tuple(self._folders.values())

    def records(self) -> tuple[Found, ...]:
        """The release's first, then the newest first; those that cannot be shown last."""
        found = list(filter(None, (self._found(name, path) for name, path in self._paths())))
        order = sorted(found, key=lambda each: (each.date, each.stamp), reverse=True)
        return tuple(sorted(order, key=lambda each: (each.problem is not None, each.id != RELEASE_ID)))[:MOST_LISTED]

    def find(self, name: str) -> Found | None:
        return next((found for found in self.records() if found.id == name), None)

    def read(self, found: Found) -> RunRecord:
        """Raises RecordError when the file is no whole record; from then on it is listed with that problem."""
        try:
            return read_record(found.path)
        except RecordError as error:
            self.refuse(found, str(error))
            raise

    def refuse(self, found: Found, problem: str) -> None:
        """List it with this problem until its file changes."""
        self._heads[found.path, found.stamp] = {}, problem

    def _paths(self) -> Iterator[tuple[str, Path]]:
        yield RELEASE_ID, self._release
        for name, folder in self._folders.items():
            deeper = (path for path in folder.glob("*/*.json") if STAMP.match(path.name))  # others are Inspect's logs
            for path in (*folder.glob("*.json"), *deeper):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path

    def _found(self, name: str, path: Path) -> Found | None:
        try:
            state = path.stat()
        except OSError:
            return None
        stamp = (state.st_mtime_ns, state.st_size)
        if (path, stamp) not in self._heads:
            self._heads[path, stamp] = _head(path)
        head, problem = self._heads[path, stamp]
        return Found(name, path, stamp, head, problem)


def _head(path: Path) -> tuple[Mapping[str, Any], str | None]:
    head = _quick_head(path)
    if head is not None:
        return head, None
    try:
        record = read_record(path)
    except RecordError as error:
        return {}, str(error)
    names = ("date", "suite", "split", "responder", "model", "guides", "case_file")
    return {name: getattr(record, name) for name in names}, None


def _quick_head(path: Path) -> dict[str, Any] | None:
    """What stands before the cases, of a file that begins and ends as we write them; else None."""
    try:
        with path.open("rb") as file:
            start, cases, _ = file.read(HEAD_BYTES).partition(CASES)
            file.seek(max(0, path.stat().st_size - 16))
            ends = file.read().rstrip().endswith(b"]\n}")
        head = json.loads(start.decode("utf-8").rstrip().rstrip(",") + "}")
    except (OSError, ValueError, RecursionError):
        return None
    known = head.get("format")
    return head if cases and ends and type(known) is int and 1 <= known <= FORMAT else None
