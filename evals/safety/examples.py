"""The examples that `assistant.safety.likeness` learns from: the families of examples/*.yaml, one to a line, and the
examples that fire the rules of knowledge/signals.yaml.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import ContentError
from assistant.messages import About
from assistant.safety.rulebook import load_rulebook
from assistant.safety.signals import CATEGORIES
from assistant.settings import CHECKOUT

HERE = Path(__file__).parent / "examples"
SIGNALS = CHECKOUT / "knowledge" / "signals.yaml"
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


def read_examples(folder: Path = HERE) -> list[Example]:
    """Raises ContentError for a family that does not say what it is."""
    examples = [example for path in sorted(folder.glob("*.yaml")) for example in _of_file(path)]
    examples += _of_rules()
    return list({example.text: example for example in examples}.values())


def _of_rules() -> Iterator[Example]:
    """Whom a rule's example is about is not told."""
    for rule in load_rulebook(SIGNALS).rules.values():
        if rule.level != "hint":
            for text in rule.fires:
                yield Example(text, f"rule {rule.id}", rule.category, rule.level == "urgent", None)


def _of_file(path: Path) -> Iterator[Example]:
    for family in yaml.safe_load(path.read_text(encoding="utf-8")):
        name, what = family.get("family"), family.get("is")
        if what == ORDINARY:
            yield from (Example(line, name, None, urgent=False, about=None) for line in _lines(family["said"]))
            continue
        if not isinstance(what, list) or len(what) != 2 or what[0] not in CATEGORIES or what[1] not in LEVELS:
            raise ContentError(path.name, 1, f"family {name!r}: give is: none, or is: [category, caution or urgent]")
        for about in ("self", "other"):
            for line in _lines(family.get(about, "")):
                yield Example(line, name, what[0], what[1] == "urgent", "self" if about == "self" else "other")


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]
