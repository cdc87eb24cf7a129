"""Is a sentence held by a passage: what was changed in it is seen and said; other words for the same are let be."""

import pytest

from assistant.retrieval.minilm import MiniLM
from evals.scorers.claims.judging import ClaimJudge
from evals.scorers.claims.opposites import opposite_among
from evals.scorers.claims.replies import Grounded, claims_of
from evals.scorers.claims.words import stem, tokens
from evals.scorers.rows import Row, Scored, Unscored

PASSAGE = (
    "The night bus to Corby started in 2012 and stops at the hospital. Some drivers did not welcome it at first. "
    "Ines Roth runs the route, and Karl Bern repairs the buses. Tickets cost more at weekends than in the week."
)
CHANGED = [
    ("The night bus started in 2021.", "no passage says 2021"),
    ("The night bus to Leeds started in 2012.", "no passage names Leeds"),
    ("The night bus to Corby does not stop at the hospital.", "denies what the passage says: 'stop'"),
    ("Some drivers welcomed it at first.", "says what the passage denies: 'welcom'"),
    ("All drivers did not welcome it at first.", "says more of them than the passage does"),
    ("Tickets cost less at weekends than in the week.", "says 'less' where the passage says the opposite ('mor')"),
    ("The night bus to Corby ended in 2012.", "says 'ended' where the passage says the opposite ('start')"),
    ("Tickets cost more in the week than at weekends.", "week and weekends have changed places"),
    ("The buses have soft seats and free coffee on board.", "no passage says: soft, seats, free, coffee, board"),
]
HELD = [
    "The night bus began in 2012.",
    "It stops at the hospital.",
    "At first some of the drivers didn't welcome it.",
    "A ticket costs more at the weekend.",
    "Karl Bern repairs the buses.",
]


@pytest.fixture(scope="module")
def judge(embedder: MiniLM) -> ClaimJudge:
    return ClaimJudge(embedder)


@pytest.mark.parametrize(("claim", "reason"), CHANGED, ids=[claim for claim, _ in CHANGED])
def test_what_was_changed_is_seen_and_said(judge: ClaimJudge, claim: str, reason: str) -> None:
    [found] = judge([claim], judge.passages([PASSAGE]))
    assert found.score < 0.5
    assert reason in (found.reason or "")


@pytest.mark.parametrize("claim", HELD)
def test_what_a_passage_says_in_other_words_is_held(judge: ClaimJudge, claim: str) -> None:
    [found] = judge([claim], judge.passages([PASSAGE]))
    assert found.score >= 0.5
    assert found.reason is None


def test_a_reply_is_supported_only_when_every_sentence_is(judge: ClaimJudge) -> None:
    scorer = Grounded(judge)
    good, mixed, bad = (
        scorer(Row(id=name, passages=(PASSAGE,), reply=reply))
        for name, reply in (
            ("good", "The night bus started in 2012. [1] It stops at the hospital."),
            ("mixed", "The night bus started in 2012. It stops at the zoo and the airport."),
            ("bad", "The night bus started in 1912."),
        )
    )
    assert isinstance(good, Scored)
    assert isinstance(mixed, Scored)
    assert isinstance(bad, Scored)
    assert [each.label for each in (good, mixed, bad)] == ["supported", "partly supported", "not supported"]
    assert good.score >= 0.5 > mixed.score > bad.score
    assert mixed.reasons == ("'It stops at the zoo and the airport.': no passage says: zoo, airport",)
    assert mixed.parts is not None
    assert mixed.parts["share"] == 0.5


def test_labels_questions_and_courtesies_are_no_claims() -> None:
    reply = "Sure, happy to help!\n\nAccording to the passage, the bus stops at the zoo. Does that help?\n\n**Note:**"
    assert claims_of(reply) == ["the bus stops at the zoo."]


def test_a_reply_without_passages_or_claims_is_not_scored(judge: ClaimJudge) -> None:
    scorer = Grounded(judge)
    assert scorer(Row(id=1, reply="It stops.")) == Unscored(1, "no passages")
    nothing = Unscored(2, "no sentence of the reply says enough to be checked")
    assert scorer(Row(id=2, passages=(PASSAGE,), reply="Why?")) == nothing


def test_words_are_read_with_what_denies_them() -> None:
    found = tokens("Ana Li did not win 3.5 million pounds, she lost twenty-five.")
    assert [(each.stem, each.kind, each.negated) for each in found if each.content] == [
        ("ana", "word", False), ("li", "name", False), ("win", "word", True), ("3.5e+06", "number", False),
        ("pound", "word", False), ("los", "word", False), ("25", "number", False),
    ]  # fmt: skip


def test_opposites_are_listed_or_made_by_a_prefix() -> None:
    assert opposite_among(stem("rose"), [stem("fell"), stem("house")]) == "fall"
    assert opposite_among(stem("unlikely"), [stem("likely")]) == stem("likely")
    assert opposite_among(stem("input"), [stem("put")]) is None


@pytest.mark.parametrize(
    "text", ["not " * 30_000, "[1]" * 30_000, " " * 90_000 + "a", "12, " * 20_000, '"a" ' * 20_000]
)
def test_a_hostile_reply_is_read_by_its_beginning(judge: ClaimJudge, text: str) -> None:
    found = Grounded(judge)(Row(id=1, passages=(PASSAGE, text), reply=text))
    assert isinstance(found, Unscored) or 0 <= found.score <= 1
