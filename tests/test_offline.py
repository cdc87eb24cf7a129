"""With no network at all: what is installed is all that is needed."""

import json
import os
import shutil
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


GUIDES = ["commitment/when-they-keep-cancelling.md", "starting/finding-a-mentor.md", "feedback/receiving-feedback.md"]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that is ours and a few of the guides, which are soon embedded; what it needs else must be installed."""
    place = tmp_path_factory.mktemp("alone")
    own = shutil.ignore_patterns("__pycache__", "guides", "asked_as")
    shutil.copytree(CHECKOUT / "knowledge", place / "knowledge", ignore=own)
    for name in ("prompts", ".streamlit"):
        shutil.copytree(CHECKOUT / name, place / name)
    shutil.copytree(CHECKOUT / "assistant", place / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "app.py", place)
    for name in GUIDES:
        (place / "knowledge" / "guides" / name).parent.mkdir(parents=True)
        shutil.copy(CHECKOUT / "knowledge" / "guides" / name, place / "knowledge" / "guides" / name)
    return place


def cut_off(place: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder of its own, its data beside it."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(place),
        "HOME": str(place),
        "ALONGSIDE_DATA": str(place / "data"),
    }
    return subprocess.run(
        [*CUT_OFF, *command], env=environment, cwd=place, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_guides_are_indexed_without_network(alone: Path) -> None:
    ran = cut_off(alone, *ALONGSIDE, "index")
    assert (ran.returncode, ran.stderr.endswith(" guides are indexed.\n")) == (0, True)


def test_a_question_is_answered_without_network(alone: Path) -> None:
    ran = cut_off(alone, *ALONGSIDE, "ask", "she keeps cancelling on me", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["found"]


def test_the_page_is_served_without_network(alone: Path) -> None:
    ran = cut_off(alone, sys.executable, "-B", "-c", SERVE, *ALONGSIDE)
    assert ran.stdout == "ok\n", ran.stderr


def test_the_page_shows_without_network(alone: Path) -> None:
    assert cut_off(alone, sys.executable, "-B", "-c", SHOW).stdout.splitlines()[-1:] == ["0 1"]


def test_there_really_is_no_network_in_there(alone: Path) -> None:
    script = "import socket; print(socket.if_nameindex()); socket.create_connection(('127.0.0.1', 9), 1)"
    ran = cut_off(alone, sys.executable, "-c", script)
    assert ran.stdout == "[(1, 'lo')]\n"
    assert "Network is unreachable" in ran.stderr
