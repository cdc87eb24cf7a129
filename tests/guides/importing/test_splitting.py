"""Markdown as parts: by heading, no longer than the embedding model hears, plain words."""

import pytest

from assistant.guides.importing.part import Part
from assistant.guides.importing.splitting import PART_CHARS, page_mark, plain, split


def test_a_long_section_becomes_several_parts_that_end_where_sentences_do() -> None:
    parts = split("# Rules\n\n" + "Log every gift in the book at the desk. " * 60)
    assert {part.heading for part in parts} == {"Rules"}
    assert all(len(part.text) <= PART_CHARS and part.text.endswith("desk.") for part in parts)
    assert " ".join(part.text for part in parts).count("Log") == 60


def test_a_part_begins_on_the_page_where_its_first_words_stand() -> None:
    markdown = f"{page_mark(1)}## A\none\n{page_mark(2)}two\n{page_mark(3)}## B\nthree"
    assert split(markdown) == [Part(("A",), 1, "one\ntwo"), Part(("B",), 3, "three")]


def test_a_heading_with_nothing_below_it_gives_no_part() -> None:
    assert split("# A\n\n## B\n\n## C\n\nwords") == [Part(("A", "C"), None, "words")]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Never **give** money, _ever_.", "Never give money, ever."),
        ("See [the form](http://a.example) and ![a picture](b.png)", "See the form and a picture"),
        ("- one\n* two\n> three", "one\ntwo\nthree"),
        ("| who | what |\n| --- | --- |\n| mentor | form |", "who: what\nmentor: form"),
        (r"a snake\_case and 2 \* 3", "a snake_case and 2 * 3"),
        ("no\u00a0break\u202e and \u200bhidden", "no break and hidden"),
    ],
)
def test_the_signs_of_form_are_taken_off(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_words_parted_by_an_unusual_space_are_not_glued_together() -> None:
    assert split("## Gifts\n\nno\u00a0gifts\tat all")[0].text == "no gifts at all"
