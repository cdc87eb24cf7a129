"""What arrives at a model holds no name and no number of the person's; the answer they read has them back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.messages import Citation, Hit, Passage, Piece, Question, Replacement, Sent, Span, Support, Turn
from assistant.responders import model
from assistant.responders.grounding import Grounding
from assistant.responders.model import ModelResponder
from assistant.responders.sending import put_back, veiled
from assistant.safety import lexicon as known
from assistant.safety.masking import Veil
from tests.model_server import ModelServer, words
from tests.responders.questions import answer_prompt, counter, passage, question, settings

TEXT = "my mentee Priya keeps cancelling. Ring 07700 900123 or priya.s@example.com? Tom says no"
PERSONAL = ("Priya", "priya", "07700", "900123", "example.com", "Tom")
HISTORY = (
    Turn("person", "my mentee Priya and I met at 14 Wellington Road, her dob is 12/03/2009"),
    Turn("assistant", "Priya may be shy. Write to priya.s@example.com."),
)
CONTACT = passage(
    "rules/contact#rule", "Tell Priya Shah on 020 7946 0999 or priya.shah@bridge.example.", source="programme"
)
CUT = (
    "Ask your ment",
    "ee once. [commitment/cancelling#do] Tell Per",
    "son A that pho",
    "ne number A is yours. What now?",
)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "FIRST_WAIT_SECONDS", 0.01)


def asked(server: ModelServer, about: Question, **more: object) -> tuple[str, Sent | None]:
    """The answer's text, and what the draft says was sent."""
    draft = ModelResponder(settings(server.url, **more), answer_prompt(), counter())(about)
    return "".join(piece.text for piece in draft.pieces), draft.sent


def arrived(server: ModelServer) -> str:
    return json.dumps([request.body for request in server.requests], ensure_ascii=False)


def test_no_name_and_no_number_arrives_and_the_answer_has_them_back(model_server: ModelServer) -> None:
    model_server.script(words(*CUT))
    text, _ = asked(model_server, question(TEXT, history=HISTORY))
    assert [held for held in (*PERSONAL, "Wellington", "2009") if held in arrived(model_server)] == []
    assert text == "Ask Priya once. Tell Tom that 07700 900123 is yours. What now?"


def test_what_is_shown_as_sent_is_what_was_sent(model_server: ModelServer) -> None:
    _, sent = asked(model_server, question(TEXT))
    assert sent == Sent(
        model_server.requests[0].messages[-1]["content"],
        masked=True,
        replaced=(
            Replacement("Priya", "my mentee", "name"),
            Replacement("07700 900123", "phone number A", "phone"),
            Replacement("priya.s@example.com", "e-mail address A", "email"),
            Replacement("Tom", "Person A", "name"),
        ),
    )


def test_a_message_can_be_sent_as_it_is_and_only_that_message(model_server: ModelServer) -> None:
    _, sent = asked(model_server, replace(question("Priya again", history=HISTORY), unmasked=True))
    *earlier, last = [turn["content"] for turn in model_server.requests[0].messages[1:]]
    assert last == "Priya again"
    assert [held for held in ("Priya", "Wellington", "example.com") if held in str(earlier)] == []
    assert sent is not None
    assert (sent.text, sent.masked) == ("Priya again", False)


def test_nothing_is_masked_where_masking_is_turned_off(model_server: ModelServer) -> None:
    _, sent = asked(model_server, question(TEXT), masking=False)
    assert model_server.requests[0].messages[-1]["content"] == TEXT
    assert sent == Sent(TEXT, masked=False)


def test_passages_of_guides_go_as_they_are(model_server: ModelServer) -> None:
    asked(model_server, question("Priya left", Hit(passage(text="Ask Priya Shah, 020 7946 0999."), 0.9)))
    assert "Ask Priya Shah, 020 7946 0999." in model_server.requests[0].messages[0]["content"]


@pytest.mark.parametrize("unmasked", [False, True])
def test_names_and_numbers_of_a_programmes_documents_do_not_arrive_and_the_answer_has_them_back(
    model_server: ModelServer, *, unmasked: bool
) -> None:
    model_server.script(words("Tell Per", "son A at phone number A or e-mail add", "ress A. [rules/contact#rule]"))
    about = replace(question("who do i tell", ruled=CONTACT), unmasked=unmasked)
    text, sent = asked(model_server, about)
    assert text == "Tell Priya Shah at 020 7946 0999 or priya.shah@bridge.example."
    assert [held for held in ("Priya", "Shah", "7946", "bridge.example") if held in arrived(model_server)] == []
    assert sent is not None
    assert sent.replaced == ()


