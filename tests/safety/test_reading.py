"""How typing is read: each way of writing comes down to the words that rules look for."""

import pytest

from assistant.safety.patterns import PatternError, parse
from assistant.safety.reading import read
from assistant.safety.spelling import Spelling
from tests.safety.kit import book


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("I'm", "i am"),
        ("I’m", "i am"),
        ("dont", "do not"),
        ("won't", "will not"),
        ("she's", "she is"),
        ("mentee's", "mentee"),
        ("wanna", "want to"),
        ("KILLLL", "kill"),
        ("diiiie", "die"),
        ("su1c1de", "suicide"),
        ("k!ll", "kill"),
        ("sui\u200bcide", "suicide"),
        ("sui\x00cide", "suicide"),
        ("suicde", "suicide"),
        ("ｄｉｅ", "die"),
        ("self-harm", "self harm"),
        ("kms", "kill myself"),
        ("café", "cafe"),
    ],
)
def test_typing_is_read_as_plain_words(typed: str, words: str) -> None:
    assert " ".join(book().read(typed).words) == words


def test_every_plain_word_points_at_what_was_typed() -> None:
    message = "Oh. I’m “fine”, k?"
    reading = book().read(message)

    typed = [message[start:end] for start, end in reading.spans]
    assert list(zip(reading.words, typed, strict=True)) == [
        ("oh", "Oh"),
        (".", "."),
        ("i", "I’m"),
        ("am", "I’m"),
        ("fine", "fine"),
        ("k", "k"),
        (".", "?"),
    ]


def found(source: str, message: str) -> list[str]:
    spelling = Spelling({})
    reading = read(message, spelling)
    return [
        " ".join(reading.words[first:end])
        for first, end in parse(source, {"own": (("my",), ("his",))}, spelling).find(reading)
    ]


@pytest.mark.parametrize(
    ("source", "message", "matches"),
    [
        ("want|wants to die", "he wants to die", ["wants to die"]),
        ("want to ~1 die", "want to just die or want to never ever die", ["want to just die"]),
        ("being? hit by", "hit by rain, being hit by hail", ["hit by", "being hit by"]),
        ("<own> dog", "my dog and his dog and her dog", ["my dog", "his dog"]),
        ("took # pills", "took 30 pills, took some pills", ["took 30 pills"]),
        ("step_dad|dad hits", "my step dad hits", ["step dad hits"]),
        ("go ~3 home", "go. home", []),
    ],
)
def test_a_pattern_means_what_it_says(source: str, message: str, matches: list[str]) -> None:
    assert found(source, message) == matches


@pytest.mark.parametrize("source", ["a b*", "~2 home", "being?", "a||b c", ""])
def test_a_pattern_outside_the_language_is_refused(source: str) -> None:
    with pytest.raises(PatternError):
        parse(source, {}, Spelling({}))
