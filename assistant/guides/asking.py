"""More ways people ask each guide, and what no guide is about: `knowledge/asked_as/`. Indexed, never shown.

A line is one message, or a list of what a person says in turn: what came before, and then what this guide answers.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import ContentError
from assistant.guides.mapping import read_mapping

ELSEWHERE = "elsewhere"
"""The key under which questions stand that no guide is about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One way a guide is asked, and where it stands."""

    guide: str
    """Or `ELSEWHERE`."""
    path: str
    line: int
    text: str
    """The messages of a list each on a line of its own, as a follow-up is searched."""


def read_asked(folder: Path, guides: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Ways of asking by guide, or under `ELSEWHERE`, from every file of a folder. Raises ContentError."""
    by_guide: dict[str, list[str]] = {}
    for asked in asked_lines(folder, guides):
        by_guide.setdefault(asked.guide, []).append(asked.text)
    return {guide: tuple(texts) for guide, texts in by_guide.items()}


def asked_lines(folder: Path, guides: Collection[str]) -> Iterator[Asked]:
    """Every line of every file of a folder, in order. Raises ContentError at the first mistake."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        shown = f"{folder.parent.name}/{folder.name}/{path.name}"
        for key, value in read_mapping(path, shown, "guides, each with a list of ways people ask it"):
            if key.value in seen:
                raise ContentError(shown, key.start_mark.line + 1, f"{key.value!r} was given before")
            seen.add(key.value)
            yield from _lines(key, value, guides, shown)


def _lines(key: yaml.Node, value: yaml.Node, guides: Collection[str], shown: str) -> Iterator[Asked]:
    if key.value not in guides and key.value != ELSEWHERE:
        raise ContentError(shown, key.start_mark.line + 1, f"there is no guide {key.value!r}")
    if not isinstance(value, yaml.SequenceNode):
        raise ContentError(shown, value.start_mark.line + 1, "expected a list of ways people ask it")
    for item in value.value:
        line = item.start_mark.line + 1
        said = item.value if isinstance(item, yaml.SequenceNode) and len(item.value) > 1 else [item]
        if not all(isinstance(turn, yaml.ScalarNode) and turn.value.strip() for turn in said):
            raise ContentError(shown, line, "expected one line of text, or a list of what is said in turn")
        yield Asked(key.value, shown, line, "\n".join(turn.value.strip() for turn in said))
