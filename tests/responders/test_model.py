import threading
import time
from dataclasses import replace

import pytest

from assistant.conversation import UNSURE
from assistant.errors import ModelError, ModelRefused, ModelUnavailable, SettingsError
from assistant.messages import Hit, Piece, Question, Support, Tokens, Turn
from assistant.responders import failures, model
from assistant.responders.model import ModelResponder
from assistant.settings import Settings
from tests.model_server import Behaviour, Hang, ModelServer, Raw, Status, Words, words
from tests.responders.questions import KEY, MARKED, answer_prompt, counter, passage, question, settings

COUNT = counter()
GOOD = words("Ask once. [commitment/cancelling#do]", " What now?")
ANSWERED = [Piece("Ask once.", (Support("commitment/cancelling#do"),)), Piece(" What now?")]
NO_CREDIT = Status(429, {"error": {"message": "no", "code": "insufficient_quota"}})


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "FIRST_WAIT_SECONDS", 0.01)


def responder(server: ModelServer, **more: object) -> ModelResponder:
    return ModelResponder(settings(server.url, **more), answer_prompt(), COUNT)


def answer(server: ModelServer, *behaviours: Behaviour, asked: Question | None = None, **more: object) -> list[Piece]:
    server.script(*behaviours)
    return list(responder(server, **more)(asked or question()).pieces)


def failure(server: ModelServer, *behaviours: Behaviour, **more: object) -> ModelError:
    with pytest.raises(ModelError) as caught:
        answer(server, *behaviours, **more)  # type: ignore[arg-type]
    return caught.value


def heard_before_failing(server: ModelServer, behaviour: Behaviour, **more: object) -> list[str]:
    server.script(behaviour)
    heard: list[str] = []
    with pytest.raises(ModelUnavailable):
        heard.extend(piece.text for piece in responder(server, **more)(question()).pieces)
    return heard


def test_an_answer_comes_as_sentences_with_their_passages(model_server: ModelServer) -> None:
    assert answer(model_server, GOOD) == ANSWERED


def test_the_model_is_sent_instructions_history_and_message_as_turns(model_server: ModelServer) -> None:
    earlier = (Turn("person", "earlier"), Turn("assistant", "Indeed."))
    answer(model_server, GOOD, asked=question(history=earlier))
    (request,) = model_server.requests
    assert (request.path, request.body["model"], request.body["stream"]) == ("/v1/chat/completions", "gpt-4o", True)
    assert [(turn["role"], turn["content"]) for turn in request.messages[1:]] == [
        ("user", "earlier"),
        ("assistant", "Indeed."),
        ("user", MARKED),
    ]
    assert request.messages[0]["role"] == "system"
    assert MARKED not in request.messages[0]["content"]


@pytest.mark.parametrize("text", ["a </passage> b", "$passages {x} %s", "\x00\x1b[31m", "lone \ud800", "[1] <think>"])
def test_odd_words_arrive_as_they_were_written(model_server: ModelServer, text: str) -> None:
    answer(model_server, GOOD, asked=question(text))
    assert model_server.requests[0].messages[-1]["content"] == text.replace("\ud800", "\ufffd")


def test_sentences_are_released_while_the_model_is_still_talking(model_server: ModelServer) -> None:
    gate = threading.Event()
    model_server.script(words("Ask once.", " Then", " wait.", gate=gate))
    pieces = responder(model_server)(question()).pieces
    assert next(pieces) == Piece("Ask once.")
    gate.set()
    assert list(pieces) == [Piece(" Then wait.")]


def test_the_tokens_are_those_the_server_counted(model_server: ModelServer) -> None:
    model_server.script(words("Ask.", usage=(7, 3)))
    draft = responder(model_server)(question())
    assert (draft.responder, draft.model, draft.tokens) == ("model", "gpt-4o", None)
    list(draft.pieces)
    assert draft.tokens == Tokens(7, 3)
    assert model_server.requests[0].body["stream_options"] == {"include_usage": True}


def test_without_a_count_from_the_server_the_tokens_are_counted_here(model_server: ModelServer) -> None:
    model_server.script(words("Ask once, plainly."))
    draft = responder(model_server)(question())
    list(draft.pieces)
    sent = model_server.requests[0].messages
    prompt = sum(COUNT(turn["content"], "gpt-4o").n + 4 for turn in sent)
    assert draft.tokens == Tokens(prompt, COUNT("Ask once, plainly.", "gpt-4o").n)


def test_what_an_answer_cost_is_counted_when_prices_are_set(model_server: ModelServer) -> None:
    model_server.script(words("Ask.", usage=(700_000, 300_000)))
    draft = ModelResponder(settings(model_server.url, prices=(1.0, 2.0)), answer_prompt(), counter())(question())
    list(draft.pieces)
    assert draft.tokens == Tokens(700_000, 300_000, cost=1.3)


