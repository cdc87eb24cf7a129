"""The guides themselves, one at a time: a broken guide is one red line with its name."""

from pathlib import Path

import pytest

from assistant.guides.checking import check_library
from assistant.guides.guide import Guide
from assistant.guides.library import guide_paths, read_guide
from assistant.guides.lint import check_guide
from assistant.guides.parsing import BY_TITLE
from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill
from assistant.settings import CHECKOUT
from assistant.situation import ROLES

FOLDER = CHECKOUT / "knowledge" / "guides"
GUIDES = guide_paths(FOLDER)

by_guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)


def read(path: Path) -> Guide:
    return read_guide(path, FOLDER)


@by_guide
def test_a_guide_is_read_and_breaks_no_rule(path: Path) -> None:
    assert [str(problem) for problem in check_guide(read(path))] == []


@by_guide
def test_the_span_of_every_line_gives_its_text(path: Path) -> None:
    pairs = [(section.passage, line) for section in read(path).sections for line in section.lines]
    cited = [passage.text[line.start : line.end] for passage, line in pairs]
    assert cited == [fill(line.text, ProgrammeCard(), None) for _, line in pairs]


@by_guide
def test_the_lines_of_a_passage_hold_all_its_text(path: Path) -> None:
    for section in read(path).sections:
        text = section.passage.text
        between = [text[a.end : b.start] for a, b in zip(section.lines, section.lines[1:], strict=False)]
        assert set(between) <= {" ", "\n"}
        assert (section.lines[0].start, section.lines[-1].end) == (0, len(text))


@by_guide
def test_no_mark_of_the_format_is_left_in_a_line(path: Path) -> None:
    lines = [line.text for section in read(path).sections for line in section.lines]
    assert [text for text in lines if "**" in text or text.startswith(("#", "-", "*")) or "  " in text] == []


@by_guide
def test_the_ids_of_a_guide_tell_where_its_passages_are(path: Path) -> None:
    place = path.relative_to(FOLDER).with_suffix("").as_posix()
    headings = {*BY_TITLE.values()}
    readers = {"", *(f".{role}" for role in ROLES)}
    ids = [passage.id for passage in read(path).passages]
    assert set(ids) <= {f"{place}#{heading}{reader}" for heading in headings for reader in readers}
    assert len(set(ids)) == len(ids)


@by_guide
def test_reading_a_guide_twice_gives_the_same_ids(path: Path) -> None:
    once, again = read(path), read(path)
    assert [line.id for s in once.sections for line in s.lines] == [line.id for s in again.sections for line in s.lines]


@by_guide
def test_the_ways_of_asking_are_never_part_of_what_is_said(path: Path) -> None:
    guide = read(path)
    said = "\n".join(passage.text for passage in guide.passages).lower()
    assert [asked for asked in guide.asked_as if asked.lower() in said] == []


def test_the_whole_library_breaks_no_rule() -> None:
    assert [str(problem) for problem in check_library(FOLDER).problems] == []
    assert len(GUIDES) >= 24
