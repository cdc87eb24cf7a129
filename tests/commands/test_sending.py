"""At the command line, too, names and numbers stay on this machine unless they are sent on purpose."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.meant import NOT_THAT
from tests.commands.conftest import Alongside
from tests.model_server import ModelServer, Status, flagged, words

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
    rows.write_text(
        json.dumps({"id": 1, "turns": ["Tom likes our reading group", "Priya and Tom argue about their plan"]})
    )
    ran = alongside("ask", "--batch", str(rows))
    assert sent(model) == ["Person A likes our reading group", "Person B and Person A argue about their plan"]
    assert [held for held in ("Tom", "Priya") if held in json.dumps([one.body for one in model.requests])] == []
    assert ran.lines[0]["replies"][1]["sent"]["replaced"][0] == {"was": "Priya", "instead": "Person B", "kind": "name"}


def test_a_batch_is_sent_as_it_is_when_that_is_asked_for(
    alongside: Alongside, model: ModelServer, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": 1, "text": ASKED}))
    alongside("ask", "--batch", str(rows), "--unmasked")
    assert sent(model) == [ASKED]


@pytest.fixture
def moderated(alongside: Alongside, model: ModelServer, data_folder: Path) -> Iterator[ModelServer]:
    """Where the programme has turned a moderation service on, which sees self-harm in everything."""
    alongside("programme", "set", "moderation=on")
    model.moderation = flagged("self-harm")
    yield model
    (data_folder / "programme.json").unlink()


def test_what_a_moderation_service_adds_is_shown_with_who_saw_it(alongside: Alongside, moderated: ModelServer) -> None:
    ran = alongside("ask", ASKED)
    assert ran.out.startswith("**That sounds like something not to carry alone.**")
    assert "(Alongside's own check saw no danger in this. The AI's moderation service, " in ran.err
    assert (sent(moderated), len(moderated.moderations)) == ([], 1)
    told = alongside("ask", ASKED, "--unmasked", "--json").json
    assert told["triage"] == {
        "level": "caution", "category": "self_harm", "about": None, "evidence": [], "moderated": True,
    }  # fmt: skip
    assert told["sent"] is None
    assert [
        held for held in ("Priya", "07700") if held in json.dumps([one.body for one in moderated.moderations])
    ] == []


def test_nothing_urgent_and_nothing_meant_for_the_library_goes_to_a_moderation_service(
    alongside: Alongside, moderated: ModelServer
) -> None:
    assert (
        alongside("ask", "my mentee wrote that he wants to die tonight", "--json").json["triage"]["level"] == "urgent"
    )
    assert alongside("ask", ASKED, "--responder", "library", "--json").json["triage"]["level"] == "none"
    assert alongside("ask", ASKED, "--age", "minor", "--json").json["triage"]["level"] == "none"
    assert alongside("triage", ASKED, "--json").json == {
        "level": "none",
        "category": None,
        "about": None,
        "evidence": [],
    }
    assert moderated.moderations == []


def test_a_question_that_it_was_not_about_is_answered_by_the_model(
    alongside: Alongside, moderated: ModelServer, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": 1, "turns": [ASKED, NOT_THAT]}))
    first, second = alongside("ask", "--batch", str(rows)).lines[0]["replies"]
    assert (first["triage"]["level"], first["text"]) == ("caution", "")
    assert (second["triage"]["level"], second["text"]) == ("none", "Ask Priya once.")
    assert sent(moderated) == ["my mentee keeps cancelling, her number is phone number A"]
    assert len(moderated.moderations) == 1


def test_a_server_without_moderation_changes_nothing(alongside: Alongside, moderated: ModelServer) -> None:
    moderated.moderation = Status(404)
    assert alongside("ask", ASKED).out.startswith("Ask Priya once.")
    assert len(moderated.moderations) == 1
