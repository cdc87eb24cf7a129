"""What a person writes, and the key, reach the model and nothing else."""

import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.responders import model
from assistant.responders.model import ModelResponder
from assistant.responders.quiet import LOGGERS
from tests.model_server import Behaviour, Hang, ModelServer, Raw, Status, words
from tests.responders.questions import CHECKOUT, KEY, MARKED, answer_prompt, counter, question, settings

ECHO = {"error": {"message": f"you wrote {MARKED}", "code": None}}
ECHOING_STREAM = Raw(f'data: {{"error": {{"message": "you wrote {MARKED}"}}}}\n\n'.encode())
ECHOING_LIST = Raw(f'data: {{"choices": [{{"delta": {{"content": ["{MARKED}"]}}}}]}}\n\n'.encode())
ECHOING_NONSENSE = Raw(f"data: {{{MARKED}\n\n".encode())
BEHAVIOURS: list[Behaviour] = [
    words("Fine."),
    *(Status(code, ECHO) for code in (400, 401, 404, 429, 500)),
    words("half", ending="cut"),
    words(),
    Hang(),
    ECHOING_STREAM,
    ECHOING_LIST,
    ECHOING_NONSENSE,
]
TALKATIVE = {
    "OPENAI_LOG": "debug",
    "LANGCHAIN_VERBOSE": "true",
    "LANGCHAIN_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "lsv2_key",
    "LANGSMITH_GATEWAY_API_KEY": "lsv2_key",
}
ASK = """
import logging, sys
from langsmith.utils import tracing_is_enabled
tracing_is_enabled()  # langsmith remembers what the environment asked for
from tests.responders.questions import answer_prompt, counter, question, settings
from assistant.responders.model import ModelResponder
logging.basicConfig(level=logging.DEBUG)
asked = ModelResponder(settings(sys.argv[1]), answer_prompt(), counter())(question())
print("".join(piece.text for piece in asked.pieces), tracing_is_enabled())
"""


def ask(server: ModelServer) -> ModelError | None:
    try:
        list(ModelResponder(settings(server.url, model_timeout=0.3), answer_prompt(), counter())(question()).pieces)
    except ModelError as error:
        return error
    return None


def _closing(record: logging.LogRecord) -> bool:
    """An earlier test's connection that is closed only now, while this one listens."""
    return record.getMessage().startswith("close.")


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: repr(behaviour)[:40])
def test_no_log_and_no_error_quotes_what_was_written(
    model_server: ModelServer,
    behaviour: Behaviour,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(model, "FIRST_WAIT_SECONDS", 0.01)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    model_server.script(behaviour)
    with caplog.at_level(logging.DEBUG):
        error = ask(model_server)
    assert MARKED in model_server.requests[0].messages[-1]["content"]
    shown = "".join(traceback.format_exception(error)) if error else ""
    for secret in ("MARKED-7f3a", KEY):
        assert secret not in caplog.text + shown + "".join(capfd.readouterr())
    assert [record for record in caplog.records if record.name.startswith(LOGGERS) and not _closing(record)] == []
    assert error is None or (error.__context__, error.__cause__) == (None, None)


def run(url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASK, url],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_tracing_debug_logs_and_gateways_are_off_whatever_the_environment_asks(model_server: ModelServer) -> None:
    model_server.script(words("Fine."))
    with ModelServer().running() as elsewhere:
        there = elsewhere.url.removesuffix("/v1")
        addresses = (
            "LANGSMITH_ENDPOINT",
            "LANGCHAIN_ENDPOINT",
            "LANGSMITH_GATEWAY",
            "OPENAI_API_BASE",
            "OPENAI_BASE_URL",
        )
        done = run(model_server.url, **TALKATIVE, **dict.fromkeys(addresses, there))
        assert elsewhere.requests == []
    assert done.stdout == "Fine. False\n"
    assert "MARKED-7f3a" not in done.stderr
    assert KEY not in done.stderr
    assert len(model_server.requests) == 1


def test_what_is_for_this_machine_goes_through_no_proxy(model_server: ModelServer) -> None:
    model_server.script(words("Fine."))
    with ModelServer().running() as proxy:
        names = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY")
        done = run(model_server.url, **dict.fromkeys(names, proxy.url.removesuffix("/v1")))
        assert (done.stdout, proxy.requests) == ("Fine. False\n", [])


def test_the_address_of_the_settings_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_BASE", "OPENAI_BASE_URL", "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/elsewhere")
    chat = ModelResponder(settings(None), answer_prompt(), counter())._chat
    assert str(chat.root_client.base_url) == "https://api.openai.com/v1/"


def test_the_libraries_of_models_are_loaded_only_when_one_is_asked() -> None:
    script = "import sys, assistant.responders.model; print(sorted(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script, *LOGGERS],
        cwd=Path(CHECKOUT),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "[]\n"
