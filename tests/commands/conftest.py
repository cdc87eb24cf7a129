"""The command line, run in this process as `alongside` runs it, over the real guides."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant import build
from assistant.cli import main
from assistant.guides.library import Library
from assistant.retrieval.minilm import MiniLM


@dataclass
class Ran:
    code: object
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Alongside = Callable[..., Ran]


@pytest.fixture
def alongside(
    data_folder: Path,
    library: Library,
    embedder: MiniLM,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Alongside:
    """Run a command with a data folder of its own that holds the index; guides and weights are loaded already."""
    monkeypatch.setattr(Library, "load", lambda _folder: library)
    monkeypatch.setattr(build, "MiniLM", lambda: embedder)
    for name in ("ALONGSIDE_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALONGSIDE_DATA", str(data_folder))

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["alongside", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        return Ran(ended.value.code or 0, *capsys.readouterr())

    return run
