"""Read a YAML file whose top is a mapping, keeping where each part stands. Mistakes read `path:line: message`."""

from pathlib import Path
from typing import Any

import yaml

from assistant.errors import ContentError
from assistant.guides.parsing import LOADER


def read_mapping(path: Path, shown: str, expected: str) -> list[tuple[Any, yaml.Node]]:
    """Keys and values as nodes. Raises ContentError, at `shown`; `expected` says what the top should be."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except (OSError, UnicodeDecodeError):
        raise ContentError(shown, 1, "cannot be read; save it as UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(shown, mark.line + 1 if mark else 1, "is not YAML") from None
    if not isinstance(root, yaml.MappingNode):
        raise ContentError(shown, 1, f"expected {expected}")
    pairs: list[tuple[Any, yaml.Node]] = root.value
    return pairs
