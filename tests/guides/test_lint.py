import re
from pathlib import Path

import pytest

from assistant.guides.lint import Problem, check_guide, check_guides, read_all
from assistant.guides.parsing import parse_guide
from tests.guides.samples import GOOD, write_guides

PATH = "guides/commitment/late.md"


def problems(text: str) -> list[str]:
    return [str(problem).removeprefix(f"{PATH}:") for problem in check_guide(parse_guide(text, "late", PATH))]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def line_of(words: str) -> int:
    """The line of the file that a problem under this heading is shown at."""
    return GOOD[: GOOD.index(words)].count("\n") + 1


def test_a_good_guide_has_no_problem() -> None:
    assert problems(GOOD) == []


DO, SAY, GET_HELP = line_of("## Do"), line_of("## Say"), line_of("## Get help")
PLACEHOLDER = "name people by placeholder, {coordinator} or {safeguarding lead}, as not everybody has one"
NUMBERS = "numbers live in knowledge/helplines.yaml, not in guides"
COUNT = re.compile(r"\b\d+(?= words)")
CALM = "**If they shrug:**"
RULES = {
    "too many ways of asking": (
        "  - how late is too late\n", "  - how late is too late\n" + "".join(f"  - late {n}\n" for n in range(5)),
        ["1: asked_as has 11 lines; give 6 to 10"],
    ),
    "too few ways of asking": (
        "  - how late is too late\n", "", ["1: asked_as has 5 lines; give 6 to 10"],
    ),
    "a way of asking twice": (
        "  - how late is too late\n", "  - Late again and no sorry\n", ["1: asked_as says the same thing twice"],
    ),
    "a reader nobody named": (
        "for: [mentor, peer]", "for: [mentor]", [f"{line_of('### As a peer')}: words for a peer, who is not in 'for'"],
    ),
    "too little to say": (
        '- "Would a later start be easier for you?"\n', "",
        [f"1: a {reader} has 2 lines under 'Say'; give at least 3" for reader in ("mentor", "peer")],
    ),
    "too little to ask": (
        '- "What time of day do you find easiest to keep?"\n', "",
        [f"1: a {reader} has 2 lines under 'Ask'; give at least 3" for reader in ("mentor", "peer")],
    ),
    "somebody not everybody has": (
        CALM, f"Tell the coordinator.\n- {CALM}", [f"{DO}: {PLACEHOLDER}: 'Tell the coordinator.'"],
    ),
    "somebody of ours": (
        CALM, f"Tell our safeguarding lead.\n- {CALM}", [f"{DO}: {PLACEHOLDER}: 'Tell our safeguarding lead.'"],
    ),
    "an unknown placeholder": (
        CALM, f"Tell {{boss}}.\n- {CALM}", [f"{DO}: unknown placeholder {{boss}}: 'Tell {{boss}}.'"],
    ),
    "a telephone number": (
        CALM, f"Ring 01632 960 001.\n- {CALM}", [f"{DO}: {NUMBERS}: 'Ring 01632 960 001.'"],
    ),
    "a short telephone number": (
        CALM, f"Ring 116 123.\n- {CALM}", [f"{DO}: {NUMBERS}: 'Ring 116 123.'"],
    ),
    "a retired helpline": (
        CALM, f"Ring 1-800-273-8255.\n- {CALM}",
        [f"{DO}: '1-800-273-8255' is a retired helpline number; {NUMBERS}: 'Ring 1-800-273-8255.'"],
    ),
    "a promise of secrecy": (
        CALM, f"Say I promise.\n- {CALM}", [f"{DO}: never promise secrecy: 'Say I promise.'"],
    ),
    "words to say without quotes": (
        '"Would a later start be easier for you?"', "Would a later start be easier for you?",
        [f"{SAY}: words to say go in double quotes: 'Would a later start be easier for you?'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), RULES.values(), ids=RULES.keys())
def test_a_guide_that_breaks_one_rule_is_told_that_rule(old: str, new: str, expected: list[str]) -> None:
    assert problems(changed(old, new)) == expected


@pytest.mark.parametrize(
    "heading", ["First words", "In short", "Do", "Say", "Ask", "Avoid", "Get help when", "Reflect"]
)
def test_a_heading_that_every_guide_needs_is_missed(heading: str) -> None:
    start = GOOD.index(f"## {heading}\n")
    without = GOOD[:start] + GOOD[GOOD.index("\n## ", start) + 1 :]
    assert f"1: '## {heading}' is missing" in problems(without)


def test_a_guide_may_leave_out_why() -> None:
    assert problems(GOOD[: GOOD.index("## Why")]) == []


def test_a_heading_out_of_order_is_told_where_it_stands() -> None:
    why = GOOD[GOOD.index("## Why") :]
    moved = GOOD.removesuffix(why).replace("## Say", f"{why}\n## Say")
    line = moved[: moved.index("## Say")].count("\n") + 1
    assert problems(moved) == [f"{line}: '## Say' is out of order; see knowledge/AUTHORS.md"]


def test_a_guide_too_long_for_one_reader_tells_their_words() -> None:
    told = problems(changed("- **Stay level.**", f"- **Stay level.** {'Go slowly now. ' * 67}"))
    assert COUNT.sub("N", "\n".join(told)) == "1: a peer reads N words; keep it from 150 to 400"


def test_a_guide_too_short_for_its_readers_tells_their_words() -> None:
    short = GOOD[: GOOD.index("## Why")]
    for heading, following in (("In short", "Do"), ("Do", "Say"), ("Avoid", "Get help when")):
        short = re.sub(f"## {heading}\n.*?## {following}", f"## {heading}\n- Wait.\n## {following}", short, flags=re.S)
    told = [COUNT.sub("N", problem, count=1) for problem in problems(short)]
    assert told == [f"1: a {reader} reads N words; keep it from 150 to 400" for reader in ("mentor", "peer")]


def test_problems_come_in_the_order_of_their_lines() -> None:
    twice = changed("- " + CALM, "- Ring 999.").replace("{coordinator}", "{boss}")
    assert [int(problem.partition(":")[0]) for problem in problems(twice)] == [DO, GET_HELP]


def test_reading_a_folder_goes_on_after_a_guide_that_cannot_be_read(tmp_path: Path) -> None:
    folder = write_guides(tmp_path / "knowledge" / "guides", {"a.md": "hello", "b.md": GOOD})
    guides, problems = read_all(folder)
    assert [guide.id for guide in guides] == ["b"]
    assert [(problem.path, problem.line) for problem in problems] == [("knowledge/guides/a.md", 1)]


def test_two_guides_of_one_title_are_told_once() -> None:
    guides = [parse_guide(GOOD, name, f"{name}.md") for name in "abc"]
    assert check_guides(guides) == [Problem("b.md", 2, "another guide is called 'When they arrive late' too")]


CONTACT = "a coordinator reads this and is that person: write it for the other readers only"


@pytest.mark.parametrize("who", ["{coordinator}", "your coordinator"])
def test_a_coordinator_is_not_sent_to_themself(who: str) -> None:
    theirs = changed("for: [mentor, peer]", "for: [mentor, coordinator]").replace("### As a peer", "### As a mentor")
    told = problems(
        theirs.replace("It has happened four times and nothing has changed: tell {coordinator}", f"Tell {who}")
    )
    assert f"{GET_HELP}: {CONTACT}: 'Tell {who}.'" in told


def test_words_that_are_too_hard_are_told_for_each_reader_of_them() -> None:
    hard = "- Organisational accountability necessitates comprehensive documentation of developmental conversations"
    text = changed("- **Stay level.**", f"{hard} {'and institutional responsibilities ' * 12}.\n- **Stay level.**")
    told = [re.sub(r"grade [\d.]+", "grade N", problem) for problem in problems(text)]
    assert told == ["1: a peer needs grade N to read this; shorter words and sentences bring it to 8"]
