"""Disks that fill up, databases that others hold, and what else can really be broken."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ui.conftest import Screen, screen, script

__all__ = ["screen", "script"]

CHECKOUT = Path(__file__).parents[2]
HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


class Disk:
    """A file system of its own, held in memory: it can be filled and made read-only, even for root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, *, leaving: int = 0) -> None:
        """Leave so many bytes."""
        with self._ballast.open("wb", buffering=0) as ballast:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        ballast.write(b"\0" * size)
                except OSError:
                    continue
        os.truncate(self._ballast, self._ballast.stat().st_size - leaving)

    def free(self) -> None:
        self._ballast.unlink()

    def allow_writing(self, *, allowed: bool) -> None:
        self._mount("remount,rw" if allowed else "remount,ro")

    def mount(self, megabytes: float) -> None:
        self._mount(f"size={int(megabytes * 1024)}k,mode=0700")

    def _mount(self, options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "none", str(self.folder)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            pytest.skip(f"no small disk can be made here: {ran.stderr.strip()}")

    def unmount(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[float], Disk]]:
    """Mount a disk of so many megabytes; needs root on Linux."""
    disks: list[Disk] = []

    def make(megabytes: float) -> Disk:
        folder = tmp_path / f"disk{len(disks)}"
        folder.mkdir()
        disks.append(Disk(folder))
        disks[-1].mount(megabytes)
        return disks[-1]

    yield make
    for disk in disks:
        disk.unmount()


@contextmanager
def held_by_another_process(database: Path) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDS, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate("\n")


@pytest.fixture
def data(tmp_path: Path, screen: Callable[[], Screen], monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001
    """The data folder of the page, still empty."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("ALONGSIDE_DATA", str(folder))
    return folder
