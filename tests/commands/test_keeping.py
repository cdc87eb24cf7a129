"""The commands that keep conversations safe, run as a person runs them."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.situation import Situation
from assistant.store import open_store
from tests.store.old_shapes import rows

MARKED = "the marked sentence nobody else may read"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def database(data: Path) -> Path:
    path = data / "alongside.db"
    store = open_store(path)
    store.start(None, MARKED, Situation())
    store.close()
    return path


@pytest.fixture
def alongside(data: Path, tmp_path: Path) -> Run:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ALONGSIDE_DATA": str(data)}

    def run(*arguments: str, stdin: int = subprocess.DEVNULL) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", "from assistant.cli import main; main()", *arguments]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, stdin=stdin, capture_output=True, text=True, check=False
        )

    return run


def test_a_backup_goes_out_and_comes_back(alongside: Run, database: Path) -> None:
    before = rows(database)
    saved = alongside("backup", "kept.db")
    assert (saved.returncode, saved.stderr) == (0, "")
    assert "Everything is copied to 'kept.db'" in saved.stdout
    store = open_store(database)
    store.forget_everything()
    store.close()
    restored = alongside("restore", "kept.db", "--yes")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "What was there before is in" in restored.stdout
    assert rows(database) == before
    assert MARKED not in saved.stdout + restored.stdout


@pytest.mark.usefixtures("database")
def test_what_cannot_be_done_is_one_line_and_an_exit_code(alongside: Run, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text(MARKED)
    for arguments, code, told in [
        (("backup", "there.db"), 2, "add `--replace`"),
        (("restore", "there.db", "--yes"), 1, "no backup of Alongside"),
        (("restore", "gone.db", "--yes"), 2, "not there"),
        (("restore", "there.db"), 2, "Add `--yes`"),
    ]:
        ran = alongside(*arguments)
        assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (code, "", 1)
        assert told in ran.stderr
        assert MARKED not in ran.stderr


def test_on_a_terminal_restoring_asks_first(alongside: Run, database: Path) -> None:
    alongside("backup", "kept.db")
    before = rows(database)
    mine, theirs = pty.openpty()
    os.write(mine, b"n\n")
    refused = alongside("restore", "kept.db", stdin=theirs)
    os.write(mine, b"y\n")
    agreed = alongside("restore", "kept.db", stdin=theirs)
    assert (refused.returncode, agreed.returncode) == (1, 0)
    assert "Replace all conversations" in refused.stdout
    assert rows(database) == before


def test_everything_is_exported_and_added_once(alongside: Run, database: Path, data: Path, tmp_path: Path) -> None:
    exported = alongside("export", "--all", "mine.zip")
    assert (exported.returncode, exported.stderr) == (0, "")
    assert exported.stdout.startswith("1 conversations are in 'mine.zip'")
    database.rename(tmp_path / "aside.db")
    for added in ("1 conversations and 2 messages", "0 conversations and 0 messages"):
        ran = alongside("import", "mine.zip")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith(added)
    assert alongside("export", "mine.zip").returncode == 2
    assert [file.name for file in data.iterdir()] == ["alongside.db"]
