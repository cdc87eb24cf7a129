"""First answers of the library responder, over the real guides. What follows them is in test_library_follow_ups.py."""

import re
from dataclasses import replace
from functools import cache

import pytest

from assistant.conversation import Assistant, Reply
from assistant.guides.library import Library
from assistant.messages import Concern, Findings, Piece, Question
from assistant.responders.library import LibraryResponder
from assistant.responders.phrases import Phrases
from assistant.responders.wording import to_reader
from assistant.situation import ROLES, Situation
from tests.responders.asked import ASKED, NOT_IN_THE_GUIDES, Asked

MARKER = re.compile(r" ?\[\d+\]")
SETTING = re.compile(r"^\*\*(?:Leave out|Bring someone in)\*\*(?: when)? |^\d+\. |^(?:By message|For example): ?|\*")
RAW = re.compile(r"\{|\}|#|\bNone\b|asked_as|reviewed_by|^---|\bdo\.\w+|\n{3}|  ", re.MULTILINE)

every_question = pytest.mark.parametrize("asked", ASKED, ids=[f"{one[1].role}: {one[0]}" for one in ASKED])


def words(text: str) -> int:
    return len(MARKER.sub("", text).split())


@cache
def answer(assistant: Assistant, asked: Asked) -> Reply:
    return assistant.reply(*asked)


def plain(text: str) -> str:
    return " ".join(SETTING.sub("", text.strip()).lower().split())


def phrases_of(phrases: Phrases, library: Library) -> set[str]:
    """Every sentence that no guide has to hold, as it can appear in an answer."""
    labels = {f"**{label}**" for label in phrases.labels.model_dump().values()}
    filled = {form.format(role=role) for form in (phrases.assumed, phrases.borrowed) for role in phrases.roles.values()}
    titles = {f"**{guide.title}**" for guide in library.guides.values()}
    return labels | filled | titles | {phrases.corrected, phrases.unsure, phrases.which, *phrases.evidence.values()}


@cache
def pieces_of(assistant: Assistant, responder: LibraryResponder, asked: Asked) -> list[Piece]:
    text, situation = asked
    findings = assistant.search(text, situation, ())
    return list(responder(Question(text, situation, (), findings, Concern())).pieces)


@every_question
def test_a_first_answer_is_found_and_of_a_length_that_gets_read(calm_assistant: Assistant, asked: Asked) -> None:
    reply = answer(calm_assistant, asked)
    assert (reply.found, reply.dropped_citations) == (True, 0)
    assert 80 <= words(reply.text) <= 180


@every_question
def test_every_quote_is_a_line_of_a_guide(calm_assistant: Assistant, library: Library, asked: Asked) -> None:
    citations = answer(calm_assistant, asked).citations
    assert len(citations) >= 4
    for cited in citations:
        line = library.lines[f"{cited.passage}@{cited.start}"]
        assert (cited.start, cited.end) == (line.start, line.end)
        assert cited.quote == library.passages[cited.passage].text[cited.start : cited.end]


@every_question
def test_every_sentence_is_cited_or_a_phrase(
    calm_assistant: Assistant, library_responder: LibraryResponder, library: Library, phrases: Phrases, asked: Asked
) -> None:
    uncited = [piece for piece in pieces_of(calm_assistant, library_responder, asked) if not piece.support]
    assert {piece.text.strip() for piece in uncited} <= phrases_of(phrases, library)


@every_question
def test_what_is_cited_is_said_in_the_guides_own_words(
    calm_assistant: Assistant, library_responder: LibraryResponder, library: Library, asked: Asked
) -> None:
    for piece in pieces_of(calm_assistant, library_responder, asked):
        for support in piece.support:
            line = plain(library.passages[support.passage].text[support.start : support.end])
            assert plain(piece.text) in {line, plain(to_reader(line))}


@every_question
def test_nobody_gets_lines_meant_for_another(calm_assistant: Assistant, library: Library, asked: Asked) -> None:
    role = asked[1].role
    citations = answer(calm_assistant, asked).citations
    if role in library.guides[citations[0].guide].readers:
        assert {cited.passage.partition(".")[2] for cited in citations} <= {"", role}


@every_question
def test_nothing_raw_is_shown(calm_assistant: Assistant, asked: Asked) -> None:
    reply = answer(calm_assistant, asked)
    assert not RAW.search(reply.text)
    assert reply.text == reply.text.strip()


@every_question
def test_no_line_is_said_twice(calm_assistant: Assistant, asked: Asked) -> None:
    quotes = [cited.quote for cited in answer(calm_assistant, asked).citations]
    assert len(quotes) == len(set(quotes))


