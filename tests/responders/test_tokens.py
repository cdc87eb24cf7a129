import hashlib
import importlib
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiktoken
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.responders import tokens
from assistant.responders.tokens import RANKS, TokenCount, TokenCounter, uses_o200k


@pytest.fixture(scope="module")
def count() -> TokenCounter:
    counter = TokenCounter(lambda text: len(text.split()))
    counter("", "gpt-4o")  # the ranks are read on first use
    return counter


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> tiktoken.Encoding:
    """What tiktoken itself makes of the same ranks."""
    folder = tmp_path_factory.mktemp("ranks")
    shutil.copy(RANKS, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(folder))
        return tiktoken.get_encoding("o200k_base")


@given(text=st.text())
@example(text="She keeps cancelling on me last minute.")
@example(text="naïve café 日本語")
@example(text="<|endoftext|>")
def test_counts_are_those_of_tiktoken(count: TokenCounter, theirs: tiktoken.Encoding, text: str) -> None:
    assert count(text, "gpt-4o") == TokenCount(len(theirs.encode(text, disallowed_special=())), exact=True)


def test_the_encoding_is_the_one_tiktoken_would_download(monkeypatch: pytest.MonkeyPatch) -> None:
    openai_public = importlib.import_module("tiktoken_ext.openai_public")
    asked: list[str] = []

    def load(_: str, expected_hash: str) -> dict[bytes, int]:
        asked.append(expected_hash)
        return {}

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", load)
    theirs = openai_public.o200k_base()
    assert (theirs["pat_str"], theirs["special_tokens"]) == (tokens.PATTERN, tokens.SPECIAL)
    assert asked == [tokens.RANKS_SHA256] == [hashlib.sha256(RANKS.read_bytes()).hexdigest()]


def test_what_a_person_writes_is_never_a_special_token(count: TokenCounter) -> None:
    assert count("<|endoftext|>", "gpt-4o").n == 7


@pytest.mark.parametrize("text", ["\ud800 lone", "\x00\x01", "a" * 20_000, "\n" * 20_000, "^" * 20_000])
def test_odd_text_is_counted_at_once(count: TokenCounter, text: str) -> None:
    started = time.monotonic()
    assert count(text, "gpt-4o").n > 0
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "model", ["gpt-4o", "gpt-4o-mini", "gpt-5", "o3", "gpt-oss-20b", "gpt-oss:20b", "openai/gpt-4.1"]
)
def test_models_known_to_use_o200k_are_counted_exactly(model: str) -> None:
    assert uses_o200k(model)


@pytest.mark.parametrize("model", ["gpt-4", "llama3.2", "mistral-small", "qwen3:8b"])
def test_other_models_are_counted_from_word_pieces_and_said_to_be_approximate(count: TokenCounter, model: str) -> None:
    assert count("one two three four", model) == TokenCount(5, exact=False)


def test_damaged_ranks_make_counts_approximate_and_stay_where_they_are(
    count: TokenCounter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / RANKS.name
    shutil.copy(RANKS, damaged)
    damaged.write_bytes(damaged.read_bytes()[:-10])
    monkeypatch.setattr(tokens, "RANKS", damaged)
    monkeypatch.setattr(tokens, "_o200k", tokens._o200k.__wrapped__)
    assert count("one two three four", "gpt-4o") == TokenCount(5, exact=False)
    assert "reinstall alongside" in caplog.text
    assert damaged.exists()


def test_counting_needs_no_network_and_leaves_no_cache_behind(tmp_path: Path) -> None:
    script = (
        "import socket; socket.socket.connect = socket.getaddrinfo = None\n"
        "from assistant.responders.tokens import TokenCounter\n"
        "print(TokenCounter(len)('hello world', 'gpt-4o').n)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"TMPDIR": str(tmp_path), "TIKTOKEN_CACHE_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.strip(), list(tmp_path.iterdir())) == ("2", [])


def test_no_test_can_leave_the_machine() -> None:
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    with pytest.raises(AssertionError, match="example"):
        socket.getaddrinfo("model.example", 443)
