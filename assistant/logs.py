"""The log of `serve`: events and ids, one line each, in the data folder. When it fails, the page goes on without."""

import fcntl
import logging
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.settings import Settings
from assistant.wordless import wordless

NAME = "alongside.log"
MAX_BYTES = 1_000_000  # some ten thousand events: weeks of one person's use
KEPT = 3  # older files beside the current one
LOCK_SECONDS = 0.2  # a line takes microseconds; a process that is stopped while it writes must not stop the others
FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(process)d %(name)s %(message)s"


class SharedLog(logging.Handler):
    """Appends to one file that several processes write to, and begins a new one when it is full.

    Nothing is kept open. A line is appended while the folder is locked, so that who finds the file full may rename it:
    nobody is writing to it. When the lock is not to be had, the line is appended all the same, and renaming waits.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._told = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(" ".join(self.format(record).splitlines()).encode("utf-8", "replace") + b"\n")
        except OSError as error:
            if not self._told:
                self._told = True
                with suppress(OSError):
                    sys.stderr.write(f"The log cannot be written ({error.strerror}); going on without it.\n")

    def _write(self, line: bytes) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / NAME
        with _locked(self._folder) as alone:
            if alone and path.is_file() and path.stat().st_size + len(line) > MAX_BYTES:
                _begin_anew(path)
            _append(path, line)


@contextmanager
def kept_log(settings: Settings) -> Iterator[None]:
    """Until the block ends this process writes its log, and warnings to standard error, in nobody's words."""
    root, own = logging.getLogger(), logging.getLogger("assistant")
    levels = root.level, own.level
    handlers = _handlers(settings)
    with wordless():
        for handler in handlers:
            root.addHandler(handler)
        root.setLevel(logging.WARNING)
        own.setLevel(settings.log_level.upper())
        try:
            yield
        finally:
            for handler in handlers:
                root.removeHandler(handler)
            root.setLevel(levels[0])
            own.setLevel(levels[1])


def _handlers(settings: Settings) -> tuple[logging.Handler, ...]:
    formatter = logging.Formatter(FORMAT, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    handlers = (SharedLog(settings.logs), console)
    for handler in handlers:
        handler.setFormatter(formatter)
        handler.addFilter(_worth_keeping)
    return handlers


def _worth_keeping(record: logging.LogRecord) -> bool:
    """What a library does day by day says nothing once its words are gone."""
    return record.levelno >= logging.WARNING or record.name.startswith("assistant")


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock the folder against the other processes; yields whether that was possible in time."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _lock(held)
    finally:
        os.close(held)  # which unlocks it


def _lock(held: int) -> bool:
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.005)
        else:
            return True


def _begin_anew(path: Path) -> None:
    for number in range(KEPT, 0, -1):
        older = path.with_name(f"{NAME}.{number}")
        newer = path if number == 1 else path.with_name(f"{NAME}.{number - 1}")
        if newer.is_file():
            newer.replace(older)


def _append(path: Path, line: bytes) -> None:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    file = os.open(path, flags, 0o600)
    try:
        mode = os.fstat(file).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(0, "it is not a file")
        if stat.S_IMODE(mode) != 0o600:
            os.fchmod(file, 0o600)
        os.write(file, line)
    finally:
        os.close(file)
