import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import serving
from assistant.errors import SettingsError
from assistant.serving import TRIES, free_port, refuse_other_hosts, serve, streamlit_command
from assistant.settings import CHECKOUT, LOOPBACK, Settings


@pytest.fixture
def busy() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("host", sorted(LOOPBACK))
def test_this_machines_own_addresses_are_served(host: str) -> None:
    refuse_other_hosts(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])  # noqa: S104 - refused
def test_an_address_others_could_reach_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match=r"^There is no sign-in yet, so the page is served on this machine only"):
        refuse_other_hosts(host)


def test_a_free_port_is_taken_as_it_is(busy: int) -> None:
    free = free_port("127.0.0.1", busy + 1)
    assert free_port("127.0.0.1", free) == free


def test_a_busy_port_gives_the_next_free_one(busy: int) -> None:
    assert busy < free_port("127.0.0.1", busy) <= busy + TRIES


def test_when_all_are_busy_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_is_free", lambda _host, _port: False)
    with pytest.raises(SettingsError) as refused:
        free_port("127.0.0.1", 8501)
    assert str(refused.value) == "Ports 8501 to 8520 are all in use. Set ALONGSIDE_PORT to a free one."


def test_no_port_beyond_the_last_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr(serving, "_is_free", lambda _host, port: tried.append(port))
    with pytest.raises(SettingsError):
        free_port("127.0.0.1", 65_530)
    assert max(tried) == 65_535


def test_streamlit_reports_no_usage_and_shows_no_error_details() -> None:
    command = streamlit_command(CHECKOUT / "app.py", "127.0.0.1", 8501)
    assert command[:5] == [sys.executable, "-m", "assistant.ui.start", "run", str(CHECKOUT / "app.py")]
    assert {
        "--server.address=127.0.0.1",
        "--server.port=8501",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--client.toolbarMode=minimal",
        "--server.allowedHosts=127.0.0.1",
        "--server.enableXsrfProtection=true",
        "--server.enableAgentApi=false",
        "--logger.enableRich=false",
    } <= set(command)


def test_every_setting_beside_the_app_is_passed_and_nothing_else_is_said_twice() -> None:
    """The theme is read from the folder; a flag given twice would be a list to Streamlit."""
    names = [flag.partition("=")[0] for flag in streamlit_command(CHECKOUT / "app.py", "::1", 8501)[5:]]
    assert len(set(names)) == len(names) - 2  # three allowed hosts
    assert not [name for name in names if name.startswith("--theme")]


def test_without_its_streamlit_settings_the_page_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"config\.toml cannot be read; install alongside again\.$"):
        streamlit_command(tmp_path / "app.py", "127.0.0.1", 8501)


def test_the_page_ends_with_the_exit_code_of_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def command(app: Path, *_: object, **__: object) -> list[str]:
        asked.append(app)
        return [sys.executable, "-c", "raise SystemExit(3)"]

    monkeypatch.setattr(serving, "streamlit_command", command)
    assert serve(Settings(data=tmp_path, content=CHECKOUT), "127.0.0.1", 8501, headless=True) == 3
    assert asked == [CHECKOUT / "app.py"]


STOPPED = """
import os, signal, subprocess, sys, threading
from pathlib import Path
from assistant import serving
from assistant.settings import Settings
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
serving.streamlit_command = lambda *_: [sys.executable, "-c", "import time; time.sleep(60)"]
print(serving.serve(Settings(data=Path(), content=Path()), "127.0.0.1", 8501, headless=True))
"""


def test_a_page_that_is_told_to_stop_leaves_nothing_running() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STOPPED], cwd=CHECKOUT, capture_output=True, text=True, timeout=30, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, f"{-signal.SIGTERM}\n")


def test_a_first_run_opens_the_page_and_asks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal's answer Streamlit's own welcome would wait for an e-mail address for ever."""
    port, opened = free_port("127.0.0.1", 18_501), list[str]()
    page = f"import socket; s = socket.create_server(('127.0.0.1', {port})); s.accept()"
    monkeypatch.setattr(serving, "streamlit_command", lambda *_: [sys.executable, "-c", page])
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert serve(Settings(data=tmp_path, content=CHECKOUT), "127.0.0.1", port, headless=False) == 0
    assert opened == [f"http://127.0.0.1:{port}"]