@every_question
def test_somebody_in_the_room_gets_the_shortest_answer(calm_assistant: Assistant, asked: Asked) -> None:
    text, situation = asked
    now = Situation(situation.role, relationship=situation.relationship, moment="in_session")
    brief, usual = answer(calm_assistant, (text, now)), answer(calm_assistant, asked)
    assert 50 <= words(brief.text) <= 110
    assert words(brief.text) < words(usual.text)


def test_every_guide_can_answer_each_of_its_readers(
    calm_assistant: Assistant, library_responder: LibraryResponder, library: Library
) -> None:
    lengths: dict[str, int] = {}
    for guide in library.guides.values():
        for role in guide.readers:
            text, asker = guide.asked_as[0], Situation(role, relationship=guide.relationships[0])
            findings = calm_assistant.search(text, asker, ())
            for moment in guide.moments:
                draft = library_responder(Question(text, replace(asker, moment=moment), (), findings, Concern()))
                lengths[f"{guide.id} {role} {moment}"] = words("".join(piece.text for piece in draft.pieces))
    usual = {name: length for name, length in lengths.items() if not name.endswith("in_session")}
    assert {name: length for name, length in usual.items() if not 80 <= length <= 180} == {}


@pytest.mark.parametrize("text", ["what should i ask my mentor next week", "meeting my mentor thursday, im nervous"])
def test_a_mentee_who_prepares_gets_a_few_questions(calm_assistant: Assistant, text: str) -> None:
    reply = calm_assistant.reply(text, Situation("mentee", relationship="mentorship", moment="prepare"))
    assert "**Questions to ask:**\n\n1. " in reply.text
    assert "\n2. " in reply.text


def test_looking_back_on_a_hard_moment_gets_a_whole_answer(calm_assistant: Assistant) -> None:
    situation = Situation("peer", relationship="peer_support", moment="reflect")
    reply = calm_assistant.reply("she burst out crying about her results and i totally froze", situation)
    assert 80 <= words(reply.text) <= 180


def test_when_nobody_said_who_asks_the_answer_says_what_it_took_for_granted(calm_assistant: Assistant) -> None:
    text = calm_assistant.reply("third reschedule this month. is she even interested").text
    assert re.search(r"I've answered as if you are (the mentor|the mentee|a peer)\. If that's wrong, tell me", text)


def test_a_coordinator_is_told_whose_words_they_are(calm_assistant: Assistant, library: Library) -> None:
    others = [guide for guide in library.guides.values() if not {"coordinator"} & set(guide.readers)]
    asked = next(guide.asked_as[0] for guide in others if "mentor" in guide.readers)
    reply = calm_assistant.reply(asked, Situation("coordinator"))
    assert reply.text.startswith("This is what the guides tell the mentor: ")


@pytest.mark.parametrize("text", NOT_IN_THE_GUIDES)
def test_what_is_not_in_the_guides_is_said_with_the_nearest_and_whom_to_ask(
    calm_assistant: Assistant, library: Library, text: str
) -> None:
    reply = calm_assistant.reply(text, Situation("mentor"))
    assert (reply.found, reply.citations) == (False, ())
    assert reply.text.startswith("I have no reliable guidance on that")
    assert "Whoever runs your programme may know who to ask" in reply.text
    named = re.findall(r"\*([^*]+)\*", reply.text)
    assert len(set(named)) == 2
    assert set(named) <= {guide.title for guide in library.guides.values()}


@pytest.mark.parametrize(
    ("nearest", "said"),
    [
        (("One",), "The nearest guide is *One*."),
        ((), "I don't want to guess. Whoever runs your programme"),
    ],
    ids=["one", "none"],
)
def test_fewer_than_two_nearest_guides_are_named_as_they_are(
    library_responder: LibraryResponder, nearest: tuple[str, ...], said: str
) -> None:
    findings = Findings("x", nearest=nearest)
    draft = library_responder(Question("which pension", Situation(), (), findings, Concern()))
    assert said in "".join(piece.text for piece in draft.pieces)


@pytest.mark.parametrize("text", ["hello", "are you a real person?", "🙂🙂🙂", "???"])
@pytest.mark.parametrize("role", ROLES)
def test_small_talk_is_answered_without_the_guides(calm_assistant: Assistant, text: str, role: str) -> None:
    reply = calm_assistant.reply(text, Situation.parse({"role": role}))
    assert (reply.found, reply.citations) == (False, ())
    assert 10 <= words(reply.text) <= 80
    assert not RAW.search(reply.text)
