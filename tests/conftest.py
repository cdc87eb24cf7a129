"""What every test runs with: no connection may leave this machine."""

import gc
import ipaddress
import socket
from typing import Any

import pytest

pytest_plugins = ["tests.few_guides", "tests.model_server", "tests.real_library"]


def pytest_collection_finish() -> None:
    """All tests and their tables stay until the end: nobody need look through them for garbage again and again."""
    gc.collect()
    gc.freeze()


class LeftTheMachine(AssertionError):  # noqa: N818 - says what happened
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and name lookup that is not for this machine."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: look_up(_here(host), *rest, **more))
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(call: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _here(arguments[-1][0])
        return call(self, *arguments)

    return guarded


def _here(host: Any) -> Any:
    """Return the host when it is this machine; fail the test otherwise."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return host
    try:
        here = ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        here = False
    if not here:
        raise LeftTheMachine(f"a test tried to reach {name!r}")
    return host


@pytest.fixture(autouse=True)
def read_no_settings_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own .env must not change what a test sees."""
    monkeypatch.setenv("ALONGSIDE_ENV_FILE", "none")
