"""The pairs that the threshold was set on, and the spans that come back."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from assistant.guides.library import Library
from assistant.messages import Span, Vectors
from assistant.responders.support import NearestLine
from assistant.retrieval.current import CurrentIndex
from assistant.retrieval.minilm import MiniLM
from tests.responders.questions import passage

GUIDE = "commitment/when-they-keep-cancelling"
SAID = [
    ("do", "Suggest a shorter slot or a different channel.", "Make yes easier."),
    ("do", "After three messages in two weeks, stop.", "If they don't reply:"),
    ("do", "Wait about fifteen minutes, leave a kind message and go.", "When nobody turns up:"),
    ("avoid", "Don't send reminders every day.", "Daily reminders."),
    ("avoid", "Don't guess aloud why they did it.", "Guessing their reasons"),
    ("say", 'You might say: "Would twenty minutes be easier?"', '"Would twenty minutes be easier'),
    ("get_help_when", "If three messages go unanswered, tell whoever runs your programme.", "Three messages get"),
    ("in_short", "Missed meetings tell you something; they don't judge you.", "Missed meetings are information"),
]
NOT_SAID = [
    ("do", "Turn up at their house to check on them."),
    ("do", "Report them to the police straight away."),
    ("do", "Buy them a small present."),
    ("do", "Ask about their medication."),
    ("do", "The capital of France is Paris."),
    ("do", "Set them a written warning."),
    ("do", "Invest in an index fund."),
    ("get_help_when", "Tell their parents everything."),
    ("get_help_when", "Mentees with a diagnosis need a therapist."),
    ("do", ""),
    ("do", "🙂"),
]


@pytest.fixture(scope="session")
def find_support(library: Library, guide_index: CurrentIndex, embedder: MiniLM) -> NearestLine:
    return NearestLine(embedder, library.lines, guide_index.line_vectors)


@pytest.mark.parametrize(("heading", "sentence", "line"), SAID, ids=[sentence for _, sentence, _ in SAID])
def test_a_sentence_in_other_words_is_tied_to_the_line_that_says_it(
    find_support: NearestLine, library: Library, heading: str, sentence: str, line: str
) -> None:
    found = library.passages[f"{GUIDE}#{heading}"]
    span = find_support(sentence, found)
    assert span is not None
    assert found.text[span.start : span.end].startswith(line)


@pytest.mark.parametrize(("heading", "sentence"), NOT_SAID, ids=[sentence or "nothing" for _, sentence in NOT_SAID])
def test_a_sentence_that_the_passage_does_not_hold_is_not_supported(
    find_support: NearestLine, library: Library, heading: str, sentence: str
) -> None:
    assert find_support(sentence, library.passages[f"{GUIDE}#{heading}"]) is None


def test_every_line_supports_itself(find_support: NearestLine, library: Library) -> None:
    lines = [line for line in library.lines.values() if line.passage.startswith(f"{GUIDE}#do")]
    for line in lines:
        assert find_support(line.text, library.passages[line.passage]) == Span(line.start, line.end)


def test_a_passage_that_is_no_guides_is_read_sentence_by_sentence(embedder: MiniLM) -> None:
    handbook = passage("handbook#gifts", "Log each gift. No gift may cost more than ten pounds.")
    found = NearestLine(embedder, {}, dict[str, Vectors])("Gifts over ten pounds are not allowed.", handbook)
    assert found == Span(15, 53)


def test_an_empty_passage_supports_nothing(embedder: MiniLM) -> None:
    assert NearestLine(embedder, {}, dict[str, Vectors])("Ask once.", passage("handbook#empty", "")) is None


def test_shared_words_count_when_the_vectors_see_no_likeness() -> None:
    class Blind:
        name = "blind"

        def embed(self, texts: Sequence[str]) -> Vectors:
            return np.zeros((len(texts), 2), np.float32)

    nothing: Mapping[str, Vectors] = {}
    find = NearestLine(Blind(), {}, lambda: nothing)
    handbook = passage("handbook#gifts", "Log each gift over ten pounds.")
    assert find("Every gift over ten pounds goes in the log.", handbook) == Span(0, 30)
    assert find("Eat well and sleep early tonight.", handbook) is None
