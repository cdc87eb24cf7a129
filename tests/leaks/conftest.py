"""Ears everywhere, and the browser, pages and disks of others' tests."""

import logging
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.wordless import Event
from tests.browser.conftest import chromium, visit
from tests.faults.conftest import small_disk
from tests.leaks.places import MARK, holders
from tests.running.conftest import script
from tests.ui.conftest import screen

__all__ = ["chromium", "screen", "script", "small_disk", "visit"]

Overheard = Callable[..., list[str]]


@pytest.fixture
def overheard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[Overheard]:
    """Tells every place outside the data folder that holds the mark, and which of these errors do.

    Every logger tells all it can: ours as they are, to show that they need no hiding, the others as `serve` has them.
    """
    folders = [tmp_path / name for name in ("HOME", "TMPDIR")]
    for folder in folders:
        folder.mkdir()
        monkeypatch.setenv(folder.name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)

    def look(*errors: BaseException) -> list[str]:
        out, err = capfd.readouterr()
        told = {"log": caplog.text, "standard output": out, "standard error": err}
        told |= {repr(type(error)): "".join(traceback.format_exception(error)) for error in errors}
        return [place for place, text in told.items() if MARK in text] + holders(folders)

    with _all_ears(caplog):
        yield look


class _all_ears:  # noqa: N801 - used as a function is
    """Until it is left, every logger there is tells everything."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog
        known = (logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger))
        self._before = {logger: logger.level for logger in known}
        self._factory, self._loud = logging.getLogRecordFactory(), logging.raiseExceptions

    def __enter__(self) -> None:
        self._caplog.set_level(logging.DEBUG)
        for logger in self._before:
            logger.setLevel(logging.DEBUG)
        logging.setLogRecordFactory(_record)
        logging.raiseExceptions = False

    def __exit__(self, *_: object) -> None:
        logging.setLogRecordFactory(self._factory)
        logging.raiseExceptions = self._loud
        for logger, level in self._before.items():
            logger.setLevel(level)


def _record(name: str, *values: Any, **more: Any) -> logging.LogRecord:
    kind = logging.LogRecord if name.startswith("assistant") else Event
    return kind(name, *values, **more)
