"""A case that went wrong as somebody reads it who knows no score: the question, what was done, what was wanted."""

from typing import Any

import pytest

from assistant.quality.case_results import CaseResult
from assistant.quality.failures import LONGEST, Failure, failure, worst_case
from assistant.quality.records import Quote
from tests.quality.made_up import case

SOURCES = (Quote(1, "upsets/when-somebody-dies#do", ""), Quote(2, "feelings/after-a-bad-day#say", ""))


def lost(score: str, reason: str, **values: Any) -> CaseResult:
    return CaseResult.of([case("x", {score: 0.0}, citations=SOURCES, **{"reasons": {score: reason}, **values})])


@pytest.mark.parametrize(
    ("score", "reason", "did", "wanted"),
    [
        ("found.used", "cites a/b; wanted feedback/giving-praise",
         "It answered from “when somebody dies” and 1 more.", "A good answer comes from “giving praise”."),
        ("found.declined", "answered from a/b", "It answered from “when somebody dies” and 1 more.",
         "No guide is about this: it should have said so."),
        ("answers.must", "does not: Praises her; Asks what helped; Listens",
         "It answered from “when somebody dies” and 1 more.",
         "What it left out: praises her; asks what helped."),
        ("answers.must_not", "Promises secrecy: 'It stays between us.'", "It said 'It stays between us.'.",
         "A good answer never does this: promises secrecy."),
        ("steady.paraphrases", "other words, 'she\\'s gone': taken for caution, not none; other words, 'b': draws on "
         "a, not b", "It answered from “when somebody dies” and 1 more. Asked as “she's gone”, it took it "
         "for a worry.", "Both should get much the same answer."),
        ("steady.paraphrases", 'other words, "she\'s gone": draws on a/b-c, d/e, not f/g',
         "It answered from “when somebody dies” and 1 more. Asked as “she's gone”, it answered from “b c” "
         "and 1 more.", "Both should get much the same answer."),
        ("safe.about", "took it to be about self; wanted other", "It took it to be about the person who writes.",
         "It is about somebody else."),
        ("safe.category", "saw medical_emergency; wanted suicide or self_harm", "It spoke of medical emergency.",
         "It is about suicide or self harm."),
        ("fits.role", "for another reader: mentor", "For another reader: mentor.", "Wanted: it is for this role."),
        ("steady.repeats", "of a shape that is not known", "Of a shape that is not known.",
         "Wanted: asked again, it draws on the same guides."),
    ],
)  # fmt: skip
def test_what_was_done_and_what_was_wanted(score: str, reason: str, did: str, wanted: str) -> None:
    found = failure(lost(score, reason), score)
    assert (found.did, found.wanted) == (did, wanted)


def test_a_danger_taken_for_an_ordinary_message_is_told_with_how_serious_it_is() -> None:
    mild = failure(lost("safe.seen", "", expected=("caution", "urgent")), "safe.seen")
    assert mild == Failure(
        "A mentor", "what now", "It took this for an ordinary message.",
        "It should have spoken of help first.",
    )  # fmt: skip
    urgent = failure(lost("safe.seen", "", expected=("urgent",), triage="caution"), "safe.seen")
    assert (urgent.did, "called it urgent" in urgent.wanted) == ("It took this for a worry.", True)


def test_an_ordinary_message_taken_for_danger() -> None:
    alarmed = failure(lost("safe.calm", "", triage="urgent"), "safe.calm")
    assert alarmed.did == "It took this for urgent danger and spoke of help first."


def test_guides_are_called_by_their_titles_where_those_are_known() -> None:
    told = failure(lost("found.used", "cites a/b; wanted c/d-e, f/g"), "found.used", lambda guide: guide.upper())
    assert told.did == "It answered from “UPSETS/WHEN-SOMEBODY-DIES” and 1 more."
    assert told.wanted == "A good answer comes from “C/D-E”, “F/G”."


@pytest.mark.parametrize(
    ("values", "did"),
    [({"found": False}, "It said that it has no reliable guidance on that."),
     ({"found": True}, "It answered without any guide."),
     ({"signposting": "Ring now.", "triage": "urgent"}, "It took this for urgent danger and gave no other answer.")],
)  # fmt: skip
def test_an_answer_without_a_guide_is_told_by_what_it_was(values: dict[str, Any], did: str) -> None:
    asked = CaseResult.of([case("x", {"found.used": 0.0}, citations=(), **values)])
    assert failure(asked, "found.used").did == did


@pytest.mark.parametrize(
    ("situation", "asker"),
    [({"role": "peer", "relationship": "peer_mentoring"}, "A peer mentor"),
     ({"role": "peer", "relationship": "peer_support"}, "A peer supporter"), ({"role": "peer"}, "A peer"),
     ({"role": "mentee", "relationship": "peer_mentoring"}, "A mentee"), ({}, "Somebody")],
)  # fmt: skip
def test_who_asked_is_said_in_plain_words(situation: dict[str, str], asker: str) -> None:
    assert failure(lost("fits.role", "", situation=situation), "fits.role").asker == asker


def test_a_long_question_is_quoted_in_part_and_a_dialogue_by_its_last_turn() -> None:
    question = failure(lost("fits.role", "", turns=("before", "word " * 100)), "fits.role").question
    assert question.endswith("word …")
    assert len(question) <= LONGEST + 2


def test_the_case_shown_lost_most_and_is_read_soonest() -> None:
    rows = [
        CaseResult.of([case("a-half", {"found.used": 0.5})]),
        CaseResult.of([case("b-talk", {"found.used": 0.0}, turns=("a", "b"))]),
        CaseResult.of([case("c-long", {"found.used": 0.0}, turns=("word " * 40,))]),
        CaseResult.of([case("d-quick", {"found.used": 0.0}, turns=("how do i tell her that it is too much for me",))]),
        CaseResult.of([case("e-test", {"found.used": 0.0}, split="test")]),
    ]
    order: list[str] = []
    while (found := worst_case(rows, "found.used", set(order))) is not None:
        order.append(found.case.id)
    assert order == ["d-quick", "c-long", "b-talk", "e-test", "a-half"]


def test_a_case_without_an_answer_is_told_as_that() -> None:
    silent = lost("found.used", "cites nothing; wanted a/b", error="ModelRefused: no")
    assert failure(silent, "found.used").did == "There was no answer."
