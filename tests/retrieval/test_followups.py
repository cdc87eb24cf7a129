import pytest

from assistant.messages import Citation, Concern, Turn
from assistant.retrieval.followups import CONTEXT_CHARS, Standalone, last_guides, leans, standalone, without_courtesy

CANCELS = "my mentee keeps cancelling on me at the last minute"
GIFTS = "can i accept a present from my mentee"


def said(*texts: str) -> list[Turn]:
    return [turn for text in texts for turn in (Turn("person", text), Turn("assistant", "Ask once, plainly."))]


def answered(*guides: str) -> Turn:
    cited = [Citation(n, f"{guide}#do", guide, "guide", 0, 4, "Wait") for n, guide in enumerate(guides, start=1)]
    return Turn("assistant", "Wait.", tuple(cited))


LEANING = [
    "and what if he says no?", "what if she laughs at me?", "shorter please", "longer", "simpler", "why?",
    "why is that?", "can you give me an example?", "what about by message", "give me a message i can send",
    "another one", "tell me more", "which source is that from?", "how do i put it",
    "even if she's 15?", "then what do i say to him?",
    "so what now", "thanks", "ok", "not that one", "no, I'm the mentee", "I meant my mentor", "in other words?", "--",
]  # fmt: skip
STANDING = [
    CANCELS, GIFTS, "how do i end a session well", "what do i ask my mentor on thursday", "my mentor never replies",
    "a friend of mine was offended by feedback", "a mentee asked me for money", "no one turns up to my sessions",
    "an agenda for tuesday", "i feel useless", "how do i set a goal", "he wants my phone number",
    "she hardly says anything",
    "and there is something else, my mentor shared what i told her with the whole team and now i feel awful",
]  # fmt: skip


@pytest.mark.parametrize("text", LEANING)
def test_a_message_that_needs_what_went_before_leans(text: str) -> None:
    assert leans(text) is True


@pytest.mark.parametrize("text", STANDING)
def test_a_message_that_says_what_it_is_about_stands_alone(text: str) -> None:
    assert leans(text) is False


def test_the_first_message_stands_alone_however_short() -> None:
    assert standalone("why?", []) == Standalone("why?")


def test_a_follow_up_is_searched_with_what_it_leans_on() -> None:
    found = standalone("and what if he says no?", said(CANCELS))
    assert found == Standalone("and what if he says no?", CANCELS, leans=True)
    assert found.query == f"{CANCELS}\nand what if he says no?"


def test_a_follow_up_leans_on_the_story_so_far() -> None:
    assert standalone("shorter", said(CANCELS, GIFTS, "he insists", "why?")).context == f"{GIFTS}\nhe insists\nwhy?"


def test_a_reply_weighs_less_by_itself_than_a_short_question_and_that_less_than_a_long_one() -> None:
    texts = ("and then?", "can i take a present from my mentee", f"{GIFTS} {CANCELS} and it goes on and on and on")
    weights = [standalone(text, said(CANCELS)).own for text in texts]
    assert weights == sorted(weights)
    assert weights[-1] == 1.0


def test_a_long_new_question_leans_on_nothing() -> None:
    long = f"{GIFTS} {CANCELS} and it goes on and on and on"
    assert standalone(long, said(CANCELS)) == Standalone(long)


def test_what_the_assistant_said_is_never_leaned_on() -> None:
    assert standalone("why?", [Turn("assistant", CANCELS)]) == Standalone("why?")


def test_a_thank_you_does_not_hide_the_question_that_came_with_it() -> None:
    history = said(CANCELS, "thanks, that helps. how do i ask for feedback?")
    assert standalone("shorter please", history).context == f"{CANCELS}\nhow do i ask for feedback?"


def test_only_the_start_of_a_long_message_is_leaned_on() -> None:
    assert standalone("why?", said(f"{CANCELS} " * 100)).context == (f"{CANCELS} " * 100)[:CONTEXT_CHARS]


COURTESIES = {
    "Thanks! How do I end a session well?": "How do I end a session well?",
    "ok thanks, that helps. how do i ask for it?": "how do i ask for it?",
    "Thank you so much. And what about gifts from her?": "what about gifts from her?",
    "thanks for that, also can i hug them": "can i hug them",
    "Great - how do I close it?": "how do I close it?",
    "got it, but what if he refuses to talk": "what if he refuses to talk",
    "thanks": "thanks",
    "cheers, that helps": "cheers, that helps",
    "thanks mate, brilliant": "thanks mate, brilliant",
    "great question to ask my mentor?": "great question to ask my mentor?",
    "lovely mentee but always late": "lovely mentee but always late",
    "": "",
}


@pytest.mark.parametrize(("text", "rest"), COURTESIES.items())
def test_a_thank_you_in_front_of_a_question_is_dropped(text: str, rest: str) -> None:
    assert without_courtesy(text) == rest


def test_the_last_answer_with_citations_tells_which_guides_are_talked_about() -> None:
    history = [answered("a/old"), answered("a/one", "b/two", "b/two"), Turn("assistant", "Glad it helped.")]
    assert last_guides(history) == ("b/two", "a/one")
    assert standalone("why?", [Turn("person", CANCELS), *history]).guides == ("b/two", "a/one")


def test_nothing_cited_is_no_guide() -> None:
    assert last_guides(said(CANCELS)) == ()


def test_nothing_leans_on_what_was_urgent() -> None:
    urgent = Turn("person", "i want to die", concern=Concern("urgent", "suicide", "self"))

    denied = Turn("person", "i was just venting", concern=Concern("caution", "suicide", "self"))

    assert standalone("what about thursday?", [urgent, denied]) == Standalone("what about thursday?")
    assert standalone("what about thursday?", [*said(CANCELS), urgent]).context == CANCELS
