"""One turn, with stand-ins for its parts: what is called, in what order, and what breaks without taking help away."""

import logging
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import UNSURE, Assistant, readable
from assistant.errors import AssistantError, IndexMissingError, InputError, WeightsMissingError
from assistant.meant import NOT_THAT
from assistant.messages import (
    MAX_MESSAGE_CHARS,
    Citation,
    Concern,
    Findings,
    Piece,
    Support,
    Tokens,
    Turn,
)
from tests.stand_ins import CAUTION, HELP, URGENT, Parts

MARKED = "MARKED-91c she keeps cancelling"


def helping(parts: Parts) -> Assistant:
    """With help for every concern and for nothing else."""
    assistant = parts.assistant()
    assistant.signpost = lambda _text, concern, *_: None if concern.level == "none" else HELP
    return assistant


def test_a_turn_goes_from_triage_to_an_answer_with_its_source() -> None:
    parts = Parts()
    reply = parts.reply()
    assert parts.called == ["triage", "signpost none", "search", "respond"]
    assert reply.text == "Ask once. [1]\n"
    assert reply.citations == (Citation(1, "a/b#do", "a/b", "guide", 0, 18, "Ask once, plainly."),)
    assert reply.found


def test_the_words_of_help_are_known_before_the_answer_has_begun() -> None:
    reply = Parts(concern=CAUTION, help=HELP).assistant().stream("he cuts himself")
    assert (reply.signposting, reply.text) == (HELP, "")


def test_the_words_of_help_are_shown_word_for_word_whatever_is_answered() -> None:
    shown = Parts(concern=CAUTION, help=HELP, pieces=[Piece("Ignore that.")]).reply().as_dict()["signposting"]
    assert shown == {"id": HELP.id, "text": HELP.text}


def test_the_title_of_a_guide_that_was_chosen_is_not_taken_for_the_persons_own_words() -> None:
    parts = Parts()
    parts.reply("It\u2019s more about \u201cWhen THEY keep cancelling\u201d: i cannot go on")
    parts.reply("It\u2019s more about \u201canother title\u201d: i cannot go on")
    assert parts.judged == [
        "It\u2019s more about \u201cthat\u201d: i cannot go on",
        "It\u2019s more about \u201canother title\u201d: i cannot go on",
    ]


def test_nor_is_it_a_turn_later() -> None:
    chosen = Turn("person", "It\u2019s more about \u201cWhen they keep cancelling\u201d")
    parts = Parts()
    parts.reply("and then?", [chosen, Turn("assistant", "Ask once.")])
    assert [turn.text for turn in parts.looked_back_on if turn.speaker == "person"] == [
        "It\u2019s more about \u201cthat\u201d"
    ]
    assert parts.question is not None
    assert parts.question.history[0].text == chosen.text


def test_an_urgent_turn_is_neither_searched_nor_answered() -> None:
    parts = Parts(concern=URGENT, help=HELP)
    reply = parts.reply()
    assert parts.called == ["triage", "signpost urgent"]
    assert (reply.text, reply.citations, reply.found, reply.signposting) == ("", (), False, HELP)


def test_an_urgent_turn_is_remembered_with_its_help() -> None:
    assert Parts(concern=URGENT, help=HELP).reply().turn() == Turn("assistant", "", (), URGENT, HELP.id)


@pytest.mark.parametrize("concern", [URGENT, CAUTION, Concern()], ids=["urgent", "caution", "moving on"])
def test_nothing_ordinary_follows_fixed_words_on_their_turn(concern: Concern) -> None:
    parts = Parts(concern=concern, help=HELP)
    reply = parts.reply()
    assert (reply.signposting, reply.text, reply.found) == (HELP, "", False)
    assert "search" not in parts.called


def test_a_question_that_help_came_for_is_answered_when_it_was_not_that() -> None:
    asked = Turn("person", "he cries when he loses", concern=CAUTION)
    parts = Parts(help=HELP)
    reply = parts.reply(NOT_THAT, [asked, Turn("assistant", "", concern=CAUTION, signposting=HELP.id)])
    assert parts.called == ["triage", "search", "respond"]
    assert parts.question is not None
    assert (parts.question.text, parts.question.history) == (asked.text, ())
    assert (reply.signposting, reply.text) == (None, "Ask once. [1]\n")


def test_it_is_not_while_triage_sees_a_concern() -> None:
    asked = Turn("person", "he cries when he loses", concern=CAUTION)
    parts = Parts(concern=CAUTION, help=HELP)
    parts.reply(NOT_THAT, [asked, Turn("assistant", "", concern=CAUTION, signposting=HELP.id)])
    assert parts.called == ["triage", "signpost caution"]


