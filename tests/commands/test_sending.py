"""At the command line, too, names and numbers stay on this machine unless they are sent on purpose."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Alongside
from tests.model_server import ModelServer, words

ASKED = "my mentee Priya keeps cancelling, her number is 07700 900123"


@pytest.fixture
def model(alongside: Alongside, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """Where a model is set; it must come after what `alongside` takes away."""
    del alongside
    monkeypatch.setenv("ALONGSIDE_MODEL", "scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    model_server.script(words("Ask your mentee once."))
    return model_server


def sent(model: ModelServer) -> list[str]:
    return [request.messages[-1]["content"] for request in model.requests]


def test_names_are_taken_out_and_put_back_and_a_log_is_told_without_them(
    alongside: Alongside, model: ModelServer
) -> None:
    ran = alongside("ask", ASKED)
    assert sent(model) == ["my mentee keeps cancelling, her number is phone number A"]
    assert ran.out.startswith("Ask Priya once.")
    assert "(Before it was sent to the AI: a name and a phone number were taken out.)" in ran.err
    assert [held for held in ("Priya", "07700") if held in ran.err] == []


def test_a_message_is_sent_as_it_is_when_that_is_asked_for(alongside: Alongside, model: ModelServer) -> None:
    ran = alongside("ask", ASKED, "--unmasked", "--json")
    assert sent(model) == [ASKED]
    assert ran.json["sent"] == {"text": ASKED, "masked": False, "replaced": []}


def test_a_batch_is_masked_over_each_conversation(alongside: Alongside, model: ModelServer, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": 1, "turns": ["I told Tom to wait", "Priya and Tom argue about their plan"]}))
    ran = alongside("ask", "--batch", str(rows))
    assert sent(model) == ["I told Person A to wait", "Person B and Person A argue about their plan"]
    assert [held for held in ("Tom", "Priya") if held in json.dumps([one.body for one in model.requests])] == []
    assert ran.lines[0]["replies"][1]["sent"]["replaced"][0] == {"was": "Priya", "instead": "Person B", "kind": "name"}


def test_a_batch_is_sent_as_it_is_when_that_is_asked_for(
    alongside: Alongside, model: ModelServer, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": 1, "text": ASKED}))
    alongside("ask", "--batch", str(rows), "--unmasked")
    assert sent(model) == [ASKED]
