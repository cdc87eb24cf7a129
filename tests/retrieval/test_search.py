from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.guides.library import Library
from assistant.messages import Citation, Findings, Turn
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.followups import Standalone
from assistant.retrieval.minilm import MiniLM
from assistant.retrieval.search import HITS, PER_GUIDE, GuideSearch
from assistant.situation import ROLES, Situation
from tests.guides.samples import LATE, short
from tests.retrieval.toy import WordBag, small_library

ANYONE = Situation()


@pytest.fixture(scope="session")
def search(library: Library, guide_index: CurrentIndex, embedder: MiniLM) -> GuideSearch:
    """The real search of the real guides."""
    return GuideSearch(library, guide_index, embedder)


def guides(findings: Findings) -> list[str]:
    return list(dict.fromkeys(hit.passage.guide for hit in findings.hits))


def passages(findings: Findings) -> list[str]:
    return [hit.passage.id for hit in findings.hits]


def talked_of(text: str, guide: str) -> list[Turn]:
    cited = Citation(1, f"{guide}#do", guide, "guide", 0, 4, "Wait")
    return [Turn("person", text), Turn("assistant", "Wait.", (cited,))]


# the short guides


def test_a_way_of_asking_leads_to_its_guide_in_words_the_guide_never_says(small_search: GuideSearch) -> None:
    assert guides(small_search("can i lend him cash for the bus", ANYONE))[0] == "boundaries/gifts"


def test_a_way_of_asking_is_never_shown(small_search: GuideSearch) -> None:
    shown = " ".join(hit.passage.text for hit in small_search("can i lend him cash for the bus", ANYONE).hits)
    assert [word for word in ("lend", "cash", "bus") if word in shown] == []


def test_words_of_a_guide_lead_to_it(small_search: GuideSearch) -> None:
    assert guides(small_search("look back at what has grown", ANYONE))[0] == "closing/goodbye"


def test_a_guide_that_is_named_comes_first_whatever_else_is_said(small_search: GuideSearch) -> None:
    said = talked_of("can i lend him cash for the bus", "boundaries/gifts")
    found = small_search("It\u2019s more about \u201cSaying goodbye\u201d", ANYONE, said)
    assert (guides(found)[0], found.reliable) == ("closing/goodbye", True)
    assert guides(small_search('about "saying goodbye": cash for the bus', ANYONE))[0] == "closing/goodbye"


def test_search_is_sure_only_of_a_guide_that_is_ahead_or_strong(small_search: GuideSearch) -> None:
    assert small_search("can i lend him cash for the bus", ANYONE).sure
    assert not small_search("what do i do about him", ANYONE).sure


def test_words_in_quotes_that_are_no_title_name_nothing(small_search: GuideSearch) -> None:
    assert guides(small_search('about "cash": can i lend him some for the bus', ANYONE))[0] == "boundaries/gifts"


def test_the_guides_come_in_order_and_each_keeps_its_passages_together(small_search: GuideSearch) -> None:
    findings = small_search("she keeps turning up late", ANYONE)
    assert [hit.score for hit in findings.hits] == sorted((hit.score for hit in findings.hits), reverse=True)
    in_order = [hit.passage.guide for hit in findings.hits]
    assert in_order == [guide for guide in guides(findings) for _ in range(in_order.count(guide))]


def test_no_guide_gives_more_passages_than_it_may(small_search: GuideSearch) -> None:
    found = small_search.search(Standalone("she keeps turning up late"), ANYONE, 100, 1)
    assert Counter(hit.passage.guide for hit in found.hits) == dict.fromkeys(guides(found), 1)
    assert len(guides(found)) == 3


def test_no_more_passages_are_found_than_were_asked_for(small_search: GuideSearch) -> None:
    assert len(small_search.search(Standalone("she keeps turning up late"), ANYONE, 2, 9).hits) == 2


def test_who_asks_moves_a_guide_up_but_hides_none(small_search: GuideSearch) -> None:
    found = {role: small_search("our last meeting is on friday", Situation(role=role)) for role in ROLES}
    assert {len(guides(findings)) for findings in found.values()} == {3}
    assert found["mentor"].hits[0].score > found["mentee"].hits[0].score


def test_of_two_guides_alike_the_one_for_the_person_comes_first(tmp_path: Path, bag: WordBag, folder: Path) -> None:
    only_mentors = LATE.replace("for: [mentor, mentee, peer]", "for: [mentor]")
    alike = small_library(tmp_path, gifts=only_mentors)
    current = CurrentIndex(folder, alike, bag)
    current.ensure(silent)
    best = {
        role: GuideSearch(alike, current, bag)("turning up late", Situation(role=role)) for role in ("mentor", "peer")
    }
    assert guides(best["mentor"])[0] == "boundaries/gifts"
    assert guides(best["peer"])[0] == "commitment/late"


def test_words_for_somebody_else_come_last_in_their_guide(tmp_path: Path, bag: WordBag, folder: Path) -> None:
    body = "## Do\n\n- Keep presents small.\n\n### As a mentee\n\n- Keep presents cheap.\n"
    library = small_library(tmp_path, gifts=short("Gifts", "a present", body))
    current = CurrentIndex(folder, library, bag)
    current.ensure(silent)
    roles = (Situation(role="mentee"), Situation(role="peer"))
    found = [passages(GuideSearch(library, current, bag)("keep presents cheap please", role))[:2] for role in roles]
    own = ["boundaries/gifts#do.mentee", "boundaries/gifts#do"]
    assert found == [own, own[::-1]]


