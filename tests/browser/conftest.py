"""A real `alongside serve` on an empty data folder, and a real Chromium that keeps note of whom it talks to."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.serving import streamlit_command
from assistant.store import open_store
from tests.model_server import ModelServer

CHECKOUT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
START_SECONDS = 60.0
WIDE = (1280, 900)
PHONE = (390, 844)
PATIENCE_MS = 30_000  # a busy machine

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Site:
    """The app as it is served."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    hosts: set[str] = field(default_factory=set)
    """Every host a page of this test asked anything of."""
    run: Callable[[], "subprocess.Popen[bytes]"] | None = None
    """Start it as it was started."""

    def kill(self) -> None:
        """`kill -9`: it can do nothing about it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(START_SECONDS)

    def start_again(self) -> None:
        """At the same address, on the same data folder."""
        assert self.run
        self.process = self.run()
        _wait_for(self)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        message = f"no browser: {CHROMIUM} is missing (Debian: `apt-get install chromium`)"
        if os.environ.get("ALONGSIDE_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    # Playwright keeps an event loop running while it is open: no longer than this module, or asyncio fails elsewhere.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Serve = Callable[..., Site]


@contextmanager
def served(folder: Path, index: Path) -> Iterator[Serve]:
    """Start the app with an index and nothing else; extra settings come as keywords, `altered` runs that script.

    `prepared` may change the data folder before the app sees it.
    """
    sites: list[Site] = []

    def start(altered: Path | None = None, prepared: Callable[[Path], object] | None = None, **settings: str) -> Site:
        data = folder / f"data{len(sites)}"
        shutil.copytree(index, data / "index")
        if prepared:
            prepared(data)
        port = _free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "ALONGSIDE_"))}
        command = [str(Path(sys.executable).with_name("alongside")), "serve", "--headless", "--port", str(port)]
        if altered:
            options = streamlit_command(CHECKOUT / "app.py", "127.0.0.1", port)
            command = [sys.executable, str(altered), *options[options.index("run") :]]
        run = partial(_run, command, {**kept, "ALONGSIDE_DATA": str(data), **settings}, folder / f"output{len(sites)}")
        site = Site(f"http://127.0.0.1:{port}", data, run(), run=run)
        sites.append(site)
        _wait_for(site)
        return site

    try:
        yield start
    finally:
        for site in sites:
            with suppress(ProcessLookupError):  # killed by its test
                os.killpg(site.process.pid, signal.SIGTERM)
            site.process.wait(START_SECONDS)


def _run(command: list[str], environment: dict[str, str], output: Path) -> "subprocess.Popen[bytes]":
    with output.open("ab") as told:
        return subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=told, stderr=told, start_new_session=True
        )  # fmt: skip


@pytest.fixture
def serve(tmp_path: Path, index_folder: Path) -> Iterator[Serve]:
    with served(tmp_path, index_folder) as start:
        yield start


@pytest.fixture(scope="session")
def quiet_site(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Iterator[Site]:
    """Shared by the tests that keep nothing."""
    with served(tmp_path_factory.mktemp("quiet"), index_folder) as start:
        yield start()


@pytest.fixture(scope="session")
def model_site(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Iterator[tuple[Site, ModelServer]]:
    """The same, with a model that does what a test scripts."""
    with served(tmp_path_factory.mktemp("model"), index_folder) as start, ModelServer().running() as server:
        yield start(ALONGSIDE_MODEL="scripted", OPENAI_BASE_URL=server.url, OPENAI_API_KEY="none"), server


@pytest.fixture(scope="session")
def kept_site(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Iterator[tuple[Site, ModelServer]]:
    """Conversations are kept here; the model says what a test scripts."""
    with served(tmp_path_factory.mktemp("kept"), index_folder) as start, ModelServer().running() as server:
        settings = {"ALONGSIDE_MODEL": "scripted", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "none"}
        yield start(prepared=choose_to_keep, **settings), server


def choose_to_keep(data: Path) -> None:
    store = open_store(data / "alongside.db")
    store.set_preference("keep", True)
    store.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a site; errors of its scripts fail the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(site: Site, size: tuple[int, int] = WIDE, path: str = "/", scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
            reduced_motion="reduce",  # what moves costs a small machine more than what is tested
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: site.hosts.add(host_of(request.url)))
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(site.url + path)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert not errors


def keep(page: Page) -> None:
    """Choose to keep conversations as a person does, who may press while the page is still coming up."""
    button = page.get_by_role("button", name="Keep on this device")
    button.click()
    expect(button).to_have_count(0)


def until(page: Page, true: str) -> None:
    """Wait for an expression of the page's to be true; Playwright's own way is what our pages forbid: eval."""
    deadline = time.monotonic() + 30
    while not page.evaluate(true):
        assert time.monotonic() < deadline, f"never true: {true}"
        time.sleep(0.1)


def host_of(address: str) -> str:
    """The host it is asked of; what a page made for itself (`blob:`) is its own host's."""
    return urlsplit(address.removeprefix("blob:")).hostname or ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{site.url}/_stcore/health", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            assert site.process.poll() is None, "the app ended at once"
            time.sleep(0.1)
    raise AssertionError("the app did not start")