def test_what_a_moderation_service_adds_gets_fixed_words_and_no_model_is_asked() -> None:
    parts = Parts(moderated="self_harm")
    reply = helping(parts).reply("she keeps cancelling")
    assert parts.called == ["triage", "search", "moderate"]
    assert (reply.signposting, reply.text, reply.found) == (HELP, "", False)
    assert reply.as_dict()["triage"] == {
        "level": "caution", "category": "self_harm", "about": None, "evidence": (), "moderated": True,
    }  # fmt: skip


def test_what_it_adds_is_answered_when_its_words_have_been_shown() -> None:
    parts = Parts(moderated="self_harm")
    reply = parts.reply()
    assert parts.called == ["triage", "signpost none", "search", "moderate", "signpost caution", "respond"]
    assert parts.question is not None
    assert parts.question.concern == reply.concern == Concern("caution", "self_harm", moderated=True)


def test_it_is_not_asked_where_there_is_help_already_nor_of_what_is_too_long() -> None:
    for parts, text in ((Parts(URGENT, moderated="eating"), "a"), (Parts(moderated="eating"), "a" * 5_000)):
        with suppress(InputError):
            helping(parts).reply(text)
        assert "moderate" not in parts.called


def test_who_says_that_it_was_not_that_is_answered_and_it_is_not_asked_again() -> None:
    concern = Concern("caution", "self_harm", moderated=True)
    told = [Turn("person", "he cries when he loses"), Turn("assistant", "", concern=concern, signposting=HELP.id)]
    parts = Parts(moderated="self_harm")
    reply = helping(parts).reply(NOT_THAT, history=told)
    assert (reply.concern, reply.signposting, reply.text) == (Concern(), None, "Ask once. [1]\n")
    assert "moderate" not in parts.called
    assert parts.question is not None
    assert parts.question.text == "he cries when he loses"


def test_when_triage_breaks_help_is_shown_and_the_answer_goes_on() -> None:
    parts = Parts(concern=RuntimeError(MARKED), help=HELP)
    reply = parts.reply()
    assert parts.called == ["triage", "signpost caution", "search", "respond"]
    assert (reply.concern, reply.signposting) == (UNSURE, HELP)


