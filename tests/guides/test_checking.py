"""What `alongside check` finds across a library: ways of asking that repeat, and jargon."""

from pathlib import Path

import pytest

from assistant.guides.checking import check_library
from tests.guides.samples import GOOD, write_guides

GUIDE = "knowledge/guides/late.md"
ASKED = "knowledge/asked_as/late.yaml"
FIRST = "he is always twenty minutes late"
OTHER = GOOD.replace("When they arrive late", "Waiting").replace("  - ", "  - waiting, ").replace("waiting, {", "{")


def problems(root: Path, files: dict[str, str]) -> list[str]:
    knowledge = write_guides(root / "knowledge", {"guides/late.md": GOOD} | files)
    return [str(problem) for problem in check_library(knowledge / "guides").problems]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_library_without_repeats_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, {"guides/other.md": OTHER, "asked_as/late.yaml": "late:\n  - late, what now\n"}) == []


def test_a_way_of_asking_under_two_guides_is_told_at_the_second(tmp_path: Path) -> None:
    asked = "other:\n  - hello there\n  - He is always twenty minutes late!\n"
    assert problems(tmp_path, {"guides/other.md": OTHER, "asked_as/late.yaml": asked}) == [
        f"{ASKED}:3: 'He is always twenty minutes late!' stands under late already ({GUIDE}:{line_of(GOOD, FIRST)})"
    ]


def test_a_way_of_asking_that_stands_here_and_in_its_guide_is_told(tmp_path: Path) -> None:
    asked = f"late:\n  - {FIRST}\n  - and again\n  - and again\n"
    assert problems(tmp_path, {"asked_as/late.yaml": asked}) == [
        f"{ASKED}:2: {FIRST!r} stands under late already ({GUIDE}:{line_of(GOOD, FIRST)})",
        f"{ASKED}:4: 'and again' stands here a second time (line 3)",
    ]


def test_a_way_of_asking_in_its_guides_own_words_is_told(tmp_path: Path) -> None:
    asked = "late:\n  - what time of day do you find easiest to keep\n  - what time of day\n"
    front = GOOD.replace(FIRST, "keeping count in front of them")
    assert [problem.partition(" is in")[0] for problem in problems(tmp_path, {
        "asked_as/late.yaml": asked, "guides/late.md": front,
    })] == [
        f"{ASKED}:2: 'what time of day do you find easiest to keep'",
        f"{ASKED}:3: 'what time of day'",
        f"{GUIDE}:{line_of(GOOD, FIRST)}: 'keeping count in front of them'",
    ]  # fmt: skip


def test_what_no_model_may_say_is_told_but_under_what_to_leave_out(tmp_path: Path) -> None:
    rules = (Path(__file__).parents[2] / "knowledge" / "unsayable.yaml").read_text(encoding="utf-8")
    left_out, asked = "- Promising to keep it secret.", '- "What time of day do you find easiest to keep?"'
    guide = GOOD.replace("- Keeping count in front of them.", left_out).replace(asked, "- Keep it to yourself.")
    found = problems(tmp_path, {"guides/late.md": guide, "unsayable.yaml": rules})
    assert [problem for problem in found if "unsayable" in problem] == [
        f"{GUIDE}:{line_of(guide, '## Ask')}: breaks 'tells-to-hide-it' of unsayable.yaml: 'Keep it to yourself.'"
    ]


def test_jargon_is_told_with_the_plain_word(tmp_path: Path) -> None:
    guide = GOOD.replace("- Keeping count in front of them.", "- Reaching-out to Stakeholders.")
    files = {"guides/late.md": guide, "jargon.yaml": "reaching out: writing to\nstakeholder*: people\ncount: sum\n"}
    at = f"{GUIDE}:{line_of(GOOD, '## Avoid')}"
    assert problems(tmp_path, files) == [
        f"{at}: 'Reaching-out' is jargon; say it plainly, as in 'writing to': 'Reaching-out to Stakeholders.'",
        f"{at}: 'Stakeholders' is jargon; say it plainly, as in 'people': 'Reaching-out to Stakeholders.'",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- facilitate\n", "1: expected words, each with the plain one: 'facilitate: run'"),
        ("use: take\nSynergy!: x\n", "2: expected a word in lower case, a star for any ending, got 'Synergy!'"),
        ("synergy:\n", "1: 'synergy' needs what to write instead"),
        ("synergy: [a\n", "2: is not YAML"),
    ],
    ids=["a list", "not a word", "no plain word", "not YAML"],
)
def test_a_mistake_in_the_list_of_jargon_is_told_by_line(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, {"jargon.yaml": text}) == [f"knowledge/jargon.yaml:{message}"]
