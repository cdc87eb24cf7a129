"""What a browser may do with our pages: show them and talk to the server they came from, nothing else.

Whatever text slipped through as HTML could then load nothing, send nothing anywhere and run nothing: the only scripts
are Streamlit's own files and `behaviour.js`, known by its hash.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

import streamlit
from streamlit.web.server.starlette import starlette_server

from assistant.ui.look import script

EXPORTED = "/media/"  # where Streamlit serves what was written for a download
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def policy(scripts: Iterable[str]) -> str:
    """The content security policy of pages that hold these inline scripts and no others."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: {hashes}",  # blob: how Streamlit loads the script of a component of ours
            "style-src 'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def headers() -> dict[str, str]:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = [*INLINE_SCRIPT.findall(page), *INLINE_SCRIPT.findall(script())]
    return {
        "content-security-policy": policy(scripts),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "referrer-policy": "no-referrer",  # a page's address names a conversation
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


class Headers:
    """Puts headers on every answer of a server; what is exported no browser may store but where its person says.

    The socket that conversations go over is opened to the very address it was asked of: a page on another port is not
    ours, whoever has put it there.
    """

    def __init__(self, app: App, added: dict[str, str]) -> None:
        self._app = app
        self._added = [(name.encode(), value.encode()) for name, value in added.items()]
        self._names = {name for name, _ in self._added}

    def __call__(self, scope: Message, receive: Receive, send: Send) -> Awaitable[None]:
        if scope.get("type") == "websocket" and not _from_our_page(scope):
            return send({"type": "websocket.close", "code": 1008})
        unstored = [(b"cache-control", b"no-store")] if EXPORTED in scope.get("path", "") else []

        def with_headers(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in self._names]
                message["headers"] = [*kept, *self._added, *unstored]
            return send(message)

        return self._app(scope, receive, with_headers)


def _from_our_page(scope: Message) -> bool:
    told = dict(scope["headers"])
    return told.get(b"origin") in {scheme + told.get(b"host", b"") for scheme in (b"http://", b"https://")}


def guard_pages() -> None:
    """Have Streamlit's server, once it starts, send our headers with everything."""
    server: Any = starlette_server
    make, added = server.create_starlette_app, headers()

    def guarded(runtime: Any) -> Any:
        app = make(runtime)
        app.add_middleware(Headers, added=added)
        return app

    server.create_starlette_app = guarded


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