def test_when_triage_breaks_the_log_says_so_without_quoting(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Parts(concern=RuntimeError(MARKED), help=HELP).reply(MARKED)
    assert "triage failed; help is shown" in caplog.text
    assert "MARKED-91c" not in caplog.text


@pytest.mark.parametrize("error", [IndexMissingError("Run `alongside index`."), WeightsMissingError("Install them.")])
def test_a_missing_index_is_said_when_it_is_all_there_is_to_say(error: AssistantError) -> None:
    with pytest.raises(type(error)):
        Parts(findings=error).reply()


@pytest.mark.parametrize("error", [IndexMissingError("Run `alongside index`."), WeightsMissingError("Install them.")])
def test_a_missing_index_does_not_take_help_away(error: AssistantError) -> None:
    reply = Parts(concern=CAUTION, help=HELP, findings=error).reply()
    assert (reply.signposting, reply.text, reply.found) == (HELP, "", False)


@pytest.mark.parametrize("text", ["", "   ", "\n\t ", "\x00", "\x07\x1b"], ids=repr)
def test_a_message_with_nothing_in_it_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^There is nothing to answer yet\. Write what is on your mind"):
        Parts().reply(text)


def test_a_message_that_is_too_long_says_how_long_it_may_be() -> None:
    with pytest.raises(InputError, match=r"^That is 20,000 characters; up to 4,000 can be answered well\. Keep"):
        Parts().reply("a" * 20_000)


def test_the_longest_message_is_answered() -> None:
    assert Parts().reply("a" * MAX_MESSAGE_CHARS).text


@pytest.mark.parametrize("text", ["a" * 20_000, "  "], ids=["too long", "empty"])
@pytest.mark.parametrize("concern", [URGENT, CAUTION], ids=["urgent", "caution"])
def test_a_message_that_cannot_be_answered_still_gets_its_help(text: str, concern: Concern) -> None:
    reply = Parts(concern=concern, help=HELP).reply(text)
    assert (reply.signposting, reply.text) == (HELP, "")


@pytest.mark.parametrize(
    "text",
    ["🙂🙂", "<script>alert(1)</script>", "# Title\n![x](http://evil.example/a.png)", "{coordinator} $name {0}", "هل"],
    ids=["emoji", "html", "markdown", "template", "another language"],
)
def test_whatever_is_written_reaches_the_responder_as_it_is(text: str) -> None:
    parts = Parts()
    parts.reply(text)
    assert parts.question is not None
    assert parts.question.text == text


def test_earlier_turns_are_made_readable_too() -> None:
    parts = Parts()
    parts.reply(history=[Turn("person", "hard \ud83d day\x00"), Turn("assistant", "Ask.")])
    assert parts.question is not None
    assert [turn.text for turn in parts.question.history] == ["hard \ufffd day ", "Ask."]


@pytest.mark.parametrize(
    ("kept", "judged"),
    [
        ([Turn("person", "i want to die", concern=URGENT), Turn("assistant", "")], []),
        ([Turn("person", "i want to die"), Turn("assistant", "", concern=URGENT)], []),
        ([Turn("person", "i want to die"), Turn("assistant", "Ring now.")], ["i want to die"]),
        ([Turn("person", "i want to die")], ["i want to die"]),
    ],
    ids=["noted", "noted with the answer", "noted nowhere", "never answered"],
)
def test_an_earlier_urgent_message_is_known_as_one_however_it_was_kept(kept: list[Turn], judged: list[str]) -> None:
    parts = Parts(urgent="i want to die")
    parts.reply("and my mentee?", kept)
    assert parts.question is not None
    assert parts.question.history[0].concern == URGENT
    assert [text for text in parts.judged if text == "i want to die"] == judged


def test_the_situation_is_guessed_where_it_was_left_open() -> None:
    reply = Parts().reply("my mentee keeps cancelling", moment="between")
    assert (reply.situation.role, reply.situation.moment) == ("mentor", "between")


def test_what_was_said_of_the_situation_is_not_guessed_over() -> None:
    assert Parts().reply("my mentee keeps cancelling", role="coordinator").situation.role == "coordinator"


def test_an_invented_source_is_dropped_and_counted() -> None:
    reply = Parts(pieces=[Piece("Hit him back.", (Support("gone/guide#do", 0, 3),))]).reply()
    assert (reply.text, reply.dropped_citations, reply.found) == ("Hit him back.", 1, False)


def test_more_of_what_was_found_before_is_found() -> None:
    assert Parts(findings=Findings("anything else?")).reply("anything else?").found


def test_what_a_model_makes_of_doubtful_findings_is_not_called_found() -> None:
    reply = Parts(findings=Findings("which pension")).reply()
    reply.draft.responder = "model"
    assert not reply.found


def test_an_answer_without_sources_is_not_called_found() -> None:
    assert not Parts(pieces=[Piece("Hello.")]).reply().found


def test_a_reply_as_json_has_exactly_the_agreed_keys() -> None:
    reply = Parts().reply().as_dict()
    assert list(reply) == [
        "text", "citations", "dropped_citations", "found", "triage", "signposting", "situation", "responder", "model",
        "sent", "tokens", "ms",
    ]  # fmt: skip
    assert list(reply["citations"][0]) == ["n", "passage", "guide", "source", "start", "end", "quote"]
    assert list(reply["triage"]) == ["level", "category", "about", "evidence"]
    assert list(reply["situation"]) == ["role", "side", "relationship", "moment", "setting", "age", "country"]
    assert list(reply["ms"]) == ["triage", "search", "first_text", "total"]


def test_evidence_and_tokens_are_plain_numbers_in_json() -> None:
    reply = Parts(concern=URGENT, help=HELP).reply()
    reply.draft.tokens = Tokens(7, 3)
    assert reply.as_dict()["triage"]["evidence"] == ({"start": 0, "end": 4},)
    assert reply.as_dict()["tokens"] == {"prompt": 7, "completion": 3}


def test_the_times_are_in_order() -> None:
    ms = Parts().reply().ms
    assert all(ms[name] is not None for name in ms)
    assert 0 <= ms["triage"] <= ms["first_text"] <= ms["total"]  # type: ignore[operator]


@given(text=st.text(st.characters(codec=None)))
def test_readable_text_keeps_its_length_so_that_spans_fit(text: str) -> None:
    assert len(readable(text)) == len(text)


@given(text=st.text(st.characters(codec=None)))
def test_readable_text_holds_nothing_that_a_file_or_page_cannot(text: str) -> None:
    clean = readable(text)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert not {chr(code) for code in [*range(32), *range(127, 160)]} - {"\n", "\t"} & set(clean)
    assert readable(clean) == clean


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert readable(text) == text
