"""A model server on loopback that speaks the OpenAI streaming protocol and does what a test has scripted.

It knows of moderation only when that is scripted too, as most local servers do not.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import pytest

LONGEST_WAIT_SECONDS = 10.0  # a forgotten gate must not hang the suite


@dataclass(frozen=True)
class Words:
    """Answer with these chunks. `gate` is waited for before the last chunk, `pause` before each."""

    chunks: tuple[str, ...]
    pause: float = 0.0
    gate: threading.Event | None = None
    usage: tuple[int, int] | None = None
    finish: str = "stop"
    ending: Literal["done", "cut", "quiet", "hang"] = "done"
    """cut: the connection breaks; quiet: it ends in good order but unfinished; hang: nothing more ever comes."""


@dataclass(frozen=True)
class Status:
    code: int
    body: Mapping[str, Any] = field(default_factory=lambda: {"error": {"message": "scripted", "code": None}})
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """Answer 200 with these bytes as they are."""

    body: bytes
    content_type: str = "text/event-stream"


@dataclass(frozen=True)
class Hang:
    """Accept the request and never answer."""


Behaviour = Words | Status | Raw | Hang


FLAGS = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
"""OpenAI's categories of moderation."""


def flagged(*names: str) -> Status:
    """A reply of OpenAI's moderation that flags these."""
    flags = {name: name in names for name in FLAGS}
    scores = {name: 0.9 if name in names else 0.0001 for name in FLAGS}
    kinds = {name: ["text"] for name in FLAGS}
    result = {"flagged": bool(names), "categories": flags, "category_scores": scores}
    whole = {**result, "category_applied_input_types": kinds}
    return Status(200, {"id": "modr-1", "model": "omni-moderation-latest", "results": [whole]})


def words(*chunks: str, **options: Any) -> Words:
    return Words(chunks, **options)


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        """The turns that were sent."""
        turns: list[dict[str, str]] = self.body["messages"]
        return turns


class ModelServer:
    """Does what is scripted, one behaviour a request; the last one is repeated."""

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.moderations: list[Received] = []
        """What moderation was asked."""
        self.hung_up = threading.Event()
        """Set when a client has gone away in the middle of an answer."""
        self.closing = threading.Event()
        self._behaviours: list[Behaviour] = [words("Scripted answer.")]
        self.moderation: Behaviour = Status(404)
        """What moderation answers, each time."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.script = self  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def script(self, *behaviours: Behaviour) -> None:
        self._behaviours = list(behaviours)

    def next_behaviour(self) -> Behaviour:
        return self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]

    @contextmanager
    def running(self) -> Iterator["ModelServer"]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.closing.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):  # a client may hang up between two requests
            super().handle()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        moderation = self.path.endswith("/moderations")
        asked = self._server.moderations if moderation else self._server.requests
        asked.append(Received(self.path, dict(self.headers), body))
        try:
            self._behave(self._server.moderation if moderation else self._server.next_behaviour())
        except OSError:
            self._server.hung_up.set()
            self.close_connection = True

    @property
    def _server(self) -> ModelServer:
        script: ModelServer = self.server.script  # type: ignore[attr-defined]
        return script

    def _behave(self, behaviour: Behaviour) -> None:
        match behaviour:
            case Words():
                self._stream(behaviour)
            case Status(code, body, headers):
                self._send(code, json.dumps(body).encode(), "application/json", headers)
            case Raw(body, content_type):
                self._send(200, body, content_type, {})
            case Hang():
                self._wait_for_the_end()

    def _send(self, code: int, body: bytes, content_type: str, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, answer: Words) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, chunk in enumerate(answer.chunks, start=1):
            if answer.gate and number == len(answer.chunks):
                answer.gate.wait(LONGEST_WAIT_SECONDS)
            self._server.closing.wait(answer.pause) if answer.pause else None
            self._event({"choices": [{"index": 0, "delta": {"content": chunk}, "finish_reason": None}]})
        self._end(answer)

    def _end(self, answer: Words) -> None:
        if answer.ending == "cut":
            self.close_connection = True
            return
        if answer.ending == "hang":
            self._wait_for_the_end()
            return
        if answer.ending == "done":
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": answer.finish}]})
            if answer.usage:
                prompt, completion = answer.usage
                counted = {
                    "prompt_tokens": prompt,
                    "completion_tokens": completion,
                    "total_tokens": prompt + completion,
                }
                self._event({"choices": [], "usage": counted})
            self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: dict[str, Any]) -> None:
        whole = {"id": "scripted", "object": "chat.completion.chunk", "created": 0, "model": "scripted", **data}
        self._chunk(b"data: " + json.dumps(whole).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _wait_for_the_end(self) -> None:
        """Wait until the test is over or the client has gone."""
        self.close_connection = True
        self.connection.settimeout(0.01)
        while not self._server.closing.is_set():
            with suppress(TimeoutError):
                if self.connection.recv(1) == b"":
                    self._server.hung_up.set()
                    return


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    with ModelServer().running() as server:
        yield server
