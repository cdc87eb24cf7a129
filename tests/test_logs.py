"""The log of `serve`: kept small, its owner's alone, shared by processes, and never in the way."""

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import logs
from assistant.logs import KEPT, NAME, kept_log
from assistant.settings import CHECKOUT, Settings

logger = logging.getLogger("assistant.test")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, content=CHECKOUT)


def lines(settings: Settings, name: str = NAME) -> list[str]:
    return (settings.logs / name).read_text(encoding="utf-8").splitlines()


def test_an_event_is_one_line_with_time_level_process_and_place(settings: Settings) -> None:
    with kept_log(settings):
        logger.info("ended: turn=%s", "0197")
    (line,) = lines(settings)
    when, *rest = line.split(" ")
    assert (when[10], when[-1], rest) == ("T", "Z", ["INFO", str(os.getpid()), "assistant.test", "ended:", "turn=0197"])


def test_the_log_is_its_owners_alone(settings: Settings) -> None:
    settings.logs.mkdir()
    (settings.logs / NAME).touch(0o644)
    with kept_log(settings):
        logger.info("begun")
    assert stat.S_IMODE((settings.logs / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize(("level", "kept"), [("debug", 3), ("info", 2), ("warning", 1), ("error", 0)])
def test_the_level_says_how_much_is_written(tmp_path: Path, level: str, kept: int) -> None:
    settings = Settings(data=tmp_path, content=CHECKOUT, log_level=level)
    with kept_log(settings):
        for write in (logger.debug, logger.info, logger.warning):
            write("event")
    assert len(lines(settings) if kept else []) == kept
    assert (settings.logs / NAME).exists() == bool(kept)


def test_a_library_is_written_only_when_it_warns(settings: Settings) -> None:
    with kept_log(settings):
        logging.getLogger("watchdog").warning("words")
        logging.getLogger("watchdog").info("words")
    (line,) = lines(settings)
    assert " watchdog test_logs.py:" in line


def test_a_full_file_makes_way_and_few_are_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 1_000)
    with kept_log(settings):
        for number in range(200):
            logger.info("event=%d", number)
    names = {path.name for path in settings.logs.iterdir()}
    assert names == {NAME, *(f"{NAME}.{number}" for number in range(1, KEPT + 1))}
    assert max(path.stat().st_size for path in settings.logs.iterdir()) <= 1_000
    assert "event=199" in lines(settings)[-1]


MANY = """
import logging, sys
from pathlib import Path
from assistant import logs
from assistant.settings import Settings
logs.MAX_BYTES, logs.KEPT, logs.LOCK_SECONDS = 20_000, 50, 60
with logs.kept_log(Settings(data=Path(sys.argv[1]), content=Path())):
    for number in range(500):
        logging.getLogger("assistant").info("event=%s-%d", sys.argv[2], number)
"""


def test_processes_that_write_at_once_lose_no_line(settings: Settings) -> None:
    commands = [[sys.executable, "-c", MANY, str(settings.data), name] for name in "abc"]
    running = [subprocess.Popen(command, cwd=CHECKOUT) for command in commands]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    found = [line.rpartition("=")[2] for path in settings.logs.iterdir() for line in lines(settings, path.name)]
    assert sorted(found) == sorted(f"{name}-{number}" for name in "abc" for number in range(500))
    assert len(list(settings.logs.iterdir())) > 2


def test_a_log_that_cannot_be_written_is_told_once_and_goes_no_further(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.logs.write_text("in the way")
    with kept_log(settings):
        logger.info("one")
        logger.info("two")
    assert capsys.readouterr().err == "The log cannot be written (File exists); going on without it.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_told_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        with Path("/dev/full").open("wb", buffering=0) as disk:
            return disk.write(b"x")

    monkeypatch.setattr(os, "write", full)
    with kept_log(settings):
        logger.info("one")
        logger.info("two")
    assert capsys.readouterr().err == "The log cannot be written (No space left on device); going on without it.\n"


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_nothing_but_a_file_is_written_to(
    settings: Settings, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.logs.mkdir()
    path = settings.logs / NAME
    path.symlink_to(tmp_path / "elsewhere") if kind == "link" else os.mkfifo(path)
    with kept_log(settings):
        logger.info("one")
    assert "The log cannot be written" in capsys.readouterr().err
    assert not (tmp_path / "elsewhere").exists()


def test_a_process_that_sleeps_with_the_lock_does_not_hold_up_others(settings: Settings) -> None:
    settings.logs.mkdir()
    with logs._locked(settings.logs) as alone, kept_log(settings):
        logger.info("one")
    assert (alone, len(lines(settings))) == (True, 1)
