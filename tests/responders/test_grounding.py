from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.messages import Citation, Passage, Piece, Span, Support
from assistant.responders.grounding import Grounding
from tests.responders.questions import passage

DO = passage("a/b#do", "Ask once, plainly. Make yes easier.")
SAY = passage("a/b#say", "“Would twenty minutes help? 🌱”")
ASK_ONCE = Support("a/b#do", 0, 18)
MAKE_EASIER = Support("a/b#do", 19, 35)
SUPPORTS = st.builds(
    Support,
    st.sampled_from(["a/b#do", "a/b#say", "gone/guide#do", ""]),
    st.none() | st.integers(-5, 45),
    st.none() | st.integers(-5, 45),
)
PIECES = st.lists(st.builds(Piece, st.text(), st.lists(SUPPORTS, max_size=4).map(tuple)))


def no_support(_sentence: str, _passage: Passage) -> Span | None:
    return None


def grounding() -> Grounding:
    return Grounding({"a/b#do": DO, "a/b#say": SAY}, no_support)


def grounded(*pieces: Piece) -> tuple[str, list[str], int]:
    """The text, the quotes it cites and how many claims were dropped."""
    made = grounding()
    text = "".join(made.ground(piece) for piece in pieces)
    return text, [citation.quote for citation in made.citations], made.dropped


def test_a_claim_is_marked_and_its_quote_kept_by_value() -> None:
    made = grounding()
    assert made.ground(Piece("Ask once.", (ASK_ONCE,))) == "Ask once. [1]"
    assert made.citations == [Citation(1, "a/b#do", "a/b", "guide", 0, 18, "Ask once, plainly.")]


def test_spans_count_code_points() -> None:
    assert grounded(Piece("Help?", (Support("a/b#say", 28, 29),)))[1] == ["🌱"]


@pytest.mark.parametrize(
    "claim",
    [
        Support("gone/guide#do", 0, 3),
        Support("", 0, 3),
        Support("a/b#do.mentor", 0, 3),
        Support("a/b#do", -1, 3),
        Support("a/b#do", 0, 36),
        Support("a/b#do", 5, 5),
        Support("a/b#do", 9, 3),
        Support("a/b#do"),
        Support("a/b#do", 3),
    ],
    ids=["no guide", "no id", "no reader", "before", "beyond", "empty", "backwards", "unsupported", "half a span"],
)
def test_an_invented_claim_is_dropped_and_counted(claim: Support) -> None:
    assert grounded(Piece("Ask once.", (claim,))) == ("Ask once.", [], 1)


def test_what_holds_stays_when_what_is_invented_goes() -> None:
    text, quotes, dropped = grounded(Piece("Ask.", (Support("gone/guide#do", 0, 3), ASK_ONCE)))
    assert (text, quotes, dropped) == ("Ask. [1]", ["Ask once, plainly."], 1)


def test_the_same_span_keeps_its_number() -> None:
    text, quotes, _ = grounded(Piece("A", (ASK_ONCE,)), Piece(" B", (MAKE_EASIER,)), Piece(" C", (ASK_ONCE, ASK_ONCE)))
    assert text == "A [1] B [2] C [1]"
    assert quotes == ["Ask once, plainly.", "Make yes easier."]


def test_numbers_follow_the_text() -> None:
    text, quotes, _ = grounded(Piece("A", (MAKE_EASIER,)), Piece(" B", (ASK_ONCE, MAKE_EASIER)))
    assert (text, quotes) == ("A [1] B [2][1]", ["Make yes easier.", "Ask once, plainly."])


@pytest.mark.parametrize("ending", ["", " ", "\n", "\n\n", " \n\n"])
def test_a_marker_stands_before_trailing_spaces_and_line_breaks(ending: str) -> None:
    assert grounded(Piece(f"Ask.{ending}", (ASK_ONCE,)))[0] == f"Ask. [1]{ending}"


def test_a_claim_without_a_span_gets_the_one_that_supports_it() -> None:
    made = Grounding({"a/b#do": DO}, lambda _sentence, found: Span(19, len(found.text)))
    assert made.ground(Piece("Easier.", (Support("a/b#do"),))) == "Easier. [1]"
    assert made.citations[0].quote == "Make yes easier."


@given(pieces=PIECES)
def test_whatever_is_claimed_every_quote_is_the_passages_own(pieces: Sequence[Piece]) -> None:
    made = grounding()
    for piece in pieces:
        made.ground(piece)
    texts = {"a/b#do": DO.text, "a/b#say": SAY.text}
    assert all(c.quote and c.quote == texts[c.passage][c.start : c.end] for c in made.citations)
    assert [c.n for c in made.citations] == list(range(1, len(made.citations) + 1))
    assert len({(c.passage, c.start, c.end) for c in made.citations}) == len(made.citations)


@given(pieces=PIECES)
def test_every_claim_is_either_marked_or_counted(pieces: Sequence[Piece]) -> None:
    made = grounding()
    text = "".join(made.ground(piece) for piece in pieces)
    claims = [support for piece in pieces for support in piece.support]
    assert made.dropped <= len(claims)
    assert (made.dropped == len(claims)) == (not made.citations)
    assert all(f"[{citation.n}]" in text for citation in made.citations)
