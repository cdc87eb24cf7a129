"""What can be said to somebody, sorted by what it does: the labelled examples under examples/talk-*.yaml.

A file is a list of families. Each has a `context`, what was said before, and lists by kind. The kinds are those of the
manuals whose labels the scorers are held against: motivational interviewing (MITI 4: questions, simple and complex
reflections, giving information and advice with or without permission) and peer support (Sharma et al., 2020: emotional
reaction, interpretation and exploration, none, weak or strong).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import yaml

from assistant.errors import ContentError

FOLDER = Path(__file__).parents[1] / "examples"
FRESH = "fresh-talk.yaml"
"""Written later and never fitted to."""
Kind = Literal["open", "closed", "simple", "complex", "advice", "permitted", "reaction", "reaction_weak",
               "understanding", "understanding_weak", "other"]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Utterance:
    family: str
    context: str
    text: str
    kind: Kind


def read_utterances(folder: Path = FOLDER, names: str = "talk-*.yaml") -> list[Utterance]:
    """Raises ContentError when a family has a list of an unknown kind."""
    return [each for path in sorted(folder.glob(names)) for each in _file(path)]


def _file(path: Path) -> list[Utterance]:
    families: Sequence[dict[str, object]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = []
    for place, family in enumerate(families, 1):
        lists = {name: value for name, value in family.items() if name not in {"family", "context"}}
        if unknown := sorted(lists.keys() - set(KINDS)):
            raise ContentError(f"examples/{path.name}", place, f"family {place} has no such kind: {', '.join(unknown)}")
        for kind in KINDS:
            texts = lists.get(kind) or []
            assert isinstance(texts, list)
            found += [Utterance(str(family["family"]), str(family["context"]), str(text), kind) for text in texts]
    return found
