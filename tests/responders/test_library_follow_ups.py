"""Conversations with the library responder, over the real guides."""

import re
from collections.abc import Sequence
from itertools import chain

import pytest

from assistant.conversation import Assistant, Reply
from assistant.messages import Turn
from assistant.situation import Situation

MARKER = re.compile(r" ?\[\d+\]")
MENTOR = Situation("mentor", relationship="mentorship", moment="between")
CANCELLING = "she keeps cancelling on me last minute"
OPENINGS = [
    pytest.param(CANCELLING, MENTOR, id="mentor"),
    pytest.param("my mentor tore my essay apart and i wanted to cry", Situation("mentee"), id="mentee"),
    pytest.param("he failed the exam and says hes useless", Situation("peer", relationship="peer_support"), id="peer"),
]
WISHES = ["tell me more", "give me an example", "a message i can send", "why?", "what if he says no?", "anything else?"]


def talk(assistant: Assistant, situation: Situation, messages: Sequence[str]) -> list[Reply]:
    history: list[Turn] = []
    replies: list[Reply] = []
    for message in messages:
        reply = assistant.reply(message, situation, history)
        history += [Turn("person", message), reply.turn()]
        replies.append(reply)
    return replies


def words(reply: Reply) -> int:
    return len(MARKER.sub("", reply.text).split())


def lines(reply: Reply) -> list[tuple[str, int]]:
    return [(cited.passage, cited.start) for cited in reply.citations]


@pytest.mark.parametrize(("opening", "situation"), OPENINGS)
@pytest.mark.parametrize("wish", ["shorter please", *WISHES])
def test_a_follow_up_is_short_and_from_the_guides(
    calm_assistant: Assistant, opening: str, situation: Situation, wish: str
) -> None:
    _, reply = talk(calm_assistant, situation, [opening, wish])
    assert 20 <= words(reply) <= 80
    assert reply.citations
    assert (reply.found, reply.dropped_citations) == (True, 0)


@pytest.mark.parametrize(("opening", "situation"), OPENINGS)
def test_no_line_is_said_twice_in_a_conversation(calm_assistant: Assistant, opening: str, situation: Situation) -> None:
    replies = talk(calm_assistant, situation, [opening, *WISHES, "more", "more", "more"])
    said = list(chain.from_iterable(lines(reply) for reply in replies))
    assert len(said) == len(set(said))


def test_when_all_is_said_that_is_said(calm_assistant: Assistant) -> None:
    replies = talk(calm_assistant, MENTOR, [CANCELLING, *["more"] * 12])
    assert replies[-1].text.startswith("That's what the guides have on this one.")
    assert not replies[-1].found


def test_shorter_is_the_heart_of_what_was_said(calm_assistant: Assistant) -> None:
    first, shorter = talk(calm_assistant, MENTOR, [CANCELLING, "shorter please"])
    assert set(lines(shorter)) < set(lines(first))
    assert words(shorter) < words(first) / 2


def test_more_is_new(calm_assistant: Assistant) -> None:
    first, more = talk(calm_assistant, MENTOR, [CANCELLING, "tell me more"])
    assert not set(lines(more)) & set(lines(first))
    assert {cited.guide for cited in more.citations} == {first.citations[0].guide}


def test_an_example_is_an_example(calm_assistant: Assistant) -> None:
    _, example = talk(calm_assistant, MENTOR, [CANCELLING, "can you give me an example"])
    assert example.text.startswith("**For example:** Three dates fell through")


def test_a_message_is_one_to_send(calm_assistant: Assistant) -> None:
    _, message = talk(calm_assistant, MENTOR, [CANCELLING, "give me a message i can send"])
    assert message.text.startswith('**You could send:** *"')
    assert message.citations[0].quote.startswith("By message:")


def test_why_gives_the_guides_reason_and_how_sure_it_is(calm_assistant: Assistant) -> None:
    _, why = talk(calm_assistant, MENTOR, [CANCELLING, "why?"])
    assert all("#why" in cited.passage for cited in why.citations)
    assert "Behind it there is the experience of programmes and practitioners, not a trial." in why.text


def test_what_if_is_answered_from_what_was_being_talked_about(calm_assistant: Assistant) -> None:
    _, what_if = talk(calm_assistant, MENTOR, [CANCELLING, "what if she never replies?"])
    assert "three messages over" in what_if.text


def test_thanks_is_taken_as_thanks(
    calm_assistant: Assistant,
) -> None:
    _, thanks = talk(calm_assistant, MENTOR, [CANCELLING, "thanks!"])
    assert thanks.text.startswith("You're welcome.")
    assert thanks.citations == ()


def test_after_thanks_the_conversation_goes_on(calm_assistant: Assistant) -> None:
    *_, more = talk(calm_assistant, MENTOR, [CANCELLING, "thanks", "tell me more"])
    assert {cited.guide for cited in more.citations} == {"commitment/when-they-keep-cancelling"}


def test_a_correction_is_thanked_for_and_answered_afresh(calm_assistant: Assistant) -> None:
    _, again = talk(calm_assistant, MENTOR, ["they keep cancelling on me last minute", "no, i'm the mentee"])
    assert again.text.startswith("Thanks for putting that right.")
    assert again.situation.role == "mentee"
    assert 80 <= words(again) <= 180
    assert {cited.passage.partition(".")[2] for cited in again.citations} <= {"", "mentee"}


def test_a_switch_of_topic_is_followed(calm_assistant: Assistant) -> None:
    _, switched, more = talk(calm_assistant, MENTOR, [CANCELLING, "my mentee asked me for forty quid", "tell me more"])
    assert {cited.guide for cited in switched.citations} == {"boundaries/gifts-and-money"}
    assert {cited.guide for cited in more.citations} == {"boundaries/gifts-and-money"}


def test_after_a_detour_out_of_the_guides_the_answers_go_on(calm_assistant: Assistant) -> None:
    _, pension, more = talk(calm_assistant, MENTOR, [CANCELLING, "which pension should i pick", "more"])
    assert pension.text.startswith("I have no reliable guidance on that")
    assert more.text


def test_peers_stay_peers_all_along(calm_assistant: Assistant) -> None:
    peer = Situation("peer", relationship="peer_mentoring")
    replies = talk(calm_assistant, peer, ["me and my peer mentor keep missing each other", *WISHES, "more", "more"])
    cited = chain.from_iterable(reply.citations for reply in replies)
    assert {one.passage.partition(".")[2] for one in cited} == {"", "peer"}


def test_no_markers_are_left_over_from_one_answer_to_the_next(calm_assistant: Assistant) -> None:
    for reply in talk(calm_assistant, MENTOR, [CANCELLING, *WISHES]):
        numbers = {int(n) for n in re.findall(r"\[(\d+)\]", reply.text)}
        assert numbers == {cited.n for cited in reply.citations}
