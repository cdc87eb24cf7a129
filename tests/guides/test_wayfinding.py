import shutil
from pathlib import Path

import pytest

from assistant.guides.library import Library
from assistant.guides.wayfinding import GLOSSARY, TOPICS, Wayfinding, check_wayfinding, folder_of
from assistant.settings import CHECKOUT

KNOWLEDGE = Path(CHECKOUT) / "knowledge"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """Topics and glossary as they are, beside one empty guide of each name."""
    for name in (TOPICS, GLOSSARY):
        shutil.copy(KNOWLEDGE / name, tmp_path / name)
    for path in (KNOWLEDGE / "guides").rglob("*.md"):
        copy = tmp_path / path.relative_to(KNOWLEDGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    return tmp_path


def test_every_folder_of_the_library_has_a_name_in_plain_words(library: Library) -> None:
    signs = Wayfinding.load(KNOWLEDGE)
    folders = {folder_of(guide) for guide in library.guides}
    assert [topic for topic in signs.in_order(folders) if not topic.about] == []
    assert {topic.folder for topic in signs.topics} == folders


def test_a_folder_nobody_has_named_comes_last_under_its_own_name() -> None:
    ordered = Wayfinding.load(KNOWLEDGE).in_order(["our-rules", "goals", "starting"])
    assert [topic.name for topic in ordered] == ["Starting out", "Goals and getting going", "Our rules"]


@pytest.mark.parametrize(
    ("name", "added", "said"),
    [
        (TOPICS, "  - {folder: nowhere, name: Nowhere}", "there are no guides in 'nowhere'"),
        (GLOSSARY, "      - {word: x, meaning: y, guide: goals/none}", "there is no guide 'goals/none'"),
        (GLOSSARY, f"      - {{word: x, meaning: {'y ' * 50}}}", "say 'x' in at most 45 words"),
        (GLOSSARY, "      - {word: Mentor, meaning: y}", "'mentor' was given before"),
        (GLOSSARY, "      - {word: x, meening: y}", "groups.3.words.7.meaning: Field required"),
    ],
    ids=["no such folder", "no such guide", "too long", "twice", "misspelt"],
)
def test_a_mistake_is_told_with_its_line(knowledge: Path, name: str, added: str, said: str) -> None:
    with (knowledge / name).open("a", encoding="utf-8") as file:
        file.write(added + "\n")
    (problem,) = check_wayfinding(knowledge / "guides")
    assert (problem.path, problem.message) == (f"{knowledge.name}/{name}", said)
    assert problem.line == len((knowledge / name).read_text(encoding="utf-8").splitlines())


def test_a_folder_without_a_name_is_told(knowledge: Path) -> None:
    (knowledge / "guides" / "new").mkdir()
    (knowledge / "guides" / "new" / "guide.md").touch()
    (problem,) = check_wayfinding(knowledge / "guides")
    assert problem.message == "give the folder 'new' a name and say what it is about"


def test_a_library_may_have_neither_topics_nor_glossary(tmp_path: Path) -> None:
    assert Wayfinding.load(tmp_path) == Wayfinding((), ())
