"""What a model must not say is not shown: the answer ends there, and the library or the fixed words take over."""

import logging
from collections.abc import Iterator

import pytest

from assistant.messages import Draft, Piece, Question, Support
from assistant.responders.fallback import WithFallback
from assistant.responders.model import ModelResponder
from assistant.responders.phrases import load_phrases
from assistant.responders.withholding import Watch, Withholding
from assistant.safety.unsayable import load_unsayable
from tests.model_server import ModelServer, words
from tests.responders.questions import CHECKOUT, MARKED, answer_prompt, counter, question, settings
from tests.safety.kit import WORDS

WITHHELD = load_phrases(CHECKOUT / "knowledge" / "phrases.yaml").withheld
WATCH = Watch(load_unsayable(CHECKOUT / "knowledge" / "unsayable.yaml"), answer_prompt())
TIP = Piece("Ask once.", (Support("a/b#do", 0, 3),))
PROMISE = "This stays between us."


def library(question: Question) -> Draft:  # noqa: ARG001 - named by the protocol
    return Draft(iter([TIP]), "library")


def saying(*sentences: str) -> Draft:
    """What becomes of a model's sentences."""
    return checked(question(), *sentences)


def checked(asked: Question, *sentences: str) -> Draft:
    def model(question: Question) -> Draft:  # noqa: ARG001 - named by the protocol
        return Draft(iter([Piece(sentence) for sentence in sentences]), "model", "gpt-4o", prompt="abc")

    return Withholding(model, library, WATCH, WITHHELD, WORDS.again)(asked)


def shown(draft: Draft) -> str:
    return "".join(piece.text for piece in draft.pieces)


def test_harmless_sentences_come_through_as_they_are() -> None:
    draft = saying("Ask once.", " You can't promise secrecy.")
    assert shown(draft) == "Ask once. You can't promise secrecy."
    assert (draft.responder, draft.prompt, draft.withheld) == ("model", "abc", None)


def test_the_answer_ends_at_a_sentence_that_must_not_be_said_and_the_library_goes_on() -> None:
    draft = saying("Thank her.", f" {PROMISE}", " Then ask.")
    assert shown(draft) == f"Thank her.\n\n{WITHHELD.midway}\n\nAsk once."
    assert (draft.responder, draft.prompt, draft.withheld) == ("model", "abc", "secrecy")


def test_where_nothing_was_shown_yet_the_answer_is_the_librarys() -> None:
    draft = saying(PROMISE, " Then ask.")
    assert shown(draft) == f"{WITHHELD.at_once}\n\nAsk once."
    assert (draft.responder, draft.prompt, draft.withheld) == ("library", None, "secrecy")


def test_where_triage_had_a_concern_the_fixed_words_take_over() -> None:
    asked = question(level="caution")
    again = WORDS.again(asked.text, asked.concern, asked.situation, ())
    assert again
    assert shown(checked(asked, "Thank her.", f" {PROMISE}")) == f"Thank her.\n\n{WITHHELD.help}\n\n{again}"


def test_it_is_counted_without_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        shown(saying("Thank her.", f" {PROMISE}"))
    assert "category=secrecy begun=True" in caplog.text
    assert PROMISE not in caplog.text
    assert MARKED not in caplog.text


PROMPT_LINE = "First, one short sentence that shows you took in what they said."


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        ([PROMPT_LINE], "leak"),
        (["First, one short sentence", " that shows you took in what they said."], "leak"),
        (["- First, one **short** sentence that shows\n", "you took in what they said."], "leak"),
        (["I am keeping to guidance on mentoring and peer support."], None),
        (["I won't", " tell anyone"], "secrecy"),
        (["I won't\n", "tell anyone."], "secrecy"),
        (["Leave out:", '\n- "I won\'t tell anyone."', "\n- “Your secret is safe.”"], None),
        (["Leave out:", "\n- asking why.", "\n\nI won't tell anyone."], "secrecy"),
        (["Leave out:", "\n- asking why.", "\n- **Say:** I won't tell anyone."], "secrecy"),
    ],
)
def test_sentences_are_read_with_what_came_before(sentences: list[str], kind: str | None) -> None:
    draft = saying(*sentences)
    shown(draft)
    assert draft.withheld == kind


def test_over_the_wire_the_model_is_hung_up_on_and_its_tokens_are_counted(model_server: ModelServer) -> None:
    model_server.script(words("Ask once. This stays be", "tween us. And", " so on", ending="hang"))
    model = ModelResponder(settings(model_server.url), answer_prompt(), counter())
    draft = WithFallback(Withholding(model, library, WATCH, WITHHELD, WORDS.again), library)(question())
    assert shown(draft) == f"Ask once.\n\n{WITHHELD.midway}\n\nAsk once."
    assert (draft.responder, draft.withheld) == ("model", "secrecy")
    assert draft.tokens is not None
    assert model_server.hung_up.wait(3)


def test_stopping_an_answer_hangs_up_on_the_model() -> None:
    closed = []

    def pieces() -> Iterator[Piece]:
        try:
            yield Piece("Ask once.")
            yield Piece(" Wait.")
        finally:
            closed.append(True)

    draft = Withholding(lambda _: Draft(pieces(), "model"), library, WATCH, WITHHELD, WORDS.again)(question())
    next(draft.pieces)
    draft.pieces.close()  # type: ignore[attr-defined]
    assert closed == [True]