def test_a_server_that_knows_no_usage_is_asked_again_without(model_server: ModelServer) -> None:
    assert answer(model_server, Status(400), GOOD) == ANSWERED
    assert ["stream_options" in request.body for request in model_server.requests] == [True, False]


def test_without_a_key_an_own_server_is_asked_all_the_same(model_server: ModelServer) -> None:
    assert answer(model_server, GOOD, api_key=None) == ANSWERED
    assert model_server.requests[0].headers["authorization"] == "Bearer none-needed"


REFUSALS = [
    (Status(401), "refused the key (HTTP 401). Check OPENAI_API_KEY"),
    (Status(403), "refused the key (HTTP 403). Check OPENAI_API_KEY"),
    (Status(404), "no model named 'gpt-4o' at this address (HTTP 404). Check ALONGSIDE_MODEL"),
    (Status(402), "no credit left (HTTP 402)"),
    (NO_CREDIT, "no credit left (HTTP 429)"),
    (Status(400), "declined the request (HTTP 400). Check ALONGSIDE_MODEL"),
    (words("", finish="content_filter"), "declined to answer this message"),
]


@pytest.mark.parametrize(("behaviour", "message"), REFUSALS, ids=[said for _, said in REFUSALS])
def test_what_trying_again_will_not_mend_is_refused_at_once(
    model_server: ModelServer, behaviour: Behaviour, message: str
) -> None:
    error = failure(model_server, behaviour)
    assert isinstance(error, ModelRefused)
    assert message in str(error)
    assert len(model_server.requests) == (2 if behaviour == Status(400) else 1)


OUTAGES: list[tuple[Behaviour, str]] = [
    (Status(429), "cannot answer just now (HTTP 429)"),
    (Status(500), "cannot answer just now (HTTP 500)"),
    (Status(503), "cannot answer just now (HTTP 503)"),
    (words(ending="cut"), "could not be reached"),
    (words("half a sent", ending="cut"), "stopped before its answer was finished"),
    (words("half a sent", ending="quiet"), "stopped before its answer was finished"),
    (words("half a sent", finish="length"), "stopped before its answer was finished"),
    (words(), "sent an empty answer"),
    (words("", " \n"), "sent an empty answer"),
    (words("[a/b#do]"), "sent an empty answer"),
    (words("<think>Hmm."), "sent an empty answer"),
    (Raw(b"data: {nonsense\n\n"), "not an answer"),
    (Raw(b"data: [1, 2]\n\n"), "not an answer"),
    (Raw(b'data: {"choices": 7}\n\n'), "not an answer"),
    (Raw(b'data: {"choices": [{"delta": {"content": [3]}}]}\n\n'), "not an answer"),
    (Raw(b"data: \xff\xfe\n\n"), "not an answer"),
    (Raw(b"<html>Welcome</html>", "text/html"), "not an answer"),
    (Raw(b""), "not an answer"),
    (Raw(b'data: {"error": {"message": "overloaded"}}\n\n'), "stopped before its answer was finished"),
]


@pytest.mark.parametrize(("behaviour", "message"), OUTAGES, ids=[repr(behaviour)[:60] for behaviour, _ in OUTAGES])
def test_an_outage_is_tried_twice_more_and_then_explained(
    model_server: ModelServer, behaviour: Behaviour, message: str
) -> None:
    error = failure(model_server, behaviour)
    assert isinstance(error, ModelUnavailable)
    assert message in str(error)
    assert len(model_server.requests) == 3


@pytest.mark.parametrize("outage", [behaviour for behaviour, _ in OUTAGES], ids=[repr(b)[:60] for b, _ in OUTAGES])
def test_an_outage_that_passes_is_not_noticed(model_server: ModelServer, outage: Behaviour) -> None:
    assert answer(model_server, outage, outage, GOOD) == ANSWERED


@pytest.mark.parametrize("ending", ["cut", "quiet", "hang"])
def test_a_broken_answer_keeps_its_whole_sentences_and_is_not_begun_again(
    model_server: ModelServer, ending: str
) -> None:
    broken = Words(("Ask once. Then wa",), ending=ending)  # type: ignore[arg-type]
    assert heard_before_failing(model_server, broken, model_timeout=0.3) == ["Ask once."]
    assert len(model_server.requests) == 1


def test_a_model_that_hangs_is_given_up_after_the_timeout(model_server: ModelServer) -> None:
    started = time.monotonic()
    error = failure(model_server, Hang(), model_timeout=0.3)
    assert str(error) == "The model sent nothing for 0.3 seconds. Try again, or set ALONGSIDE_MODEL_TIMEOUT higher."
    assert time.monotonic() - started < 3
    assert len(model_server.requests) == 1


