"""More ways of asking: read from a folder, checked like a compiler checks, never shown."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.guides.asking import read_asked
from assistant.messages import Turn
from assistant.retrieval.followups import standalone

GUIDES = {"goals/small-steps"}


def written(folder: Path, text: str, name: str = "goals.yaml") -> Path:
    path = folder / "knowledge" / "asked_as" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.parent


def test_every_line_leads_to_its_guide(tmp_path: Path) -> None:
    folder = written(tmp_path, "goals/small-steps:\n  - where do i even start\n  - its all too much\n")
    written(tmp_path, "elsewhere:\n  - is it going to rain\n", "elsewhere.yaml")
    assert read_asked(folder, GUIDES) == {
        "goals/small-steps": ("where do i even start", "its all too much"),
        "elsewhere": ("is it going to rain",),
    }


def test_what_is_said_in_turn_is_kept_as_a_follow_up_is_searched(tmp_path: Path) -> None:
    folder = written(tmp_path, 'goals/small-steps:\n  - ["he came in the end", "where do we start"]\n')

    (asked,) = read_asked(folder, GUIDES)["goals/small-steps"]

    history = [Turn("person", "he came in the end"), Turn("assistant", "Good.")]
    assert asked == "he came in the end\nwhere do we start"
    assert standalone("where do we start", history).query == asked


def test_without_the_folder_there_is_nothing_more(tmp_path: Path) -> None:
    assert read_asked(tmp_path / "asked_as", GUIDES) == {}


def test_a_guide_given_twice_is_told(tmp_path: Path) -> None:
    written(tmp_path, "goals/small-steps:\n  - its all too much\n")
    folder = written(tmp_path, "goals/small-steps:\n  - where do i even start\n", "more.yaml")
    with pytest.raises(ContentError, match=r"more\.yaml:1: 'goals/small-steps' was given before"):
        read_asked(folder, GUIDES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("goals/gone:\n  - hello there\n", "knowledge/asked_as/goals.yaml:1: there is no guide 'goals/gone'"),
        ("goals/small-steps: hello\n", "knowledge/asked_as/goals.yaml:1: expected a list of ways people ask it"),
        (
            "goals/small-steps:\n  - ok\n  - [no]\n",
            "knowledge/asked_as/goals.yaml:3: expected one line of text, or a list of what is said in turn",
        ),
        (
            "goals/small-steps:\n  - [first, [then]]\n",
            "knowledge/asked_as/goals.yaml:2: expected one line of text, or a list of what is said in turn",
        ),
        ("goals/small-steps:\n  - 'ok\n", "knowledge/asked_as/goals.yaml:3: is not YAML"),
        ("- a list\n", "knowledge/asked_as/goals.yaml:1: expected guides, each with a list of ways people ask it"),
    ],
    ids=["unknown guide", "not a list", "one in a list", "a list in a list", "not YAML", "not a mapping"],
)
def test_a_mistake_is_told_by_path_and_line(tmp_path: Path, text: str, message: str) -> None:
    folder = written(tmp_path, text)
    with pytest.raises(ContentError) as caught:
        read_asked(folder, GUIDES)
    assert str(caught.value) == message