def test_what_a_document_says_is_verified_on_its_own_words(model_server: ModelServer) -> None:
    model_server.script(words("Tell Person A. [rules/contact#rule]"))
    about = question("who do i tell", ruled=CONTACT)
    looked: list[tuple[str, str]] = []

    def find(sentence: str, within: Passage) -> Span:
        looked.append((sentence, within.text))
        return Span(0, 15)

    grounding = Grounding({CONTACT.id: about.findings.rules[0].passage}, find)
    answered = ModelResponder(settings(model_server.url), answer_prompt(), counter())(about).pieces
    assert [grounding.ground(piece) for piece in answered] == ["Tell Priya Shah. [1]"]
    assert looked == [("Tell Priya Shah.", CONTACT.text)]
    assert grounding.citations[0].quote == "Tell Priya Shah"


def test_somebody_of_a_document_is_nobody_of_the_persons_by_the_same_first_name(model_server: ModelServer) -> None:
    model_server.script(words("Tell Person A about your mentee. Person B can wait."))
    text, _ = asked(model_server, question("my mentee Priya shouted at Tom", ruled=CONTACT))
    assert [held for held in ("Priya", "Shah", "Tom") if held in arrived(model_server)] == []
    assert text == "Tell Tom about Priya. Priya Shah can wait."


def test_what_an_earlier_answer_quoted_of_a_document_does_not_arrive(model_server: ModelServer) -> None:
    cited = Citation(1, CONTACT.id, CONTACT.guide, "programme", 0, len(CONTACT.text), CONTACT.text)
    history = (Turn("person", "who do i tell"), Turn("assistant", f"“{CONTACT.text}” [1]", (cited,)))
    asked(model_server, question("and then, do they answer?", history=history))
    assert [held for held in ("Priya", "Shah", "7946", "bridge.example") if held in arrived(model_server)] == []


def test_documents_go_as_they_are_where_masking_is_turned_off(model_server: ModelServer) -> None:
    asked(model_server, question("who do i tell", ruled=CONTACT), masking=False)
    assert CONTACT.text in model_server.requests[0].messages[0]["content"]


def test_what_left_with_the_oldest_turns_is_not_said_to_have_been_sent(model_server: ModelServer) -> None:
    long = Turn("person", "Omar " + "came late again " * 800)
    _, sent = asked(model_server, question("Tom says no", history=(long,)), context_tokens=2_000)
    assert sent is not None
    assert sent.replaced == (Replacement("Tom", "Person B", "name"),)


def test_nothing_is_sent_when_names_cannot_be_told(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known.lexicon.cache_clear()
    monkeypatch.setattr(known, "content_folder", lambda: tmp_path)
    with pytest.raises(ModelUnavailable, match="nothing was sent"):
        asked(model_server, question(TEXT))
    assert model_server.requests == []
    known.lexicon.cache_clear()


def test_what_somebody_has_called_the_conversation_is_masked_as_a_name(model_server: ModelServer) -> None:
    model_server.script(words("Ask Person A once."))
    about = replace(question("zanib keeps cancelling, and zanib says sorry"), called="Zanib")
    text, sent = asked(model_server, about)
    assert model_server.requests[0].messages[-1]["content"] == "Person A keeps cancelling, and Person A says sorry"
    assert "anib" not in arrived(model_server)
    assert (text, sent and sent.replaced) == ("Ask Zanib once.", (Replacement("Zanib", "Person A", "name"),))


@pytest.mark.parametrize(
    "name", ["Priya", "Kwabena", "Tariro", "Hye-jin", "Mrs Papadopoulos", "Alan Whitfield", "Oisín"]
)
@pytest.mark.parametrize(
    "said", ["I told {} to wait.", "Hi {}, are you there?", "my mentor {} left", "{} keeps crying"]
)
def test_names_of_many_kinds_do_not_arrive(model_server: ModelServer, said: str, name: str) -> None:
    asked(model_server, question(said.format(name)))
    assert name.split()[-1] not in arrived(model_server)


def test_a_stand_in_in_two_pieces_is_put_back_and_keeps_both_sources() -> None:
    veil = Veil()
    veil.learn("I told Tom")
    pieces = [Piece("Tell Person", (Support("a#do"),)), Piece(" A so.", (Support("b#do"),)), Piece(" Bye, Person")]
    assert list(put_back(pieces, veil)) == [
        Piece("Tell Tom so.", (Support("a#do"), Support("b#do"))),
        Piece(" Bye, Person"),
    ]


def test_the_same_turns_are_always_masked_alike() -> None:
    about = question(TEXT, history=HISTORY)
    assert veiled(about).question == veiled(about).question
