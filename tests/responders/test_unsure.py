"""What is said when several guides may be meant, over the real guides."""

from dataclasses import replace

import pytest

from assistant.conversation import Assistant
from assistant.messages import Concern, Findings, Question, Turn
from assistant.responders.library import LibraryResponder
from assistant.responders.phrases import Phrases
from assistant.situation import Situation
from tests.responders.test_library_responder import words

ANYONE = Situation(moment="between")
ASKED = "she keeps cancelling on me last minute"


@pytest.fixture(scope="module")
def unsure(calm_assistant: Assistant) -> Findings:
    return replace(calm_assistant.search(ASKED, ANYONE, ()), sure=False)


def guides(findings: Findings) -> list[str]:
    return list(dict.fromkeys(hit.passage.guide for hit in findings.hits))


class Unsure:
    """The assistant, unsure of what it found for a first message."""

    def __init__(self, assistant: Assistant, unsure: Findings, situation: Situation) -> None:
        self._of = assistant
        self._unsure = unsure
        self._situation = situation
        self.history: list[Turn] = []

    def say(self, text: str) -> str:
        found = self._of.search(text, self._situation, self.history) if self.history else self._unsure
        reply = Assistant(
            lambda *_: Concern(),
            lambda *_: None,
            lambda *_: found,
            self._of.responder,
            self._of.passages,
            lambda *_: None,
        ).reply(text, self._situation, self.history)
        self.history += [Turn("person", text), reply.turn()]
        return reply.text


@pytest.fixture
def talk(calm_assistant: Assistant, unsure: Findings) -> Unsure:
    return Unsure(calm_assistant, unsure, ANYONE)


def test_a_start_is_given_on_each_of_three_guides_and_asked_which(
    talk: Unsure, unsure: Findings, phrases: Phrases
) -> None:
    text = talk.say(ASKED)
    titles = [hit.passage.title for hit in unsure.hits]
    assert text.startswith(phrases.unsure)
    assert text.endswith(phrases.which)
    assert [text.count(f"**{title}**\n\n") for title in dict.fromkeys(titles)] == [1, 1, 1]
    assert [cited.guide for cited in talk.history[-1].citations] == [name for name in guides(unsure) for _ in range(2)]
    assert 60 <= words(text) <= 180


def test_with_them_in_the_room_the_gist_of_each_is_enough(
    library_responder: LibraryResponder, unsure: Findings
) -> None:
    here = replace(ANYONE, moment="in_session")
    told = list(library_responder(Question(ASKED, here, (), unsure, Concern())).pieces)
    assert [bool(piece.support) for piece in told] == [False, *[False, True] * 3, False]
    assert words("".join(piece.text for piece in told)) <= 110


@pytest.mark.parametrize(
    "pick", ["the second one", "2", "number two", "second", "It\u2019s more about \u201c{title}\u201d"]
)
def test_the_one_that_is_picked_is_answered_from_in_full(talk: Unsure, unsure: Findings, pick: str) -> None:
    second = guides(unsure)[1]
    talk.say(ASKED)
    title = next(hit.passage.title for hit in unsure.hits if hit.passage.guide == second)
    text = talk.say(pick.format(title=title))
    assert {cited.guide for cited in talk.history[-1].citations} == {second}
    assert 80 <= words(text) <= 180


def test_a_word_more_gets_a_whole_answer_and_not_a_follow_up(talk: Unsure) -> None:
    talk.say(ASKED)
    assert words(talk.say("she texts me an hour before and says sorry, cannot make it, every single week")) >= 80


def test_what_search_is_sure_of_is_answered_at_once(
    library_responder: LibraryResponder, unsure: Findings, phrases: Phrases
) -> None:
    told = library_responder(Question(ASKED, ANYONE, (), replace(unsure, sure=True), Concern())).pieces
    assert phrases.unsure not in "".join(piece.text for piece in told)


def test_nothing_is_offered_that_is_for_another_role(
    library_responder: LibraryResponder, unsure: Findings, phrases: Phrases
) -> None:
    told = library_responder(Question(ASKED, Situation("coordinator"), (), unsure, Concern())).pieces
    assert phrases.unsure not in "".join(piece.text for piece in told)
