"""A marked key goes through every command; it is shown, logged and stored nowhere."""

import io
import os
import sys
from pathlib import Path

import pytest

from assistant import build, settings
from assistant.cli import main
from assistant.retrieval.minilm import MiniLM

KEY = "sk-MARKED-e80c11"
COMMANDS = (
    ["ask", "she keeps cancelling on me", "--role", "mentor"],
    ["triage", "she keeps cancelling on me"],
    ["search", "she keeps cancelling on me"],
    ["chat"],
    ["check"],
    ["doctor"],
    ["settings"],
    ["weights"],
    ["backup", "kept.db"],
    ["serve", "--port", "80"],
)


@pytest.fixture(autouse=True)
def one_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few_guides: Path, few_index: Path, embedder: MiniLM
) -> None:
    """A few guides, as it is all the same what they say; a model is set that nobody answers for."""
    monkeypatch.setattr(settings, "content_folder", lambda: few_guides)
    monkeypatch.setattr(build, "MiniLM", lambda: embedder)
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "index").symlink_to(few_index)
    for name in [name for name in os.environ if name.startswith(("ALONGSIDE_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ALONGSIDE_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("OPENAI_API_KEY", None, KEY),
        ("OPENAI_API_KEY", None, f"{KEY} and more"),
        ("OPENAI_API_KEY_FILE", "key", KEY),
        ("OPENAI_API_KEY_FILE", "key", f"{KEY}\n{KEY}"),
        ("ALONGSIDE_ENV_FILE", "my.env", f"OPENAI_API_KEY={KEY}\n"),
        ("ALONGSIDE_ENV_FILE", "my.env", f"{KEY}\n"),
    ],
    ids=["environment", "broken in the environment", "its file", "broken in its file", ".env", "broken in .env"],
)
def test_a_key_is_shown_and_stored_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, text: str | None,
    holds: str,
) -> None:  # fmt: skip
    if text:
        (tmp_path / text).touch(0o600)
        (tmp_path / text).write_text(holds)
    monkeypatch.setenv(name, text or holds)
    for command in COMMANDS:
        monkeypatch.setattr(sys, "argv", ["alongside", *command])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n"), "utf-8"))
        with pytest.raises(SystemExit):
            main()
        assert KEY not in "".join(capfd.readouterr()), command
    held = {path.name for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()}
    assert held == ({text} if text else set())
