"""The fixed words: each file reads, keeps the shape, and says nothing it must not."""

import re
from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.safety.blocks import Block, load_blocks, read_block
from tests.safety.kit import KNOWLEDGE

FILES = sorted((KNOWLEDGE / "signposting").glob("*.md"))
OPENING = [path for path in FILES if read_block(path).front.follows is None]

GOOD = """---
id: sample
category: suicide
level: urgent
about: other
askers: [any]
age: any
follows: null
written: 2026-11-21
reviewed_by: null
---
Call {emergency number}. What is happening now?
"""


def parametrised(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", [read_block(path) for path in paths], ids=[path.stem for path in paths])


@parametrised(FILES)
def test_a_block_ends_by_asking_and_working_together(block: Block) -> None:
    assert block.text.endswith("?")


@parametrised(FILES)
def test_a_block_is_short_enough_to_read_in_distress(block: Block) -> None:
    assert len(block.text.split()) <= 190
    assert max(len(paragraph.split()) for paragraph in block.text.split("\n\n")) <= 65


@parametrised(OPENING)
def test_opening_words_say_where_to_turn_in_danger(block: Block) -> None:
    assert "{emergency number}" in block.text


@parametrised(FILES)
def test_a_block_holds_no_number_of_its_own(block: Block) -> None:
    assert not re.search(r"\d", block.text.replace("under 18", ""))


FORBIDDEN = re.compile(
    r"I promise|your secret is safe|won't tell anyone|stays between us|just between|calm down|"
    r"depress|bipolar|narciss|disorder|psychos|\babus(er|ive)\b|aren't you\?|didn't (he|she|they)\?|"
    r"you're not .*, are you|"
    r"overdos|\bhang|paracetamol|razor|bridge|milligram|everything will be|committed suicide",
    re.IGNORECASE,
)


@parametrised(FILES)
def test_a_block_promises_no_secrecy_and_holds_no_diagnosis_method_or_leading_question(block: Block) -> None:
    assert not FORBIDDEN.search(block.text)


@parametrised(FILES)
def test_nobody_is_said_to_have_reviewed_words_that_nobody_reviewed(block: Block) -> None:
    assert block.front.reviewed_by is None
    assert "reviewed" not in block.text.lower()


def test_words_for_another_never_leave_out_passing_it_on() -> None:
    about_another = [block for block in map(read_block, OPENING) if block.front.about == "other"]

    assert all("{safeguarding lead}" in block.text for block in about_another)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("---\nid", "id", 1, "front matter"),
        ("id: sample", "id: other", 2, "must be the name of the file"),
        ("category: suicide", "category: sucide", 3, "category"),
        ("age: any", "ages: any", 1, "age"),
        ("{emergency number}", "{emergency line}", 12, "is not one of"),
        ("{emergency number}", "{emergency number", 12, "is not one of"),
        ("reviewed_by: null", "reviewed_by: [", 11, "not valid YAML"),
    ],
    ids=["no fence", "wrong id", "unknown category", "misspelt key", "unknown placeholder", "open brace", "not yaml"],
)
def test_a_mistake_in_a_block_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "sample.md"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError, match=says) as caught:
        read_block(path)
    assert caught.value.path == str(path)
    assert abs(caught.value.line - line) <= 1


def test_a_folder_without_words_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no fixed words"):
        load_blocks(tmp_path)
