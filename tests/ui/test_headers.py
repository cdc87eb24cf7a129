"""What every answer of the page's server tells a browser."""

import asyncio
import base64
import hashlib

import pytest

from assistant.ui import look
from assistant.ui.headers import Headers, Message, headers, policy


def test_only_our_own_scripts_may_run_in_a_page() -> None:
    ours = look.script().removeprefix("<script>").removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(ours.encode()).digest()).decode()
    (scripts,) = [part for part in headers()["content-security-policy"].split("; ") if part.startswith("script-src")]
    assert f"'sha256-{digest}'" in scripts
    assert "unsafe" not in scripts


def test_a_page_may_talk_to_nobody_else() -> None:
    assert not {"//", "*", "http", "ws:"} & {sign for sign in ("//", "*", "http", "ws:") if sign in policy(["x"])}


def sent_by(server: Headers, scope: Message) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {}

    asyncio.run(_wait(server(scope, receive, send)))
    return sent


async def app(_scope: Message, _receive: object, send: object) -> None:
    await send({"type": "http.response.start", "headers": [(b"X-A", b"weak"), (b"b", b"2")]})  # type: ignore[operator]
    await send({"type": "http.response.body"})  # type: ignore[operator]


def test_every_answer_carries_them_in_the_place_of_weaker_ones() -> None:
    assert sent_by(Headers(app, {"x-a": "strong"}), {"path": "/"}) == [
        {"type": "http.response.start", "headers": [(b"b", b"2"), (b"x-a", b"strong")]},
        {"type": "http.response.body"},
    ]


def test_no_browser_stores_what_it_fetches_for_a_download() -> None:
    start, _ = sent_by(Headers(app, {}), {"path": "/media/3f9a.md"})
    assert start["headers"][-1] == (b"cache-control", b"no-store")


async def _wait(answering: object) -> None:
    await answering  # type: ignore[misc]


def socket_of(origin: bytes | None, host: bytes = b"127.0.0.1:8501") -> list[Message]:
    told = [(b"host", host), *([(b"origin", origin)] if origin else [])]
    return sent_by(Headers(app, {}), {"type": "websocket", "path": "/_stcore/stream", "headers": told})


@pytest.mark.parametrize(
    "origin", [None, b"null", b"http://127.0.0.1:9999", b"http://localhost:8501", b"http://127.0.0.1:85010"]
)
def test_a_page_of_another_address_or_port_gets_no_conversation(origin: bytes | None) -> None:
    assert socket_of(origin) == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("host", [b"127.0.0.1:8501", b"localhost:8501", b"[::1]:8501"])
def test_our_own_page_talks_to_the_server_it_came_from(host: bytes) -> None:
    assert socket_of(b"http://" + host, host)[0]["type"] != "websocket.close"