def test_a_slow_model_is_waited_for_between_words(model_server: ModelServer) -> None:
    slow = words(*["word "] * 6, "end.", pause=0.1)
    assert [piece.text for piece in answer(model_server, slow, model_timeout=0.5)] == ["word " * 6 + "end."]


def test_a_long_pause_of_the_reader_is_not_the_models(model_server: ModelServer) -> None:
    model_server.script(words("Ask once. ", "\n", "", "Then wait.", pause=0.05))
    pieces = responder(model_server, model_timeout=0.5)(question()).pieces
    first = next(pieces).text
    time.sleep(0.7)
    assert first + "".join(piece.text for piece in pieces) == "Ask once. \nThen wait."


def test_too_long_an_answer_is_stopped_before_it_is_released(model_server: ModelServer) -> None:
    assert heard_before_failing(model_server, words("On and on. " * 1_000)) == []


def test_a_server_that_is_not_there_is_said_not_to_be_reached() -> None:
    with ModelServer().running() as server:
        gone = server.url
    asked = ModelResponder(settings(gone), answer_prompt(), COUNT)(question())
    with pytest.raises(ModelUnavailable, match="could not be reached"):
        list(asked.pieces)


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(model_server: ModelServer) -> None:
    started = time.monotonic()
    assert answer(model_server, Status(429, headers={"Retry-After": "1"}), GOOD) == ANSWERED
    assert time.monotonic() - started >= 1


def test_nobody_is_kept_waiting_for_a_server_that_asks_for_long(model_server: ModelServer) -> None:
    started = time.monotonic()
    assert "HTTP 429" in str(failure(model_server, Status(429, headers={"Retry-After": "30"})))
    assert time.monotonic() - started < 3
    assert len(model_server.requests) == 1


def test_a_model_that_rambles_is_stopped(model_server: ModelServer) -> None:
    heard = heard_before_failing(model_server, words(*["On and on. "] * 1_000, ending="hang"))
    assert 0 < len("".join(heard)) <= model.MAX_ANSWER_CHARS
    assert model_server.hung_up.wait(3)


def test_stopping_an_answer_hangs_up_and_counts_what_was_used(model_server: ModelServer) -> None:
    model_server.script(words("Ask once. Then", ending="hang"))
    draft = responder(model_server)(question())
    next(draft.pieces)
    draft.pieces.close()  # type: ignore[attr-defined]
    assert model_server.hung_up.wait(3)
    assert draft.tokens is not None


def test_a_stray_key_sends_nothing(model_server: ModelServer) -> None:
    stray = Settings.from_env(
        {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": model_server.url, "ALONGSIDE_DATA": "/nowhere"}
    )
    with pytest.raises(SettingsError, match="ALONGSIDE_MODEL is not set"):
        ModelResponder(stray, answer_prompt(), COUNT)
    assert model_server.requests == []


def test_nothing_is_sent_before_the_answer_is_asked_for(model_server: ModelServer) -> None:
    responder(model_server)(question())
    assert model_server.requests == []


def test_an_urgent_message_is_never_sent(model_server: ModelServer) -> None:
    assert str(failure(model_server, GOOD, asked=question(level="urgent"))) == failures.URGENT
    assert model_server.requests == []


def test_a_message_that_triage_could_not_judge_is_never_sent(model_server: ModelServer) -> None:
    asked = replace(question(), concern=UNSURE)
    assert str(failure(model_server, GOOD, asked=asked)) == failures.UNJUDGED
    assert model_server.requests == []


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_what_people_wrote_follows_no_redirect(model_server: ModelServer, code: int) -> None:
    with ModelServer().running() as elsewhere:
        error = failure(model_server, Status(code, headers={"Location": f"{elsewhere.url}/chat/completions"}))
        assert elsewhere.requests == []
    assert isinstance(error, ModelRefused)
    assert f"points to another address (HTTP {code})" in str(error)
    assert len(model_server.requests) == 1


def test_the_budget_of_the_settings_is_kept(model_server: ModelServer) -> None:
    hits = [Hit(passage(f"a/b#{number}", "word " * 400), number / 10) for number in range(9)]
    answer(model_server, GOOD, asked=question("Now?", *hits), context_tokens=4_000)
    sent = sum(COUNT(turn["content"], "gpt-4o").n + 4 for turn in model_server.requests[0].messages)
    assert 2_000 < sent <= 3_000
    assert 'id="a/b#8"' in model_server.requests[0].messages[0]["content"]
    assert 'id="a/b#0"' not in model_server.requests[0].messages[0]["content"]
