"""A moderation service may add a sign that somebody may be at risk, and can do nothing else."""

import json
import logging
import time
from dataclasses import replace

import pytest

from assistant.messages import Concern, Question, Turn
from assistant.responders import moderating
from assistant.responders.model import ModerationService
from assistant.responders.moderating import MEANT, Moderating
from assistant.safety.card import ProgrammeCard
from assistant.safety.signals import CATEGORIES
from tests.model_server import FLAGS, Behaviour, Hang, ModelServer, Raw, Status, flagged
from tests.responders.questions import KEY, MARKED, question, settings
from tests.responders.test_model_silence import dripping

ON = ProgrammeCard(moderation="on")
NONE, CAUTION, URGENT = Concern(), Concern("caution", "eating", "other"), Concern("urgent", "suicide", "self")
NAMED = "my mentee Priya, 07700 900123, said something odd"
RAW_JSON = "application/json"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moderating, "SECONDS", 0.3)


def moderated(
    server: ModelServer, behaviour: Behaviour, asked: Question | None = None, card: ProgrammeCard = ON
) -> Concern:
    server.moderation = behaviour
    return Moderating(ModerationService(settings(server.url)), lambda: card)(asked or question())


@pytest.mark.parametrize("name", FLAGS)
def test_what_it_flags_becomes_a_caution_where_it_says_something_here(name: str, model_server: ModelServer) -> None:
    category = MEANT.get(name)
    expected = Concern("caution", category, moderated=True) if category else NONE
    assert moderated(model_server, flagged(name)) == expected


def test_only_sexual_content_of_adults_and_ordinary_wrongdoing_say_nothing_here() -> None:
    assert set(FLAGS) - set(MEANT) == {"sexual", "illicit"}


def test_of_several_the_most_pressing_counts(model_server: ModelServer) -> None:
    assert moderated(model_server, flagged(*FLAGS)).category == next(
        category for category in CATEGORIES if category in MEANT.values()
    )
    assert moderated(model_server, flagged("harassment", "sexual/minors")).category == "abuse_of_minor"


def test_what_it_does_not_flag_stays_as_it_was(model_server: ModelServer) -> None:
    assert moderated(model_server, flagged()) == NONE
    assert len(model_server.moderations) == 1


@pytest.mark.parametrize("concern", [CAUTION, URGENT], ids=["caution", "urgent"])
def test_where_triage_has_seen_something_it_is_not_asked(concern: Concern, model_server: ModelServer) -> None:
    asked = replace(question(), concern=concern)
    assert moderated(model_server, flagged("self-harm/intent"), asked) == concern
    assert model_server.moderations == []


@pytest.mark.parametrize(
    ("card", "asked"),
    [
        (ProgrammeCard(), question()),
        (ProgrammeCard(moderation="off"), question()),
        (ProgrammeCard(moderation="on", model_for="nobody"), question()),
        (ON, question(age="minor")),
        (ON, question("im 15 and my mentor is great", age="adult")),
        (ON, question("what now", age="adult", history=(Turn("person", "tengo 15 años y tengo un mentor"),))),
        (ProgrammeCard(moderation="on", ages="14-19"), question()),
    ],
    ids=["open", "off", "no model", "minor", "says so", "said so", "age not known"],
)
def test_nobody_whom_the_programme_keeps_from_models_is_shown_to_it(
    card: ProgrammeCard, asked: Question, model_server: ModelServer
) -> None:
    assert moderated(model_server, flagged("self-harm/intent"), asked, card) == NONE
    assert model_server.moderations == []


def test_minors_are_shown_to_it_where_the_programme_says_everyone(model_server: ModelServer) -> None:
    everyone = replace(ON, model_for="everyone")
    assert moderated(model_server, flagged("violence"), question(age="minor"), everyone).level == "caution"


@pytest.mark.parametrize("unmasked", [False, True])
def test_it_sees_the_one_message_and_no_name_or_number_also_where_the_model_does(
    model_server: ModelServer, *, unmasked: bool
) -> None:
    history = (Turn("person", "Tom and Priya quarrelled"), Turn("assistant", "Ask Tom."))
    moderated(model_server, flagged(), replace(question(NAMED, history=history), unmasked=unmasked))
    [request] = model_server.moderations
    assert request.path == "/v1/moderations"
    assert {name.lower(): value for name, value in request.headers.items()}["authorization"] == f"Bearer {KEY}"
    assert request.body == {
        "model": "omni-moderation-latest",
        "input": "my mentee Person B, phone number A, said something odd",
    }


