from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.conversation import UNSURE
from assistant.errors import ModelError, ModelRefused, ModelUnavailable
from assistant.messages import Draft, Piece, Question, Responder, Support, Tokens
from assistant.responders.fallback import BROKEN_OFF, REFUSED, UNREACHED, WithFallback
from assistant.responders.model import ModelResponder
from tests.model_server import ModelServer, Status, words
from tests.responders.questions import MARKED, answer_prompt, counter, question, settings

TIP = Piece("Ask once.", (Support("a/b#do", 0, 3),))


def library(question: Question) -> Draft:  # noqa: ARG001 - named by the protocol
    return Draft(iter([TIP, Piece(" What now?")]), "library")


def failing(error: ModelError, *before: Piece) -> Responder:
    def answer(question: Question) -> Draft:  # noqa: ARG001 - named by the protocol
        draft = Draft(iter(()), "model", "gpt-4o")

        def pieces() -> Iterator[Piece]:
            yield from before
            draft.tokens = Tokens(5, 2)
            raise error

        draft.pieces = pieces()
        return draft

    return answer


def told(draft: Draft) -> tuple[str, str]:
    text = "".join(piece.text for piece in draft.pieces)
    return draft.responder, text


def test_a_good_answer_is_passed_on_as_it_is(model_server: ModelServer) -> None:
    model_server.script(words("Ask. ", "Wait.", usage=(7, 3)))
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    draft = WithFallback(model, library)(question())
    assert list(draft.pieces) == [Piece("Ask."), Piece(" Wait.")]
    assert (draft.responder, draft.model, draft.tokens) == ("model", "gpt-4o", Tokens(7, 3))


@pytest.mark.parametrize(("error", "line"), [(ModelUnavailable("x"), UNREACHED), (ModelRefused("x"), REFUSED)])
def test_a_model_that_fails_at_once_gives_way_to_the_library(error: ModelError, line: str) -> None:
    draft = WithFallback(failing(error), library)(question())
    assert list(draft.pieces) == [Piece(f"{line}\n\n"), TIP, Piece(" What now?")]
    assert (draft.responder, draft.model, draft.tokens) == ("library", "gpt-4o", Tokens(5, 2))


def test_a_model_that_fails_midway_keeps_its_words_and_the_library_goes_on() -> None:
    draft = WithFallback(failing(ModelUnavailable("x"), Piece("So far.")), library)(question())
    assert told(draft) == ("model", f"So far.\n\n{BROKEN_OFF}\n\nAsk once. What now?")


def test_over_the_wire_nothing_of_a_cut_answer_is_lost(model_server: ModelServer) -> None:
    model_server.script(words("Ask once. Then wa", ending="cut"))
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    assert told(WithFallback(model, library)(question())) == (
        "model",
        f"Ask once.\n\n{BROKEN_OFF}\n\nAsk once. What now?",
    )


def test_an_answer_says_which_version_of_the_prompt_it_was_made_from(model_server: ModelServer) -> None:
    model_server.script(words("Ask once."), Status(401))
    both = WithFallback(ModelResponder(settings(model_server.url), answer_prompt(), counter()), library)
    drafts = both(question()), both(question())
    for draft in drafts:
        list(draft.pieces)
    assert [draft.prompt for draft in drafts] == [answer_prompt().version, None]


def test_the_reason_is_logged_for_who_runs_it_and_the_message_is_not(
    model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    model_server.script(Status(401))
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    assert told(WithFallback(model, library)(question()))[0] == "library"
    assert "Check OPENAI_API_KEY" in caplog.text
    assert MARKED not in caplog.text


def test_an_urgent_question_goes_to_the_library_with_no_line(model_server: ModelServer) -> None:
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    assert told(WithFallback(model, library)(question(level="urgent"))) == ("library", "Ask once. What now?")
    assert model_server.requests == []


def test_a_question_triage_could_not_judge_goes_to_the_library(model_server: ModelServer) -> None:
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    asked = replace(question(), concern=UNSURE)
    assert told(WithFallback(model, library)(asked)) == ("library", "Ask once. What now?")
    assert model_server.requests == []


def test_a_failing_library_is_not_mistaken_for_a_failing_model() -> None:
    broken = failing(ModelUnavailable("library"))
    with pytest.raises(ModelUnavailable, match="library"):
        list(WithFallback(failing(ModelUnavailable("model")), broken)(question()).pieces)


def test_stopping_an_answer_hangs_up_on_the_model(model_server: ModelServer) -> None:
    model_server.script(words("Ask once. Then", ending="hang"))
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    draft = WithFallback(model, library)(question())
    next(draft.pieces)
    draft.pieces.close()  # type: ignore[attr-defined]
    assert model_server.hung_up.wait(3)
    assert draft.tokens is not None
