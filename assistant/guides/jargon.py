"""Words that a guide does without, each with the plain one: `knowledge/jargon.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from assistant.errors import ContentError
from assistant.guides.mapping import read_mapping

SPELLING = re.compile(r"[a-z][a-z' -]*\*?")


@dataclass(frozen=True)
class Jargon:
    plain: Mapping[str, str] = field(default_factory=dict)
    """What to write instead, by the word as the file spells it; a star at its end stands for any ending."""

    def found(self, text: str) -> Iterator[tuple[str, str]]:
        """Every banned word of a text, as it stands there, with what to write instead."""
        for spelling, plain in self.plain.items():
            if match := re.search(_pattern(spelling), text, re.I):
                yield match[0], plain


def read_jargon(knowledge: Path) -> Jargon:
    """Raises ContentError when the file does not read; a library without one bans no word."""
    path = knowledge / "jargon.yaml"
    shown = f"{knowledge.name}/{path.name}"
    if not path.exists():
        return Jargon()
    pairs = read_mapping(path, shown, "words, each with the plain one: 'facilitate: run'")
    return Jargon(dict(_pair(word, plain, shown) for word, plain in pairs))


def _pair(word: yaml.Node, plain: yaml.Node, shown: str) -> tuple[str, str]:
    line = word.start_mark.line + 1
    if not isinstance(word, yaml.ScalarNode) or not SPELLING.fullmatch(word.value):
        raise ContentError(shown, line, f"expected a word in lower case, a star for any ending, got {word.value!r}")
    if not isinstance(plain, yaml.ScalarNode) or not plain.value.strip():
        raise ContentError(shown, line, f"{word.value!r} needs what to write instead")
    return word.value, plain.value.strip()


def _pattern(spelling: str) -> str:
    words = r"[\s-]+".join(re.escape(part) for part in re.split(r"[ -]+", spelling.removesuffix("*")))
    return rf"\b{words}{r'[a-z]*' if spelling.endswith('*') else ''}\b"
