"""What nobody sees is dropped where text is shown; what writing needs stays."""

import pytest

from assistant.unseen import clean

HIDING = {
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "tag": "\U000e0041",
    "rare variation selector": "\U000e0100",
    "hangul filler": "\u3164",
    "interlinear note": "\ufff9",
}


@pytest.mark.parametrize("sign", HIDING.values(), ids=HIDING.keys())
def test_signs_that_turn_or_hide_text_are_dropped(sign: str) -> None:
    assert clean(f"a{sign}b") == "ab"


@pytest.mark.parametrize(
    "text",
    ["👩\u200d👩\u200d👧", "❤\ufe0f", "می\u200cخواهم", "क\u094dष", "e\u0302\u0301", "한국어", "שלום"],
    ids=["family", "heart", "persian", "hindi", "vietnamese", "korean", "hebrew"],
)
def test_what_writing_needs_stays(text: str) -> None:
    assert clean(text) == text


def test_control_characters_and_surrogates_are_replaced() -> None:
    assert clean("a\x00b\ud800c\nd\x1b[2J\x9b\u2028e") == "a b\ufffdc\nd [2J  e"


def test_no_letter_carries_so_many_marks_that_they_cover_the_lines_around() -> None:
    assert clean("a" + "\u0301\u0336" * 500 + "b") == "a\u0301\u0336\u0301b"