def test_names_that_cannot_be_taken_out_keep_the_message_here(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_question: Question) -> None:
        raise ValueError(NAMED)

    monkeypatch.setattr(moderating, "veiled", broken)
    assert moderated(model_server, flagged("violence"), question(NAMED)) == NONE
    assert model_server.moderations == []


def _results(results: object) -> Status:
    return Status(200, {"results": results})


ODD: dict[str, Behaviour] = {
    "declined": Status(400, {"error": {"message": f"you wrote {MARKED}"}}),
    "a local server without moderation": Status(404),
    "a local server that allows no such method": Status(405),
    "busy": Status(429, headers={"Retry-After": "60"}),
    "broken": Status(500),
    "leads elsewhere": Status(307, headers={"Location": "http://127.0.0.1:9/elsewhere"}),
    "hangs": Hang(),
    "no json": Raw(b"self-harm/intent: true"),
    "half json": Raw(b'{"results": [{"categories": {"violence": true}', RAW_JSON),
    "deep json": Raw(b"[" * 15_000, RAW_JSON),
    "a page": Raw(b"<html>violence</html>", "text/html"),
    "nothing": Raw(b"", RAW_JSON),
    "null": Raw(b"null", RAW_JSON),
    "a list": Raw(b'["violence"]', RAW_JSON),
    "too much": Raw(json.dumps({**flagged("violence").body, "more": "x" * 1_000_000}).encode(), RAW_JSON),
    "no results": Status(200, {"id": "modr-1"}),
    "empty results": _results([]),
    "results of another kind": _results({"categories": {"violence": True}}),
    "a result that is none": _results([None]),
    "categories that are a list": _results([{"categories": ["violence"]}]),
    "flags that are words": _results([{"categories": {"violence": "true", "self-harm": 1, "hate": None}}]),
    "categories nobody knows": _results([{"categories": {"urgent": True, "suicide": True, "": True}}]),
    "flagged by nothing": _results([{"flagged": True, "categories": {}}]),
    "a second result": _results([{"categories": {}}, {"categories": {"violence": True}}]),
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("behaviour", ODD.values(), ids=ODD)
def test_whatever_fails_is_no_sign_and_is_logged_by_its_type_alone(
    behaviour: Behaviour, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    started = time.monotonic()
    assert moderated(model_server, behaviour) == NONE
    assert time.monotonic() - started < 1.5
    assert len(model_server.moderations) == 1
    assert [held for held in (MARKED, KEY, "cancelling") if held in caplog.text] == []


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("status", [b"200 OK", b"500 No"])
def test_a_server_that_drips_keeps_nobody_waiting(status: bytes) -> None:
    with dripping(b" ", status) as url:
        started = time.monotonic()
        assert Moderating(ModerationService(settings(url)), lambda: ON)(question()) == NONE
        assert time.monotonic() - started < 0.9


@pytest.mark.usefixtures("impatient")
def test_a_network_that_does_not_even_find_the_address_keeps_nobody_waiting(caplog: pytest.LogCaptureFixture) -> None:
    class Lost:
        def prepare(self) -> None:
            pass

        def __call__(self, text: str, seconds: float) -> object:
            time.sleep(seconds * 4)
            return text

    started = time.monotonic()
    assert Moderating(Lost(), lambda: ON)(question()) == NONE
    assert time.monotonic() - started < 0.9
    assert [record.getMessage() for record in caplog.records] == [
        "no word from the moderation service: ModelUnavailable"
    ]


def test_loading_the_client_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moderating, "SECONDS", 0.2)
    called: list[str] = []

    class Slow:
        def prepare(self) -> None:
            time.sleep(0.3)
            called.append("prepared")

        def __call__(self, text: str, seconds: float) -> object:  # noqa: ARG002 - as a Service
            called.append("asked")
            return flagged("violence").body

    assert Moderating(Slow(), lambda: ON)(question()).category == "harm_from_others"
    assert called == ["prepared", "asked"]


def test_no_other_variable_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/elsewhere")
    assert str(ModerationService(settings(None))._moderations._client.base_url) == "https://api.openai.com/v1/"
