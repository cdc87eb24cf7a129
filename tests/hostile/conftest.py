"""The real assistant, with the library and with a real model client, and what a row becomes on its way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.conversation import Assistant
from assistant.responders import model
from assistant.settings import Settings
from assistant.store import Store, open_store
from tests.model_server import ModelServer


@pytest.fixture(scope="module")
def library_assistant(data_folder: Path) -> Assistant:
    return build_assistant(Settings.from_env({"ALONGSIDE_DATA": str(data_folder)}))


@pytest.fixture(scope="module")
def echo() -> Iterator[ModelServer]:
    with ModelServer().running() as server:
        yield server


@pytest.fixture(scope="module")
def model_assistant(data_folder: Path, echo: ModelServer) -> Assistant:
    """It sends every word as it was written: no address or name in a hostile text is taken out before."""
    environment = {"ALONGSIDE_MODEL": "scripted", "OPENAI_BASE_URL": echo.url, "ALONGSIDE_DATA": str(data_folder)}
    return build_assistant(Settings.from_env({**environment, "ALONGSIDE_MASKING": "off"}))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a model is asked again."""
    monkeypatch.setattr(model, "FIRST_WAIT_SECONDS", 0.01)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "alongside.db")
    yield store
    store.close()
