"""A model server that keeps the line open and says nothing."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from assistant.errors import ModelUnavailable
from assistant.responders.model import ModelResponder
from tests.responders.questions import answer_prompt, counter, question, settings

EMPTY_DELTA = b'data: {"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": null}]}\n\n'


@contextmanager
def dripping(data: bytes, status: bytes = b"200 OK") -> Iterator[str]:
    """A server that sends the same bytes again and again, for up to four seconds."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.recv(100_000)
            connection.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Type: text/event-stream\r\n\r\n")
            for _ in range(80):
                connection.sendall(data)
                if over.wait(0.05):
                    break
            connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        over.set()
        thread.join()


@pytest.mark.parametrize("data", [EMPTY_DELTA, b": data: keep-alive\n\n", b":"], ids=["deltas", "comments", "bytes"])
@pytest.mark.parametrize("status", [b"200 OK", b"400 Bad Request"])
def test_a_server_that_talks_without_saying_anything_is_given_up(data: bytes, status: bytes) -> None:
    with dripping(data, status) as url:
        asked = ModelResponder(settings(url, model_timeout=0.4), answer_prompt(), counter())(question())
        with pytest.raises(ModelUnavailable, match=r"sent nothing for 0\.4 seconds") as caught:
            list(asked.pieces)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
