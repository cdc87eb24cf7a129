"""What `alongside serve` does before the page is there."""

from pathlib import Path

import pytest

from assistant import serving
from assistant.retrieval import minilm
from tests.commands.conftest import Alongside


def test_serve_takes_the_next_free_port_and_says_so(alongside: Alongside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "free_port", lambda _host, wanted: wanted + 1)
    monkeypatch.setattr(serving, "serve", lambda *_, **__: 0)
    ran = alongside("serve", "--port", "9000", "--headless")
    assert ran.code == 0
    assert "Port 9000 is in use, so this is on 9001." in ran.out
    assert "http://127.0.0.1:9001" in ran.out


def test_serve_opens_at_once_and_says_what_will_be_missing(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "new"))
    monkeypatch.setattr(serving, "serve", lambda *_, **__: 0)
    monkeypatch.setattr(minilm, "PACKAGE", "none_such")
    ran = alongside("serve", "--headless")
    assert (ran.code, "alongside weights" in ran.err) == (0, True)
    assert not (tmp_path / "new" / "index").exists()


def test_serve_opens_all_the_same_and_says_why_nothing_can_be_kept(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "in the way").write_text("a file")
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "in the way" / "data"))
    monkeypatch.setattr(serving, "serve", lambda *_, **__: 0)
    ran = alongside("serve", "--headless")
    assert (ran.code, "in the way" in ran.err, "The page opens all the same" in ran.err) == (0, True, True)
