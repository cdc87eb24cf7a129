import itertools
import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.messages import Piece, Support
from assistant.responders.release import ADDRESS, HIDDEN, LONGEST_SENTENCE, release

KNOWN = ("a/b#do", "a/b#say.peer", "c/d#why", "programme/our handbook#gifts", "programme/why not? notes#do")


def pieces(*words: str) -> list[Piece]:
    return list(release(words, KNOWN))


def cited(text: str, *passages: str) -> Piece:
    return Piece(text, tuple(Support(name) for name in passages))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Ask once. [a/b#do]", [cited("Ask once.", "a/b#do")]),
        ("Ask once [a/b#do].", [cited("Ask once.", "a/b#do")]),
        ("Ask once.[a/b#do] Wait.", [cited("Ask once.", "a/b#do"), cited(" Wait.")]),
        ("Ask once. [a/b#do]. Wait.", [cited("Ask once.", "a/b#do"), cited(" Wait.")]),
        ("Ask. [a/b#do, c/d#why]", [cited("Ask.", "a/b#do", "c/d#why")]),
        ("Ask. [a/b#do][c/d#why]", [cited("Ask.", "a/b#do", "c/d#why")]),
        ("Ask. [a/b#do] [c/d#why]", [cited("Ask.", "a/b#do", "c/d#why")]),
        ("Ask [a/b#do] once.", [cited("Ask once.", "a/b#do")]),
        ("Ask.\n[a/b#do]\n\nWait.", [cited("Ask.", "a/b#do"), cited("\n\nWait.")]),
        ("[a/b#do] Ask. Wait.", [cited("Ask.", "a/b#do"), cited(" Wait.")]),
        ("Ask. (`[x]`) ([a/b#do])", [cited("Ask."), cited(" (`[x]`)", "a/b#do")]),
        ("Ask. `[a/b#do]` Wait.", [cited("Ask.", "a/b#do"), cited(" Wait.")]),
        ("Ask. [passage: a/b#do; id=c/d#why]", [cited("Ask.", "a/b#do", "c/d#why")]),
        ("Ask. [programme/our handbook#gifts]", [cited("Ask.", "programme/our handbook#gifts")]),
        ("Ask [programme/why not? notes#do] once.", [cited("Ask once.", "programme/why not? notes#do")]),
        ("Ask. [a/b#do](a/b#do) Wait.", [cited("Ask.", "a/b#do"), cited(" Wait.")]),
        ("Ask.【a/b#do】Wait.", [cited("Ask.", "a/b#do"), cited("Wait.")]),
        ("聞く。[a/b#do]待つ。", [cited("聞く。", "a/b#do"), cited("待つ。")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_markers_are_taken_out_wherever_they_stand(answer: str, expected: list[Piece]) -> None:
    assert pieces(answer) == expected


@pytest.mark.parametrize("invented", ["x/y#do", "a/b", "1", "12", "^3", "x/y#do, a/b#do"])
def test_invented_markers_are_taken_out_and_kept_as_claims(invented: str) -> None:
    (piece,) = pieces(f"Ask once. [{invented}]")
    assert piece == cited("Ask once.", *invented.split(", "))


FAKED = [
    "[\u200b1]",
    "[[9]1]",
    "[ 1 ]",
    "[1\u2060]",
    "[\u00ad\x071]",
    "[[[7]8]9]",
    "\\[1\\]",
    "[*1*]",
    "［1］",
    "[[2]a/b#do]",
]


@pytest.mark.parametrize("faked", FAKED)
@pytest.mark.parametrize("size", [1, 99])
def test_no_number_in_brackets_of_the_models_own_survives(faked: str, size: int) -> None:
    answer = f"Ask once {faked}. Wait {faked} a day. {faked}"
    arrived = pieces(*(answer[start : start + size] for start in range(0, len(answer), size)))
    released = "".join(piece.text for piece in arrived)
    assert not re.search(r"[\d#\[\]［］\\]", released)
    assert "Ask once" in released


def test_a_number_is_not_put_together_from_two_pieces() -> None:
    released = "".join(piece.text for piece in pieces(f"Ask once [{chr(160) * 700}1] now."))
    assert "[" not in released


@pytest.mark.parametrize("text", ["[they/them] said so.", "- [ ] Book a room.", "[sic]"])
def test_brackets_that_are_no_citation_stay(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize("end", ["[", "[a/b", "[a/b#do", "[a/b#do, c", "`[a/b#d", "[x/y#z", "[1", "【a/"])
def test_half_a_marker_is_never_released(end: str) -> None:
    assert pieces(f"Ask once. {end}") == [cited("Ask once.")]


def test_an_unfinished_bracket_of_words_is_kept() -> None:
    assert pieces("He said [well, nothing") == [cited("He said [well, nothing")]


def test_words_to_say_are_released_whole_with_their_citation() -> None:
    said = '*"Our meetings moved. What is in the way?"*'
    assert pieces(f"Ask: {said} [a/b#do] Then wait.") == [cited(f"Ask: {said}", "a/b#do"), cited(" Then wait.")]


@pytest.mark.parametrize("text", ["Ask e.g. Dr. Who about it.", "1. Ask them.", "Plan J. Smith made."])
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert pieces(text) == [cited(text)]


ANSWER = (
    "That is heavy. [a/b#do]\n\n**Ask once, plainly.** [c/d#why]\n\n- *“What's in the way? Tell me.”* [a/b#say.peer]\n"
    "- Wait, e.g. a day [a/b#do].\n\n1. First\n2. Second [nope/nope#x]\n\nWhat now?"
)
READ = (
    "That is heavy.\n\n**Ask once, plainly.**\n\n- *“What's in the way? Tell me.”*\n"
    "- Wait, e.g. a day.\n\n1. First\n2. Second\n\nWhat now?"
)


@given(st.lists(st.integers(0, len(ANSWER)), max_size=30))
def test_the_pieces_are_the_same_however_the_words_arrive(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(ANSWER)]
    arrived = pieces(*(ANSWER[start:end] for start, end in itertools.pairwise(edges)))
    assert arrived == pieces(ANSWER)
    assert "".join(piece.text for piece in arrived) == READ


@given(
    st.lists(
        st.text(
            alphabet=st.characters(
                exclude_characters="[【［@:", exclude_categories=["Cs", "Cc", "Cf", "Nd"], include_characters="\n\t"
            )
        ),
        max_size=20,
    )
)
def test_without_brackets_nothing_but_outer_space_is_lost(words: list[str]) -> None:
    answer = "".join(words)
    released = "".join(piece.text for piece in release(words, KNOWN))
    assume(not answer.lstrip().startswith("<think>") and not ADDRESS.search(answer) and not HIDDEN.search(answer))
    assert released.split() == answer.split()


@given(st.text(alphabet='ab.?\n"[]【】(`)#/1,; -', max_size=200), st.integers(1, 9))
def test_any_brackets_are_survived_however_they_arrive(answer: str, size: int) -> None:
    in_parts = [answer[start : start + size] for start in range(0, len(answer), size)]
    assert list(release(in_parts, KNOWN)) == list(release([answer], KNOWN))


def test_a_sentence_is_released_once_the_next_has_begun() -> None:
    words = iter(["Ask once.", " ", "[a/b#do]", " ", "W", "ait."])
    assert next(release(words, KNOWN)) == cited("Ask once.", "a/b#do")
    assert list(words) == ["ait."]


def test_a_run_on_is_cut_at_a_space() -> None:
    long = "word " * 300
    arrived = pieces(long)
    assert "".join(piece.text for piece in arrived) == long.strip()
    assert max(len(piece.text) for piece in arrived) <= LONGEST_SENTENCE + 1


LEADING = [
    "Ring Childline on 0800 1111.",
    "Call 999 now.",
    "Text HOME to 741741.",
    "Samaritans: 116 123, day and night.",
    "It is 13 11 14 there.",
    "Try +44 (0)20 7946 0018.",
    "Try (555) 010-2345.",
    "Try **0 8 0 0** 1 1 1 1.",
    "Read [this](http://x.y) first.",
    "Look at www.example.org today.",
    "Look at childline.org.uk today.",
    "Look at Childline.ORG today.",
    "Write to jo@example.org today.",
]
ORDINARY = [
    "Wait 10 minutes.",
    "In 2026 it changed.",
    "Do it 3-4 times.",
    "About 50 % of them do.",
    "Meet on 21.11.2026 or 2026-11-21.",
    "The 2025-2026 year, ages 11-14, 100-150 words, 1,000 steps.",
    "Meet 10:30-11:30, e.g. at 3 p.m., and call back in 10 minutes.",
    "Ask 1 thing, then 2 more, and ring them once or twice.",
    "1. Ask in 5 to 7 words.",
]


@pytest.mark.parametrize("size", [1, 99])
@pytest.mark.parametrize("text", LEADING)
def test_a_number_to_ring_or_an_address_of_the_models_own_is_dropped(text: str, size: int) -> None:
    answer = f"Ask once. {text} [a/b#do] Then wait."
    arrived = pieces(*(answer[start : start + size] for start in range(0, len(answer), size)))
    assert arrived == [cited("Ask once."), cited(" Then wait.")]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_numbers_stay(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize("text", ["." * 4_000, '"' + ". " * 2_000, "“" + "。" * 4_000, "word " * 800])
def test_an_odd_answer_keeps_nobody_waiting_however_it_arrives(text: str) -> None:
    started = time.process_time()
    assert "".join(piece.text for piece in pieces(*text)).split() == text.split()
    assert "".join(piece.text for piece in pieces(text)).split() == text.split()
    assert time.process_time() - started < 1


def test_a_citation_alone_at_the_end_is_still_counted() -> None:
    assert pieces("[a/b#do]") == [cited("", "a/b#do")]


@pytest.mark.parametrize(
    "words", [("<think>Hmm. [a/b#do] No.</think>\n\nAsk.",), ("<th", "ink>Hm", "m.</thi", "nk>Ask.")]
)
def test_a_model_thinking_aloud_is_not_heard(words: tuple[str, ...]) -> None:
    assert pieces(*words) == [cited("Ask.")]


def test_thinking_that_never_ends_is_no_answer() -> None:
    assert pieces("<think>Hmm.", " Still thinking.") == []


@pytest.mark.parametrize("text", ["<b>Ask.</b>", "<", "<thi"])
def test_what_only_looks_like_thinking_is_kept(text: str) -> None:
    assert pieces(text) == [cited(text)]