def test_a_message_is_embedded_once_and_handed_on(small_search: GuideSearch, bag: WordBag) -> None:
    findings = small_search("she keeps turning up late", ANYONE)
    assert bag.embedded == ["she keeps turning up late"]
    np.testing.assert_array_equal(findings.vector, WordBag().embed(bag.embedded)[0])
    np.testing.assert_array_equal(findings.topic, findings.vector)


def test_a_follow_up_is_searched_by_itself_and_with_what_it_leans_on(small_search: GuideSearch, bag: WordBag) -> None:
    findings = small_search("and what if he says no?", ANYONE, [Turn("person", "can i lend him cash for the bus")])
    query = "can i lend him cash for the bus\nand what if he says no?"
    assert (findings.query, bag.embedded) == (query, ["and what if he says no?", query])
    assert guides(findings)[0] == "boundaries/gifts"


def test_a_follow_up_stays_with_the_guide_that_was_talked_of(small_search: GuideSearch) -> None:
    said = "she keeps turning up late"
    scores = {}
    for guide in ("commitment/late", "closing/goodbye"):
        hits = small_search("and then?", ANYONE, talked_of(said, guide)).hits
        scores[guide] = {hit.passage.guide: hit.score for hit in reversed(hits)}
    assert scores["closing/goodbye"]["closing/goodbye"] > scores["commitment/late"]["closing/goodbye"]


def test_a_new_question_is_not_held_by_the_guide_that_was_talked_of(small_search: GuideSearch) -> None:
    text = "can i lend him cash for the bus as there is nothing left of his at the end of the month"
    plain, after = (small_search(text, ANYONE, said) for said in ((), talked_of("we are late", "commitment/late")))
    assert (after.hits, after.query) == (plain.hits, plain.query)


def test_an_empty_library_finds_nothing(folder: Path, bag: WordBag) -> None:
    current = CurrentIndex(folder, Library({}), bag)
    current.ensure(silent)
    assert GuideSearch(Library({}), current, bag)("late", ANYONE) == Findings("late")


def test_a_guide_that_is_no_longer_in_the_library_is_not_found(folder: Path, tmp_path: Path, bag: WordBag) -> None:
    CurrentIndex(folder, small_library(tmp_path), bag).ensure(silent)
    fewer = Library.of([guide for guide in small_library(tmp_path).guides.values() if guide.id != "boundaries/gifts"])
    findings = GuideSearch(fewer, CurrentIndex(folder, fewer, bag), bag)("can i lend him cash for the bus", ANYONE)
    assert sorted(guides(findings)) == ["closing/goodbye", "commitment/late"]


ODD = {"nothing": "", "emoji": "😞😞", "NUL": "\0", "half a pair": "\ud800", "20,000 characters": "help me " * 2_500}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_text_can_be_searched(search: GuideSearch, text: str) -> None:
    assert len(search(text, ANYONE).hits) == HITS


# the real guides

CLEAR = {
    "she keeps cancelling on me last minute": "commitment/when-they-keep-cancelling",
    "can i accept a present from my mentee": "boundaries/gifts-and-money",
    "how do i write a smart goal": "goals/smart-goals",
    "should i promise to keep everything they tell me secret": "boundaries/confidentiality-and-its-limits",
    "how do we close the session well": "closing/closing-a-session",
}


@pytest.mark.parametrize(("text", "guide"), CLEAR.items(), ids=CLEAR.values())
def test_a_clear_question_is_answered_from_its_guide(search: GuideSearch, text: str, guide: str) -> None:
    findings = search(text, ANYONE)
    assert (guides(findings)[0], findings.reliable) == (guide, True)


@pytest.mark.parametrize(
    "text", ["whats a good recipe for lentil soup", "who won the world cup in 1998", "asdf qwer zxcv", ""]
)
def test_a_question_about_something_else_is_owned_up_to_and_names_the_two_nearest(
    search: GuideSearch, library: Library, text: str
) -> None:
    findings = search(text, ANYONE)
    assert findings.reliable is False
    assert findings.nearest == tuple(library.guides[guide].title for guide in guides(findings)[:2])
    assert len(set(findings.nearest)) == 2


def test_the_first_way_of_asking_leads_to_every_guide_and_is_not_shown(search: GuideSearch, library: Library) -> None:
    asked = {guide.id: guide.asked_as[0] for guide in library.guides.values()}
    found = {guide: search(text, ANYONE) for guide, text in asked.items()}
    assert {guide: guides(findings)[0] for guide, findings in found.items()} == {guide: guide for guide in asked}
    shown = [hit.passage.text.lower() for findings in found.values() for hit in findings.hits]
    assert [text for text in asked.values() if any(text.lower() in passage for passage in shown)] == []


def test_the_second_best_guide_is_always_found_too(search: GuideSearch) -> None:
    findings = search("she keeps cancelling on me last minute", Situation(role="mentor"))
    assert Counter(hit.passage.guide for hit in findings.hits).most_common(1)[0][1] <= PER_GUIDE
    assert len(guides(findings)) >= 3


def test_a_stray_question_after_an_answer_is_still_nobodys(search: GuideSearch) -> None:
    history = talked_of("she keeps cancelling on me last minute", "commitment/when-they-keep-cancelling")
    assert not search("can you tell me which pension to pick", Situation(role="mentor"), history).reliable
