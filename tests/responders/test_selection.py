from collections.abc import Sequence

import pytest

from assistant.guides.guide import Line
from assistant.messages import Citation, Turn
from assistant.responders.overlap import Overlap, stems
from assistant.responders.selection import (
    Aim,
    Selection,
    is_condition,
    is_example,
    is_message,
    is_spoken,
    likely_reader,
    said_lines,
)
from assistant.situation import Role
from tests.responders.small_guides import AIM, CANCELLING, LATENESS, guide, selection, vectors

GUIDE = guide("cancelling", CANCELLING)
OTHER = guide("lateness", LATENESS)


def leads(lines: Sequence[Line]) -> list[str]:
    return [line.text.split(".")[0].split(":")[0] for line in lines]


def line(start: str) -> Line:
    found = [line for section in GUIDE.sections for line in section.lines if line.text.startswith(start)]
    return found[-1]


def test_the_lines_nearest_to_the_message_come_first() -> None:
    assert leads(selection("Make yes", "Ask once").pick(["do"], 2)) == ["Make yes easier", "Ask once"]


def test_a_line_is_picked_once() -> None:
    chooser = selection("Make yes")
    assert leads(chooser.pick(["do"], 1)) == ["Make yes easier"]
    assert "Make yes easier" not in leads(chooser.pick(["do"], 9))


def test_what_an_earlier_answer_quoted_is_not_picked_again() -> None:
    said = frozenset({line("Make yes").id})
    assert leads(selection("Make yes", "Ask once", said=said).pick(["do"], 1)) == ["Ask once"]


def test_nothing_is_picked_when_all_is_said() -> None:
    said = frozenset(line.id for section in GUIDE.sections for line in section.lines)
    assert selection("Ask once", said=said).pick(["do", "say", "ask"], 3) == []


@pytest.mark.parametrize(
    ("reader", "own"),
    [("mentor", {"Look at your part"}), ("peer", {"Leave it with them"}), ("mentee", set()), (None, set())],
)
def test_nobody_gets_lines_meant_for_another_reader(reader: Role | None, own: set[str]) -> None:
    picked = selection("Look at", "Leave it", reader=reader).pick(["do"], 99)
    assert set(leads(picked)) & {"Look at your part", "Leave it with them"} == own


def test_a_readers_own_line_wins_when_both_are_as_near() -> None:
    assert leads(selection(reader="mentor").pick(["do"], 1)) == ["Look at your part"]


def test_a_line_that_only_holds_in_a_case_must_be_nearer() -> None:
    assert leads(selection("If they say", "Make yes").pick(["do"], 1)) == ["Make yes easier"]
    assert leads(selection("If they say").pick(["do"], 1)) == ["If they say no"]


def test_a_line_much_further_off_than_the_best_of_its_kind_is_left_out() -> None:
    assert leads(selection("Ask once", "Make yes").pick(["do"], 9)) == ["Ask once", "Make yes easier"]


def test_a_list_is_filled_up_to_its_least_however_far_off_its_lines_are() -> None:
    assert len(selection('"What is it').pick(["ask"], 2)) == 1
    assert len(selection('"What is it').pick(["ask"], 2, least=2)) == 2


def test_sharing_the_messages_telling_words_brings_a_line_nearer() -> None:
    lines = GUIDE.lines("do", None)
    aim = Aim(AIM.vector, stems("he only has a shorter hour"))
    chooser = Selection((GUIDE,), None, aim, vectors((GUIDE,)), Overlap(lines), frozenset())
    assert leads(chooser.pick(["do"], 1)) == ["Make yes easier"]


def test_lines_unlike_one_another_are_preferred() -> None:
    alike = dict(vectors((GUIDE,), ("Ask once", "Look at")))
    alike[line("Make yes").id] = alike[line("Ask once").id]
    picked = Selection((GUIDE,), "mentor", AIM, alike, Overlap([]), frozenset()).pick(["do"], 2)
    assert leads(picked) == ["Ask once", "Look at your part"]


def test_a_second_guide_lends_a_line_only_when_it_is_clearly_nearer() -> None:
    assert leads(selection("Ask once", guides=(GUIDE, OTHER)).pick(["do"], 1)) == ["Ask once"]
    assert leads(selection("Agree on", guides=(GUIDE, OTHER)).pick(["do"], 1)) == ["Agree on notice"]


def test_lines_without_a_vector_can_still_be_picked() -> None:
    bare = Selection((GUIDE,), None, AIM, {}, Overlap([]), frozenset())
    assert bare.nearness(line("Ask once")) == 0.0
    assert leads(bare.pick(["do"], 2)) == ["Ask once", "Make yes easier"]


def test_a_line_for_another_case_than_this_one_is_left_out() -> None:
    bare = Selection((GUIDE,), None, AIM, {}, Overlap([]), frozenset())
    assert not any(is_condition(picked) for picked in bare.pick(["do"], 9))


def test_only_accepted_lines_are_picked() -> None:
    assert [found.text for found in selection().pick(["say"], 9, is_message)] == ['By message: "I missed you today."']
    assert not any(is_message(found) for found in selection().pick(["say"], 9, is_spoken))


def test_kinds_of_lines_are_told_by_how_they_begin() -> None:
    assert is_example(line("For example"))
    assert is_condition(line("If they say no"))
    assert not is_condition(line("Ask once."))


def test_said_lines_are_those_the_answers_cite() -> None:
    cited = Citation(1, GUIDE.passages[2].id, GUIDE.id, "guide", 0, 26, "Ask once. Name the pattern.")
    assert said_lines([Turn("person", "help"), Turn("assistant", "Ask once. [1]", (cited,))]) == {line("Ask once").id}


def test_the_likely_reader_is_whose_own_lines_are_nearest() -> None:
    near_peers = vectors((GUIDE,), ("Leave it", "Look at"))
    assert likely_reader(GUIDE, AIM.vector, near_peers) == "peer"
    assert likely_reader(OTHER, AIM.vector, near_peers) is None
