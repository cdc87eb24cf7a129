"""How people find their way in the library: the topics in plain words and in order, and a glossary.

Both are written by authors, in `knowledge/topics.yaml` and `knowledge/glossary.yaml`, and checked when they are read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import ContentError
from assistant.guides.library import guide_id, guide_paths
from assistant.guides.lint import Problem
from assistant.safety.yamlfile import line_of, read_form, read_text

Words = Annotated[str, Field(min_length=1)]
TOPICS, GLOSSARY = "topics.yaml", "glossary.yaml"
MAX_MEANING_WORDS = 45  # two short sentences: who looks a word up wants to go on reading


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Topic(Form):
    """A folder of guides, as people see it."""

    folder: Words
    name: Words
    about: str = ""


class Word(Form):
    word: Words
    meaning: Words
    guide: str | None = None
    """Id of the guide that says more."""


class Group(Form):
    name: Words
    words: tuple[Word, ...] = Field(min_length=1)


class Topics(Form):
    topics: tuple[Topic, ...] = ()


class Glossary(Form):
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Wayfinding:
    topics: tuple[Topic, ...] = ()
    glossary: tuple[Group, ...] = ()

    @classmethod
    def load(cls, knowledge: Path) -> "Wayfinding":
        """Raises ContentError when a file does not read, or names a folder or a word twice. Both may be missing."""
        topics = _form(knowledge / TOPICS, Topics()).topics
        glossary = _form(knowledge / GLOSSARY, Glossary()).groups
        _once(knowledge / TOPICS, [(("topics", at), topic.folder) for at, topic in enumerate(topics)])
        _once(knowledge / GLOSSARY, [(place, word.word.casefold()) for place, word in _words(glossary)])
        return cls(topics, glossary)

    def topic(self, folder: str) -> Topic:
        """A folder nobody has named yet is called what it is called on the disk."""
        named = next((topic for topic in self.topics if topic.folder == folder), None)
        return named or Topic(folder=folder, name=folder.replace("-", " ").replace("_", " ").capitalize())

    def in_order(self, folders: Iterable[str]) -> list[Topic]:
        """The topics of these folders, those without a name of their own last."""
        wanted = set(folders)
        named = [topic for topic in self.topics if topic.folder in wanted]
        return named + [self.topic(folder) for folder in sorted(wanted - {topic.folder for topic in named})]


def folder_of(guide: str) -> str:
    """The folder of a guide's id."""
    return guide.rpartition("/")[0]


def check_wayfinding(folder: Path) -> list[Problem]:
    """What is wrong with topics and glossary beside the guides of a folder."""
    knowledge = folder.parent
    guides = {guide_id(path, folder) for path in guide_paths(folder)}
    try:
        signs = Wayfinding.load(knowledge)
    except ContentError as error:
        return [Problem(f"{knowledge.name}/{Path(error.path).name}", error.line, error.message)]
    named = _topic_problems(knowledge, signs, guides) if signs.topics else ()
    explained = _word_problems(knowledge, signs, guides) if signs.glossary else ()
    return [*named, *explained]


Read = TypeVar("Read", Topics, Glossary)


def _form(path: Path, empty: Read) -> Read:
    return read_form(path, type(empty)) if path.exists() else empty


Place = tuple[int | str, ...]


def _words(glossary: Iterable[Group]) -> Iterator[tuple[Place, Word]]:
    for at, group in enumerate(glossary):
        for number, word in enumerate(group.words):
            yield ("groups", at, "words", number), word


def _once(path: Path, named: list[tuple[Place, str]]) -> None:
    seen: Counter[str] = Counter()
    for place, name in named:
        seen[name] += 1
        if seen[name] == 2:
            raise ContentError(str(path), line_of(read_text(path), place), f"{name!r} was given before")


def _topic_problems(knowledge: Path, signs: Wayfinding, guides: set[str]) -> Iterator[Problem]:
    shown, text = f"{knowledge.name}/{TOPICS}", read_text(knowledge / TOPICS)
    folders = {folder_of(guide) for guide in guides}
    for at, topic in enumerate(signs.topics):
        if topic.folder not in folders:
            yield Problem(shown, line_of(text, ("topics", at)), f"there are no guides in {topic.folder!r}")
    for folder in sorted(folders - {topic.folder for topic in signs.topics}):
        yield Problem(shown, 1, f"give the folder {folder!r} a name and say what it is about")


def _word_problems(knowledge: Path, signs: Wayfinding, guides: set[str]) -> Iterator[Problem]:
    shown, text = f"{knowledge.name}/{GLOSSARY}", read_text(knowledge / GLOSSARY)
    for place, word in _words(signs.glossary):
        if word.guide and word.guide not in guides:
            yield Problem(shown, line_of(text, place), f"there is no guide {word.guide!r}")
        if len(word.meaning.split()) > MAX_MEANING_WORDS:
            yield Problem(shown, line_of(text, place), f"say {word.word!r} in at most {MAX_MEANING_WORDS} words")
