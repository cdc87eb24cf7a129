"""Read a file in a child process with limits on memory and time, so that none can harm or hold up the rest."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.guides.importing.kinds import kind_of
from assistant.guides.importing.part import Part
from assistant.guides.importing.troubles import MAX_BYTES, WORDS, Trouble
from assistant.unseen import clean

KILLED: Mapping[int, Trouble] = {signal.SIGXCPU: "slow", signal.SIGKILL: "heavy", signal.SIGSEGV: "broken"}
"""What it means when the child was ended; for the rest it was out of memory."""
PACKAGE = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Limits:
    memory: int = 800_000_000
    """Bytes of address space: reading takes 70 MB to begin with; see tests/guides/importing for what files need."""
    seconds: int = 60
    """Of processor time. A Word file of 350 pages takes about 20."""
    patience: float = 120.0
    """Seconds on the clock: twice as many, for a machine that is busy with other things."""


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody gave it."""

    name: str
    data: bytes


def upload_of(path: Path) -> Upload:
    """Read a file that is to be added. Raises InputError for one that is not there, no file or too large."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise InputError(f"{path.name!r} is no file that can be read. Name the file itself.")
            refuse_large(path.name, status.st_size)
            return Upload(path.name, file.read(MAX_BYTES + 1))
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}). Check the name and try again.") from error


def refuse_large(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise InputError(
            f"{name!r} has {size / 1e6:,.0f} MB; up to {MAX_BYTES // 10**6} MB can be read. Save it without its "
            "pictures, as plain text, or split it, and add that."
        )


def read_parts(upload: Upload, limits: Limits = USUAL) -> tuple[Part, ...]:
    """Raises InputError, saying what is wrong and what to do, for a file that cannot be used."""
    refuse_large(upload.name, len(upload.data))
    kind = kind_of(upload.name, upload.data)
    said = _ask_child([kind, str(limits.memory), str(limits.seconds)], upload.data, limits.patience)
    if isinstance(said, str):
        raise InputError(f"{clean(upload.name)!r} {WORDS[said]}")
    return said


def _ask_child(arguments: list[str], data: bytes, patience: float) -> tuple[Part, ...] | Trouble:
    """Nothing of this process goes along: no environment, no open file, no place to write."""
    try:
        ran = subprocess.run(  # noqa: S603 - our own module, and no shell
            [sys.executable, "-s", "-B", "-m", "assistant.guides.importing.child", *arguments],
            input=data,
            capture_output=True,
            env={"PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1"},
            cwd="/",
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "slow"
    if ran.returncode < 0 or b"MemoryError" in ran.stderr:
        return KILLED.get(-ran.returncode, "heavy")
    if ran.returncode:
        raise RuntimeError("the reader of documents did not start")
    said = json.loads(ran.stdout)
    return said["trouble"] if "trouble" in said else tuple(map(_part, said["parts"]))


def _part(said: Mapping[str, Any]) -> Part:
    return Part(tuple(said["trail"]), said["page"], said["text"])


def _without_waiting(path: str, flags: int) -> int:
    """A pipe with nobody at its other end must not hold anybody up."""
    return os.open(path, flags | os.O_NONBLOCK)
