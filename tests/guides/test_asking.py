"""More ways of asking: read from one file, checked like a compiler checks, never shown."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.guides.asking import read_asked

GUIDES = {"goals/small-steps"}


def written(folder: Path, text: str) -> Path:
    path = folder / "knowledge" / "asked_as.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_every_line_leads_to_its_guide(tmp_path: Path) -> None:
    path = written(tmp_path, "goals/small-steps:\n  - where do i even start\n  - its all too much\n")
    assert read_asked(path, GUIDES) == {"goals/small-steps": ("where do i even start", "its all too much")}


def test_without_the_file_there_is_nothing_more(tmp_path: Path) -> None:
    assert read_asked(tmp_path / "asked_as.yaml", GUIDES) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("goals/gone:\n  - hello there\n", "knowledge/asked_as.yaml:1: there is no guide 'goals/gone'"),
        ("goals/small-steps: hello\n", "knowledge/asked_as.yaml:1: expected a list of ways people ask it"),
        ("goals/small-steps:\n  - ok\n  - [no]\n", "knowledge/asked_as.yaml:3: expected one line of text"),
        ("goals/small-steps:\n  - 'ok\n", "knowledge/asked_as.yaml:3: is not YAML"),
        ("- a list\n", "knowledge/asked_as.yaml:1: expected guides, each with a list of ways people ask it"),
    ],
    ids=["unknown guide", "not a list", "not a line", "not YAML", "not a mapping"],
)
def test_a_mistake_is_told_by_path_and_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ContentError) as caught:
        read_asked(path, GUIDES)
    assert str(caught.value) == message
