"""Start the page: on loopback only, on the first free port, with the settings Streamlit is to run under."""

import logging
import signal
import socket
import subprocess
import sys
import tomllib
import webbrowser
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from time import monotonic, sleep

from assistant.errors import SettingsError
from assistant.settings import LOOPBACK, Settings
from assistant.settings.sources import child_environment

logger = logging.getLogger(__name__)

START_SECONDS = 60.0  # a slow laptop's first start
TRIES = 20  # ports looked at before giving up


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one. Raises SettingsError when none of the next few is free."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        if _is_free(host, port):
            return port
    raise SettingsError(f"Ports {wanted} to {wanted + TRIES - 1} are all in use. Set ALONGSIDE_PORT to a free one.")


def refuse_other_hosts(host: str) -> None:
    """Without sign-in this is one person's: raises SettingsError for an address others could reach."""
    if host not in LOOPBACK:
        raise SettingsError(
            f"There is no sign-in yet, so the page is served on this machine only; {host!r} could be reached by "
            "others. Leave --host out."
        )


def streamlit_command(app: Path, host: str, port: int) -> list[str]:
    """Run Streamlit with the settings beside the app as flags, which win over files of other folders.

    Always headless to Streamlit: otherwise its first run stops to ask for an e-mail address. The theme has no flags
    for all its parts; Streamlit reads it from the folder it runs in.
    """
    options = _streamlit_settings(app.parent / ".streamlit" / "config.toml") | {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "browser.serverAddress": host,
    }
    flags = [f"--{name}={text}" for name, value in options.items() for text in _texts(value)]
    return [sys.executable, "-m", "assistant.ui.start", "run", str(app), *flags]


def _streamlit_settings(path: Path) -> dict[str, object]:
    """Raises SettingsError when the file that comes with the program is missing or damaged."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read; install alongside again.") from error
    return {f"{table}.{name}": tables[table][name] for table in tables if table != "theme" for name in tables[table]}


def _texts(value: object) -> list[str]:
    """As flags are written: a list is the flag again and again."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def serve(settings: Settings, host: str, port: int, *, headless: bool) -> int:
    """Run the page until it is stopped, in a browser too unless headless; returns its exit code."""
    command = streamlit_command(settings.content / "app.py", host, port)
    logger.info("page starting: version=%s port=%d", version("alongside"), port)
    with subprocess.Popen(command, cwd=settings.content, env=child_environment()) as process:  # noqa: S603 - our own command
        before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())  # else the page would outlive us
        try:
            if not headless and _answers(process, host, port):
                webbrowser.open(f"http://{host}:{port}")
            return _ended(process.wait())
        except KeyboardInterrupt:
            process.terminate()
            logger.info("page stopped from the keyboard")
            return 0
        finally:
            signal.signal(signal.SIGTERM, before)


def _ended(code: int) -> int:
    logger.log(logging.ERROR if code > 0 else logging.INFO, "page ended: code=%d", code)
    return code


def _answers(process: "subprocess.Popen[bytes]", host: str, port: int) -> bool:
    """Wait for the page to be there; False when it ended or took too long."""
    deadline = monotonic() + START_SECONDS
    while process.poll() is None and monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return True
        sleep(0.1)
    return False


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
