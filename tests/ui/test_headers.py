"""What every answer of the page's server tells a browser."""

import asyncio
import base64
import hashlib

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


def test_every_answer_carries_them_in_the_place_of_weaker_ones() -> None:
    sent: list[Message] = []

    async def app(_scope: Message, _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "headers": [(b"X-A", b"weak"), (b"b", b"2")]})  # type: ignore[operator]
        await send({"type": "http.response.body"})  # type: ignore[operator]

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {}

    asyncio.run(_wait(Headers(app, {"x-a": "strong"})({}, receive, send)))
    assert sent[0]["headers"] == [(b"b", b"2"), (b"x-a", b"strong")]
    assert sent[1] == {"type": "http.response.body"}


async def _wait(answering: object) -> None:
    await answering  # type: ignore[misc]
