"""Read YAML that people write: checked against a form, mistakes reported as `path:line: message`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.errors import ContentError

Form = TypeVar("Form", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the rules ten times faster


def read_form(path: Path, form: type[Form]) -> Form:
    """Raises ContentError when the file is missing, is not YAML or does not fit the form."""
    return parse_form(read_text(path), form, str(path))


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(str(path), 1, f"the file cannot be read ({type(error).__name__})") from error


def parse_form(text: str, form: type[Form], path: str, first_line: int = 1) -> Form:
    """Check a YAML text against a form; `first_line` is where the text begins in its file."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, chosen above
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        raise ContentError(path, line, f"not valid YAML: {getattr(error, 'problem', error)}") from error
    try:
        return form.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(path, line_of(text, first["loc"]) + first_line - 1, f"{where}: {first['msg']}") from error


def line_of(text: str, place: tuple[int | str, ...]) -> int:
    """Return the line of the deepest part of `place` that the text has."""
    node, line = yaml.compose(text, Loader=_Loader), 1
    for part in place:
        found = next((child for key, child in _children(node) if key == part), None)
        if found is None:
            break
        node, line = found, found.start_mark.line + 1
    return line


def _children(node: yaml.Node | None) -> Iterator[tuple[int | str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, value
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)
