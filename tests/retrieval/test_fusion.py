from dataclasses import fields, replace

import pytest

from assistant.guides.guide import Guide
from assistant.guides.library import Library
from assistant.retrieval.fusion import Evidence, blend, fit, fuse, gather
from assistant.retrieval.index import Neighbour
from assistant.retrieval.keywords import Match
from assistant.situation import Situation


@pytest.fixture
def goodbye(short_guides: Library) -> Guide:
    """For mentors, between meetings, in mentoring, mentorship and peer mentoring."""
    return short_guides.guides["closing/goodbye"]


def test_of_each_kind_the_best_evidence_for_a_guide_counts() -> None:
    found = gather(
        asked=[Neighbour("a/one", likeness) for likeness in (0.7, 0.6, 0.5, 0.4)] + [Neighbour("b/two", 0.1)],
        passages=[Neighbour("a/one#do", 0.4), Neighbour("a/one#say.peer", 0.6)],
        lines=[Neighbour("b/two#do@0", 0.3), Neighbour("b/two#do@40", 0.2)],
        matches=[Match("passage", "b/two#do", 0.8), Match("asked", "a/one", 0.1)],
        affinity={"a/one": 0.9},
    )
    assert _plain(found) == {
        "a/one": pytest.approx([0.6, 0.6, 0.0, 0.1, 0.9, 1 / 21 + 1 / 22 + 1 / 23 + 1 / 24 + 1 / 22]),
        "b/two": pytest.approx([0.1, 0.0, 0.3, 0.8, 0.0, 1 / 25 + 1 / 26 + 1 / 27 + 1 / 21]),
    }


def test_the_same_question_counts_alone_whatever_the_other_ways_of_asking() -> None:
    found = gather([Neighbour("a/one", likeness) for likeness in (0.95, 0.2, 0.2)], [], [], [], {})
    assert found["a/one"].asked == 0.95


def test_its_very_words_outweigh_any_number_of_votes_for_another_guide() -> None:
    others = [Neighbour("b/two", 0.6 - rank / 1_000) for rank in range(300)]
    matches = [Match("asked", "a/one", 1.0), *[Match("asked", "b/two", 0.3)] * 300]
    found = gather([Neighbour("a/one", 0.99), *others], [], others, matches, {})
    assert found["b/two"].votes == 1
    assert found["a/one"].score > found["b/two"].score


def test_a_way_of_asking_too_far_to_be_looked_at_counts_as_the_farthest_that_was() -> None:
    asked = [Neighbour("a/one", 0.8), Neighbour("b/two", 0.4), Neighbour("a/one", 0.4)]
    found = gather(asked, [], [], [], {})
    assert {name: evidence.asked for name, evidence in found.items()} == pytest.approx({"a/one": 1.6 / 3, "b/two": 0.4})


def test_likeness_below_nothing_counts_as_nothing() -> None:
    assert gather([Neighbour("a/one", -0.4)], [], [], [], {}) == {"a/one": Evidence(votes=1 / 21)}


def test_no_evidence_is_no_guide() -> None:
    assert gather([], [], [], [], {}) == {}


@pytest.mark.parametrize("kind", [field.name for field in fields(Evidence)])
def test_evidence_of_every_kind_raises_the_score(kind: str) -> None:
    some = Evidence(0.5, 0.5, 0.5, 0.5, 0.5, 0.5)
    assert replace(some, **{kind: 0.6}).score > some.score > replace(some, **{kind: 0.4}).score


def test_no_evidence_scores_nothing() -> None:
    assert Evidence().score == 0


def test_what_a_message_finds_by_itself_weighs_as_much_as_it_is_given() -> None:
    alone = {"a/one": Evidence(0.8, 0.6, 0.4, 0.2), "b/two": Evidence(asked=0.5)}
    together = {"a/one": Evidence(0.4, 0.2, 0.4, 0.0), "c/three": Evidence(words=0.5)}
    blended = {name: pytest.approx(found) for name, found in _plain(blend(alone, together, 0.25)).items()}
    assert blended == {
        "a/one": [0.5, 0.3, 0.4, 0.05, 0.0, 0.0],
        "b/two": [0.125, 0, 0, 0, 0, 0],
        "c/three": [0, 0, 0, 0.375, 0, 0],
    }


def test_a_document_gains_by_likeness_and_by_words() -> None:
    assert fuse(0.5, 0.0) < fuse(0.5, 0.1) < fuse(0.6, 0.1)


def _plain(found: dict[str, Evidence]) -> dict[str, list[float]]:
    return {name: [getattr(evidence, field.name) for field in fields(evidence)] for name, evidence in found.items()}


def test_nothing_known_of_the_person_moves_no_guide(goodbye: Guide) -> None:
    assert fit(goodbye, Situation()) == 0


FITS = {
    "role": (Situation(role="mentor"), Situation(role="mentee")),
    "relationship": (Situation(relationship="mentoring"), Situation(relationship="peer_support")),
    "moment": (Situation(moment="between"), Situation(moment="ending")),
}


@pytest.mark.parametrize(("fitting", "other"), FITS.values(), ids=FITS.keys())
def test_a_guide_gains_where_it_fits_and_loses_as_much_where_not(
    goodbye: Guide, fitting: Situation, other: Situation
) -> None:
    assert fit(goodbye, fitting) == -fit(goodbye, other) > 0


def test_a_guide_for_any_setting_fits_each_of_them_alike(goodbye: Guide) -> None:
    assert fit(goodbye, Situation(setting="school")) == 0


def test_a_guide_of_one_setting_fits_that_one(goodbye: Guide) -> None:
    at_school = replace(goodbye, settings=("school",))
    fits = [fit(at_school, Situation(setting=setting)) for setting in ("school", "workplace")]
    assert fits[0] == -fits[1] > 0


def test_who_asks_matters_more_than_when(goodbye: Guide) -> None:
    assert fit(goodbye, Situation(role="mentor", moment="ending")) > 0
    assert fit(goodbye, Situation(role="mentee", moment="between")) < 0


def test_all_that_fits_together_is_less_than_a_clear_difference_in_words(goodbye: Guide) -> None:
    best = fit(goodbye, Situation(role="mentor", relationship="mentoring", moment="between"))
    assert best < Evidence(asked=0.9, line=0.9).score - Evidence(asked=0.5, line=0.5).score
