"""What the library covers, counted and shown."""

from assistant.guides.coverage import Cover, coverage, table
from assistant.guides.parsing import parse_guide
from tests.guides.samples import GIFTS, GOODBYE, LATE

GUIDES = [
    parse_guide(text, name, f"{name}.md")
    for name, text in (("meeting/late", LATE), ("meeting/goodbye", GOODBYE), ("money/gifts", GIFTS))
]


def test_every_topic_counts_its_guides_by_reader_and_moment() -> None:
    covers = coverage(GUIDES)
    assert len(covers) == 2 * 4 * 6
    assert [cover for cover in covers if cover.guides] == [
        Cover("meeting", "mentee", "between", 1),
        Cover("meeting", "mentor", "between", 2),
        Cover("meeting", "peer", "between", 1),
        Cover("money", "mentee", "between", 1),
        Cover("money", "mentor", "between", 1),
        Cover("money", "peer", "between", 1),
    ]


def test_the_table_marks_its_holes_and_fits_a_hundred_columns() -> None:
    lines = table(coverage(GUIDES)).splitlines()
    hole = "  .  .  .  .  .  ."
    assert lines[2] == f"meeting{'':13}  .  .  .  1  .  .   .  .  .  2  .  .   .  .  .  1  .  . {hole}"
    assert lines[-1] == ". is a hole: no guide for that reader at that moment. There are 42 among 48."
    assert max(map(len, lines)) <= 100


def test_a_library_without_guides_has_no_table() -> None:
    assert table(coverage([])) == ""
