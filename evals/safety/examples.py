"""The examples that `assistant.safety.likeness` learns from: the families of examples/*.yaml, one to a line, and the
examples that fire the rules of knowledge/signals.yaml; for other languages examples/languages/*.yaml, and what fires
the phrases of knowledge/languages.yaml and what must not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from assistant.errors import ContentError
from assistant.messages import About
from assistant.safety.languages import LANGUAGES, Language, read_languages
from assistant.safety.rulebook import load_rulebook
from assistant.safety.signals import CATEGORIES
from assistant.settings import CHECKOUT

HERE = Path(__file__).parent / "examples"
IN_LANGUAGES = HERE / "languages"
SIGNALS = CHECKOUT / "knowledge" / "signals.yaml"
PHRASES = CHECKOUT / "knowledge" / "languages.yaml"
ORDINARY = "none"
LEVELS = ("caution", "urgent")


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    family: str
    category: str | None
    """None: ordinary."""
    urgent: bool
    about: About | None
    language: Language | None = None
    """None: English."""


def read_examples(folder: Path = HERE) -> list[Example]:
    """Those in English. Raises ContentError for a family that does not say what it is."""
    return _each_once([*_of_folder(folder), *_of_rules()])


def read_other_languages(folder: Path = IN_LANGUAGES) -> list[Example]:
    """Raises ContentError for a family that does not say what it is, or in which language."""
    examples = list(_of_folder(folder))
    silent = next((example.family for example in examples if example.language not in LANGUAGES), None)
    if silent is not None:
        raise ContentError(folder.name, 1, f"family {silent!r}: give language: one of {', '.join(LANGUAGES)}")
    return _each_once([*examples, *_of_phrases()])


def _each_once(examples: Iterable[Example]) -> list[Example]:
    return list({example.text: example for example in examples}.values())


def _of_folder(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.yaml")):
        yield from _of_file(path)


def _of_rules() -> Iterator[Example]:
    """Whom a rule's example is about is not told."""
    for rule in load_rulebook(SIGNALS).rules.values():
        if rule.level != "hint":
            for text in rule.fires:
                yield Example(text, f"rule {rule.id}", rule.category, rule.level == "urgent", None)


def _of_phrases() -> Iterator[Example]:
    for spoken in read_languages(PHRASES):
        for rule in spoken.rules:
            family, urgent = f"phrases {spoken.language} {rule.category}", rule.level == "urgent"
            for text in rule.fires:
                yield Example(text, family, rule.category, urgent, rule.about, spoken.language)
            for text in rule.quiet:
                yield Example(text, family, None, urgent=False, about=None, language=spoken.language)


def _of_file(path: Path) -> Iterator[Example]:
    for family in yaml.safe_load(path.read_text(encoding="utf-8")):
        name, what, language = family.get("family"), family.get("is"), family.get("language")
        if what == ORDINARY:
            for line in _lines(family["said"]):
                yield Example(line, name, None, urgent=False, about=None, language=language)
            continue
        if not isinstance(what, list) or len(what) != 2 or what[0] not in CATEGORIES or what[1] not in LEVELS:
            raise ContentError(path.name, 1, f"family {name!r}: give is: none, or is: [category, caution or urgent]")
        for about in get_args(About):
            for line in _lines(family.get(about, "")):
                yield Example(line, name, what[0], what[1] == "urgent", about, language)


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]
