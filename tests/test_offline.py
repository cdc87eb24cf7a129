"""With no network at all: what is installed is all that is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import CHECKOUT

CUT_OFF = ["unshare", "--net", "--map-root-user"]
ALONGSIDE = [sys.executable, "-B", "-c", "from assistant.cli import main; main()"]
# A new network has not even a loopback until somebody turns it on.
SERVE = """
import fcntl, socket, struct, subprocess, sys, time, urllib.request
with socket.socket() as probe:
    fcntl.ioctl(probe, 0x8914, struct.pack("16sh", b"lo", 1))
page = subprocess.Popen([*sys.argv[1:], "serve", "--headless"], stdout=sys.stderr)
try:
    for _ in range(300):
        try:
            print(urllib.request.urlopen("http://127.0.0.1:8501/_stcore/health").read().decode())
            break
        except OSError:
            time.sleep(0.1)
finally:
    page.terminate()
    page.wait()
"""
SHOW = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
print(len(page.exception), len(page.chat_input))
"""


def _possible() -> bool:
    try:
        return subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


pytestmark = pytest.mark.skipif(not _possible(), reason="this system cannot run a command without network (`unshare`)")


@pytest.fixture(scope="module")
def stale_data(data_folder: Path) -> Path:
    """A data folder whose index is of older guides."""
    pointer = data_folder / "index" / "current.json"
    pointer.write_text(json.dumps({**json.loads(pointer.read_text("utf-8")), "library": "older"}), "utf-8")
    return data_folder


def cut_off(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "HOME": str(data),
        "ALONGSIDE_DATA": str(data),
    }
    return subprocess.run(
        [*CUT_OFF, *command], env=environment, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_guides_are_indexed_without_network(stale_data: Path) -> None:
    ran = cut_off(stale_data, *ALONGSIDE, "index")
    assert (ran.returncode, ran.stderr.endswith(" guides are indexed.\n")) == (0, True)


def test_a_question_is_answered_without_network(stale_data: Path) -> None:
    ran = cut_off(stale_data, *ALONGSIDE, "ask", "she keeps cancelling on me", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["found"]


def test_the_page_is_served_without_network(stale_data: Path) -> None:
    ran = cut_off(stale_data, sys.executable, "-B", "-c", SERVE, *ALONGSIDE)
    assert ran.stdout == "ok\n", ran.stderr


def test_the_page_shows_without_network(stale_data: Path) -> None:
    assert cut_off(stale_data, sys.executable, "-B", "-c", SHOW).stdout.splitlines()[-1:] == ["0 1"]


def test_there_really_is_no_network_in_there(stale_data: Path) -> None:
    script = "import socket; print(socket.if_nameindex()); socket.create_connection(('127.0.0.1', 9), 1)"
    ran = cut_off(stale_data, sys.executable, "-c", script)
    assert ran.stdout == "[(1, 'lo')]\n"
    assert "Network is unreachable" in ran.stderr
