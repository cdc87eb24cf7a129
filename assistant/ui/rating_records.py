"""The run records whose answers can be rated: the release's, and those in the data folder's or a checkout's `runs`."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assistant.quality.kept import RELEASE
from assistant.quality.records import STAMP, RunRecord, read_record
from assistant.safety.signoff import spoken
from assistant.settings import CHECKOUT, Settings

RELEASE_NAME = "The answers of this release"
MOST = 50  # records, the newest: nobody chooses among more


def found(settings: Settings) -> Mapping[Path, str]:
    """What each record is called; the release's first, then the newest first. No name says how a record scored."""
    folders = [settings.data / "runs"] + [CHECKOUT / "runs"] * (settings.content == CHECKOUT)
    there = [path for folder in folders for path in folder.glob("*.json") if STAMP.match(path.name)]
    newest = sorted(there, key=lambda path: path.name, reverse=True)[:MOST]
    release = {RELEASE: RELEASE_NAME} if RELEASE.is_file() else {}
    return release | {path: _name(path) for path in newest}


def read(path: Path) -> RunRecord:
    """Raises RecordError; read once for as long as the file stays as it is."""
    state = path.stat() if path.is_file() else None
    return _read(path, state.st_mtime_ns if state else 0, state.st_size if state else 0)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, _size: int) -> RunRecord:
    return read_record(path)


def _name(path: Path) -> str:
    """By its day and time alone."""
    day, _, time = path.name[:17].partition("T")
    return f"A run of {spoken(day)}, {time[:2]}:{time[2:4]} UTC"
