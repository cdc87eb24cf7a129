"""The app as `alongside serve` serves it, and a real Chromium that visits it."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.errors import AssistantError
from assistant.settings import CHECKOUT

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS += ["--disable-background-timer-throttling", "--disable-renderer-backgrounding"]
PATIENCE_SECONDS = 120.0
VISITOR = Path(__file__).with_name("visitor.js").read_text
"""Reads the script that asks and waits inside the page, where no driver slows it."""


class NoBrowserError(AssistantError):
    """There is no Chromium on this machine."""


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    data: Path
    process: int
    """The process that serves the pages."""
    started: float
    """When its command was given, by `perf_counter`."""

    def resident_mb(self) -> float:
        """Memory of the serving process, in MB."""
        told = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8").splitlines()
        kilobytes = next(line.split()[1] for line in told if line.startswith("VmRSS:"))
        return int(kilobytes) / 1024


@contextmanager
def served(data: Path) -> Iterator[Site]:
    """Serve one data folder as `make run` does, but for opening a browser, until the block ends."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "ALONGSIDE_"))}
    command = [str(Path(sys.executable).with_name("alongside")), "serve", "--headless", "--port", str(port)]
    started = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=CHECKOUT, env={**kept, "ALONGSIDE_DATA": str(data)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            _wait_for(process, f"http://127.0.0.1:{port}")
            yield Site(f"http://127.0.0.1:{port}", data, _child(process.pid), started)
        finally:
            process.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises NoBrowserError when there is none."""
    if not Path(CHROMIUM).exists():
        raise NoBrowserError(f"{CHROMIUM} is missing. Install it (Debian: `apt-get install chromium`) and try again.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def visit(browser: Browser, site: Site, path: str = "/") -> Page:
    """Open a page in a context of its own and wait until its box can be typed in."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    page.goto(site.url + path)
    page.get_by_test_id("stChatInputTextArea").fill("?")
    page.get_by_test_id("stChatInputTextArea").fill("")
    page.evaluate(VISITOR(encoding="utf-8"))
    return page


def ask(page: Page, text: str) -> float:
    """Ask, and return the milliseconds until the answer is whole on the page."""
    milliseconds: float = page.evaluate("text => window.visitor.ask(text)", text)
    return milliseconds


def _wait_for(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # noqa: S310 - our own
            return
        sleep(0.05)
    raise AssistantError("The page did not start. Run `alongside serve` to see why.")


def _child(process: int) -> int:
    """The process that a command has started."""
    return int(Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
