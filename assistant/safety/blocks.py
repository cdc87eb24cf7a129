"""The fixed words as they stand in knowledge/signposting/: one Markdown file a block, with front matter."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from assistant.errors import ContentError
from assistant.safety.programme import PLACEHOLDERS
from assistant.safety.signals import Category, Cue
from assistant.safety.yamlfile import parse_form, read_text
from assistant.situation import Role

_FENCE = "---\n"
_BRACES = re.compile(r"\{([^{}\n]*)\}|[{}]")
Follows = Cue | Literal["still_here"]


class Front(BaseModel):
    """The front matter of a block."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    category: Category | Literal["any"]
    level: Literal["caution", "urgent", "any"]
    about: Literal["self", "other", "any"]
    askers: tuple[Role | Literal["any"], ...]
    age: Literal["minor", "all", "any"]
    """`minor`: only if the one who asks is likely under 18. `all`: written so that it suits a minor as well."""
    follows: Follows | None
    """None: opens a concern. Otherwise what the person has answered to earlier words."""
    written: datetime.date
    reviewed_by: Annotated[str | None, BeforeValidator(lambda name: name or None)]
    """The person who has checked these words, once somebody has."""


@dataclass(frozen=True, slots=True)
class Block:
    front: Front
    text: str
    """Word for word what follows the front matter, with its placeholders."""


@lru_cache(maxsize=8)
def load_blocks(folder: Path) -> tuple[Block, ...]:
    """Raises ContentError when a file does not read, or when the folder is empty."""
    blocks = tuple(read_block(path) for path in sorted(folder.glob("*.md")))
    if not blocks:
        raise ContentError(str(folder), 1, "there are no fixed words here")
    return blocks


def read_block(path: Path) -> Block:
    """Raises ContentError when the file does not read."""
    text = read_text(path)
    if not text.startswith(_FENCE) or _FENCE not in text[len(_FENCE) :]:
        raise ContentError(str(path), 1, "expected front matter between two lines of '---'")
    matter, body = text[len(_FENCE) :].split(_FENCE, 1)
    front = parse_form(matter, Front, str(path), first_line=2)
    if front.id != path.stem:
        raise ContentError(str(path), 2, f"the id {front.id!r} must be the name of the file, {path.stem!r}")
    _check_placeholders(path, text)
    return Block(front, body.strip())


def _check_placeholders(path: Path, text: str) -> None:
    for match in _BRACES.finditer(text):
        if match[1] not in PLACEHOLDERS:
            line = text.count("\n", 0, match.start()) + 1
            raise ContentError(str(path), line, f"{match[0]!r} is not one of {', '.join(PLACEHOLDERS)}")
