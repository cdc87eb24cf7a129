"""Nothing that reports an event repeats what a person wrote, whatever library or hook reports it."""

import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.settings import CHECKOUT
from assistant.wordless import outline, wordless

MARKED = "MARKED-77c1 she keeps cancelling on me"


def said(name: str, message: object, *args: object, exc_info: BaseException | None = None) -> str:
    """The one line a record becomes, for any handler whatever."""
    shown: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: shown.append(handler.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)  # a model that was asked before has hushed some of them
    logger.addHandler(handler)
    try:
        logger.error(message, *args, exc_info=exc_info)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return shown[0]


def failed() -> Exception:
    failure = KeyError(MARKED)
    with suppress(KeyError):
        try:
            int(MARKED)
        except ValueError as error:
            raise failure from error
    return failure


@pytest.mark.parametrize(
    "name", ["streamlit.error_util", "sqlalchemy.engine", "chromadb", "httpx", "openai", "asyncio"]
)
def test_a_library_is_quoted_by_its_place_only(name: str) -> None:
    with wordless():
        shown = said(name, f"failed for {MARKED}", exc_info=failed())
    assert shown.startswith("test_wordless.py:")
    assert shown.endswith(f": {outline(failed())}")
    assert "MARKED" not in shown


def test_our_own_events_keep_ids_and_numbers() -> None:
    with wordless():
        shown = said("assistant.running", "ended: turn=%s tried=%d after=%.1f", "0197-ab_c", 2, 1.26)
    assert shown == "ended: turn=0197-ab_c tried=2 after=1.3"


def test_our_own_events_hide_what_could_be_words() -> None:
    with wordless():
        shown = [said("assistant", "a=%s b=%s", MARKED, failed()), said("assistant", "c=%(c)s", {"c": [MARKED]})]
    assert shown == ["a=(hidden) b=KeyError", "c=(hidden)"]


def test_an_event_with_the_wrong_arguments_is_still_one() -> None:
    with wordless():
        assert said("assistant", "turn=%d", MARKED) == "turn=%d"


def test_an_error_is_its_kinds_and_places() -> None:
    shown = outline(failed())
    assert shown.startswith(f"KeyError from ValueError at {__name__}:")
    assert "MARKED" not in shown
    assert outline(KeyError(MARKED)) == "KeyError"


def test_a_warning_is_its_kind_and_place(caplog: pytest.LogCaptureFixture) -> None:
    with wordless():
        warnings.showwarning(MARKED, UserWarning, "/somewhere/else.py", 7)
    assert caplog.messages == ["python warning: UserWarning at else.py:7"]


UNCAUGHT = f"""
import threading
from assistant.wordless import reduce_for_good
reduce_for_good()
class Falls:
    def __del__(self): raise ValueError({MARKED!r})
def fall(): raise ValueError({MARKED!r})
Falls()
thread = threading.Thread(target=fall); thread.start(); thread.join()
import logging; logging.getLogger("assistant").error("%d", {MARKED!r})
import warnings; warnings.warn({MARKED!r})
fall()
"""


def test_what_nobody_catches_is_told_by_kind_and_place() -> None:
    command = [sys.executable, "-c", UNCAUGHT]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
    kinds = [line.partition(":")[0] for line in ran.stderr.splitlines()]
    assert kinds == ["uncaught while cleaning up", "uncaught in a thread", "%d", "python warning", "uncaught"]
    assert "MARKED" not in ran.stderr + ran.stdout
    assert ran.returncode == 1


DUMPED = f"""
import os, resource
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
from assistant.wordless import reduce_for_good
reduce_for_good()
words = {MARKED!r}
os.abort()
"""


def test_a_crash_leaves_no_dump_of_memory(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(CHECKOUT), "PATH": os.environ["PATH"]}
    ran = subprocess.run(
        [sys.executable, "-c", DUMPED], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False
    )
    assert (ran.returncode, list(tmp_path.iterdir())) == (-signal.SIGABRT, [])


def test_afterwards_all_is_as_before() -> None:
    before = logging.getLogRecordFactory(), warnings.showwarning, sys.excepthook, threading.excepthook
    dumps = resource.getrlimit(resource.RLIMIT_CORE)
    with wordless():
        assert logging.getLogRecordFactory() is not before[0]
    assert (logging.getLogRecordFactory(), warnings.showwarning, sys.excepthook, threading.excepthook) == before
    assert resource.getrlimit(resource.RLIMIT_CORE) == dumps
