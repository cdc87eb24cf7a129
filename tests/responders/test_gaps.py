"""What the guides could not answer is told by the assistant's own words, which name the nearest guides."""

import pytest

from assistant.guides.library import Library
from assistant.responders.gaps import Gaps
from assistant.responders.phrases import Phrases
from tests.real_library import KNOWLEDGE

NEAR = "commitment/when-they-keep-cancelling"


@pytest.fixture(scope="module")
def gaps(library: Library) -> Gaps:
    return Gaps.of(library, KNOWLEDGE)


def test_the_nearest_guide_that_is_named_first_tells_the_topic(gaps: Gaps, library: Library) -> None:
    title = library.guides[NEAR].title
    other = next(guide.title for name, guide in library.guides.items() if not name.startswith("commitment/"))
    assert gaps(f"Nothing on that. The nearest guides are *{title}* and *{other}*.", None) == "commitment"


def test_a_guide_that_is_cited_tells_the_topic_and_one_that_is_gone_none(gaps: Gaps) -> None:
    assert (gaps("x", NEAR), gaps("x", "gone/with-words")) == ("commitment", "")


def test_what_the_library_declines_is_a_gap_and_what_is_said_in_passing_is_none(gaps: Gaps, phrases: Phrases) -> None:
    assert gaps(f"{phrases.nothing_found} {phrases.ask_somebody}", None) == ""
    passing = (phrases.thanks, phrases.greeting, phrases.about, phrases.unclear, phrases.no_more)
    assert [gaps(text, None) for text in passing] == [None] * 5
