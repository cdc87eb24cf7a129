"""The labels of one owner on disk: a file that is only ever added to, so that no crash loses what was said before.

Each line is a label, or takes one back. A line that was cut short by a crash, or that a newer version wrote, is left as
it is and counted.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.quality.labelrow import label_of, row_of
from assistant.quality.labels import Label, LabelError, latest
from assistant.wholefile import reach_the_disk

VERSION = 1
ADDING = os.O_WRONLY | os.O_APPEND | os.O_CREAT
MAX_BYTES = 50_000_000  # about 150,000 labels


@dataclass(frozen=True, slots=True)
class Kept:
    labels: tuple[Label, ...] = ()
    """The latest of each rater for each answer, by when it was said; those taken back left out."""
    unread: int = 0
    """Lines that could not be read."""


class LabelFile:
    """Raises LabelError, which says what to do, for whatever cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, folder: Path, owner: str) -> "LabelFile":
        """An owner's own file in a folder, whatever the owner is called."""
        return cls(folder / f"{sha256(owner.encode()).hexdigest()[:16]}.jsonl")

    def read(self) -> Kept:
        try:
            if self.path.stat().st_size > MAX_BYTES:
                raise LabelError(
                    f"The ratings in {str(self.path)!r} are larger than {MAX_BYTES // 1_000_000} MB. "
                    "Move the file elsewhere to begin a new one."
                )
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return Kept()
        except OSError as error:
            raise self._refusal("read", error) from error
        return _kept(lines)

    def add(self, labels: Iterable[Label]) -> None:
        """On the disk when this returns."""
        self._append([{"version": VERSION, **row_of(label)} for label in labels])

    def take_back(self, label: Label) -> None:
        """As if that rater had not rated that answer."""
        self._append([{"version": VERSION, "taken_back": list(label.key)}])

    def _append(self, rows: list[dict[str, object]]) -> None:
        if not rows:
            return
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        try:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            begun = not self.path.exists()
            descriptor = os.open(self.path, ADDING, 0o600)
            try:
                _write(descriptor, (b"" if _ends_whole(self.path) else b"\n") + text.encode())
            finally:
                os.close(descriptor)
            if begun:
                reach_the_disk(self.path.parent)
        except OSError as error:
            raise self._refusal("written", error) from error

    def _refusal(self, done: str, error: OSError) -> LabelError:
        return LabelError(
            f"The ratings in {str(self.path)!r} cannot be {done} ({error.strerror}). What was there is whole."
        )


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def _ends_whole(path: Path) -> bool:
    """Does it end with a whole line? A crash may have cut the last one short."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _kept(lines: Iterable[bytes]) -> Kept:
    labels: dict[tuple[str, ...], Label] = {}
    unread = 0
    for line in filter(None, map(bytes.strip, lines)):
        try:
            row = _row(line)
            if "taken_back" in row:
                labels.pop(tuple(row["taken_back"]), None)
            else:
                label = label_of(row)
                if not label.older_than(labels.get(label.key)):
                    labels[label.key] = label
        except (ValueError, TypeError, RecursionError, LabelError):
            unread += 1
    return Kept(latest(labels.values()), unread)


def _row(line: bytes) -> Mapping[str, list[str]]:
    row = json.loads(line)
    if not isinstance(row, dict) or row.get("version") != VERSION:
        raise ValueError("not a line of this version")
    return row
