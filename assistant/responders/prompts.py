"""Prompts: one Markdown file each under prompts/. What a person writes is never part of one; it travels as a user turn.

Front matter declares `purpose:` and `variables:`; the text uses each variable as `$name` and `$$` for a dollar sign.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.errors import ContentError
from assistant.messages import Passage

FIELDS = ("purpose", "variables")
VERSION_LENGTH = 12  # of 64 hex digits: plenty to tell the versions of one file apart
ANGLES = str.maketrans("<>", "‹›")
QUOTES = str.maketrans('"\n\r\t', "'   ")


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    path: str
    purpose: str
    variables: tuple[str, ...]
    text: str
    version: str
    """The hash of the text, recorded with every answer made from it."""

    def render(self, **values: str) -> str:
        """Raises ContentError when the values are not exactly those the prompt declares."""
        if set(values) != set(self.variables):
            takes, got = sorted(self.variables), sorted(values)
            raise ContentError(self.path, 1, f"prompt {self.name!r} takes {takes}, got {got}")
        return Template(self.text).substitute(values)


def load_prompt(folder: Path, name: str) -> Prompt:
    """Raises ContentError when the file is missing or its variables are not those it declares."""
    file = folder / f"{name}.md"
    path = f"{folder.name}/{file.name}"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, 1, "the prompt cannot be read as a UTF-8 text file") from error
    end = _front_matter_end(lines, path)
    fields = _fields(lines[1:end], path)
    text = "\n".join(lines[end + 1 :]).strip() + "\n"
    variables = tuple(word.strip() for word in fields["variables"].split(",") if word.strip())
    _check_variables(lines, end, variables, path)
    version = hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]
    return Prompt(name, path, fields["purpose"], variables, text, version)


def passage_blocks(passages: Sequence[Passage]) -> str:
    """Each passage in a labelled block that its own words cannot close."""
    return "\n\n".join(passage_block(passage) for passage in passages) or "(no passages)"


def passage_block(passage: Passage) -> str:
    labels = {
        "id": passage.id,
        "title": passage.title,
        "source": passage.source,
        "heading": passage.place or passage.heading,
    }
    written = " ".join(f'{name}="{value.translate(QUOTES).translate(ANGLES)}"' for name, value in labels.items())
    return f"<passage {written}>\n{passage.text.translate(ANGLES)}\n</passage>"


def _front_matter_end(lines: Sequence[str], path: str) -> int:
    if not lines or lines[0].strip() != "---":
        raise ContentError(path, 1, "expected '---' on the first line")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return number
    raise ContentError(path, 1, "the front matter is not closed by a line '---'")


def _fields(lines: Sequence[str], path: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        name, colon, value = line.partition(":")
        if not colon:
            raise ContentError(path, number, f"expected 'name: value', got {line!r}")
        if name.strip() not in FIELDS or name.strip() in fields:
            raise ContentError(path, number, f"{name.strip()!r} is not expected here; give {' and '.join(FIELDS)} once")
        fields[name.strip()] = value.strip()
    for name in FIELDS:
        if name not in fields:
            raise ContentError(path, 1, f"'{name}:' is missing")
    return fields


def _check_variables(lines: Sequence[str], end: int, declared: Sequence[str], path: str) -> None:
    used: set[str] = set()
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        for match in Template.pattern.finditer(line):
            name = match["named"] or match["braced"]
            if match["invalid"] is not None:
                raise ContentError(path, number, "a lone '$' must be written '$$'")
            if name and name not in declared:
                raise ContentError(path, number, f"${name} is used but not declared under 'variables:'")
            used.update({name} if name else ())
    line_of_variables = next(n for n, line in enumerate(lines, start=1) if re.match(r"\s*variables\s*:", line))
    for name in declared:
        if name not in used:
            raise ContentError(path, line_of_variables, f"{name!r} is declared but ${name} is not used")
