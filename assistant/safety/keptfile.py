"""A small file of the data folder that is read as a whole and replaced as a whole: the programme card, the sign-off."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import ProgrammeError
from assistant.wholefile import unfinished

VERSION = 1
MAX_BYTES = 200_000  # a hundred times the longest there can be: what is larger is some other file
PATIENCE_SECONDS = 5.0  # for another process to write; it takes milliseconds


class KeptFile:
    """Raises ProgrammeError, which says what to do, for whatever cannot be read or written. It never drops anything."""

    def __init__(self, path: Path, what: str) -> None:
        """`what` it is, in words: "the programme card"."""
        self.path = path
        self.what = what

    def read(self) -> dict[str, Any]:
        """What was written, without its version; empty while there is no file."""
        try:
            with self.path.open("rb") as file:
                written = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._refusal("read", error.strerror or type(error).__name__) from error
        return self._content(written)

    def write(self, content: dict[str, Any]) -> None:
        text = json.dumps({"version": VERSION, **content}, ensure_ascii=False, indent=2) + "\n"
        try:
            with unfinished(self.path) as part:
                part.write_text(text, encoding="utf-8")
        except OSError as error:
            raise self._refusal("written", error.strerror or type(error).__name__) from error

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody else writes meanwhile."""
        if not self.path.parent.is_dir():  # the lock would make it, on a disk that is not there any more
            raise self._refusal("written", "its folder is gone")
        lock = FileLock(f"{self.path}.lock", mode=0o600)
        try:
            lock.acquire(timeout=PATIENCE_SECONDS)
        except Timeout:
            raise ProgrammeError(f"Another Alongside is changing {self.what}. Try again in a moment.") from None
        except OSError as error:
            raise self._refusal("written", error.strerror or type(error).__name__) from error
        try:
            yield
        finally:
            lock.release()

    def set_aside(self) -> Path:
        """Move what cannot be read out of the way, whole, and return where it is now."""
        aside = self.path.with_name(f"{self.path.stem}-aside-{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}.json")
        try:
            self.path.rename(aside)
        except OSError as error:
            raise self._refusal("moved", error.strerror or type(error).__name__) from error
        return aside

    def damaged(self, why: str) -> ProgrammeError:
        return ProgrammeError(
            f"{self.what.capitalize()} in {str(self.path)!r} cannot be read ({why}). It is left as it is. "
            "Mend the file, or move it elsewhere to begin a new one."
        )

    def _content(self, written: bytes) -> dict[str, Any]:
        if len(written) > MAX_BYTES:
            raise self.damaged(f"it is larger than {MAX_BYTES:,} bytes")
        try:
            content = json.loads(written.decode("utf-8"))
        except json.JSONDecodeError as error:
            raise self.damaged(f"line {error.lineno} is not JSON") from None
        except (ValueError, RecursionError):
            raise self.damaged("it is not JSON") from None
        version = content.pop("version", None) if isinstance(content, dict) else None
        if type(version) is not int or version < 1:
            raise self.damaged("it is not one of Alongside's")
        if version > VERSION:
            raise ProgrammeError(
                f"{self.what.capitalize()} in {str(self.path)!r} was written by a newer Alongside. "
                "It is left as it is. Use that version, or name another data folder."
            )
        return dict(content)

    def _refusal(self, done: str, why: str) -> ProgrammeError:
        return ProgrammeError(f"{self.what.capitalize()} in {str(self.path)!r} cannot be {done} ({why}).")
