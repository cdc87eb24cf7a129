"""Streamlit prints and logs nothing of what people write, however the page's script fails."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import CHECKOUT
from tests.ui.conftest import Screen

MARKED = "MARKED-a41d she keeps cancelling on me"
FAILS = f"""
from assistant.ui import start
start.keep_words_out()
from streamlit import config, error_util
config.get_config_options(force_reparse=True, options_from_flags={{"logger.enableRich": False}})
try:
    int({MARKED!r})
except ValueError as error:
    error_util._log_uncaught_app_exception(error)
"""


@pytest.mark.parametrize("data", ["folder", "in the way"])
def test_a_script_that_raises_is_told_by_kind_and_place(tmp_path: Path, data: str) -> None:
    (tmp_path / "data").mkdir()
    if data == "in the way":
        (tmp_path / "data" / "logs").write_text("a file")
    ran = subprocess.run(
        [sys.executable, "-c", FAILS], cwd=CHECKOUT, env={**os.environ, "ALONGSIDE_DATA": str(tmp_path / "data")},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    log = tmp_path / "data" / "logs" / "alongside.log"
    assert "streamlit.error_util error_util.py:" in ran.stderr
    assert ": ValueError at " in ran.stderr
    assert "MARKED" not in ran.stderr + ran.stdout + (log.read_text() if log.exists() else "")
    assert log.exists() == (data == "folder")


def test_a_page_drawn_by_a_test_leaves_logging_as_it_is(screen: Callable[[], Screen]) -> None:
    before = logging.getLogRecordFactory(), threading.excepthook, list(logging.getLogger().handlers)
    screen().open()
    assert (logging.getLogRecordFactory(), threading.excepthook, list(logging.getLogger().handlers)) == before
