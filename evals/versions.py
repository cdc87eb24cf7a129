"""What a run was made with: packages, our own code, and each case as it was asked. No Inspect."""

import hashlib
import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.settings import CHECKOUT
from evals.cases import Case

PACKAGES = ("alongside", "inspect-ai", "chromadb", "onnxruntime", "langchain")
LABELS = frozenset({"id", "family", "split", "why", "paraphrases"})
"""What may be said otherwise of a case without its being another case: `steady` alone depends on the paraphrases."""


def case_version(case: Case) -> str:
    """A hash of what is asked and expected. What a case leaves out is not in it, so new fields change no old hash."""
    values = case.model_dump(mode="json", exclude=set(LABELS), exclude_defaults=True)
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def versions() -> dict[str, str]:
    """Of Python, of the packages an answer depends on, and of our own code."""
    return installed(PACKAGES) | {"code": code_version()}


def installed(packages: Iterable[str]) -> dict[str, str]:
    """The versions of Python and of those packages that are there."""
    found = {"python": platform.python_version()}
    for name in packages:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


@cache
def code_version(root: Path = CHECKOUT) -> str:
    """A hash of all that decides on answers and scores, but for the guides, which have their own, and the cases."""
    digest = hashlib.sha256()
    patterns = ("assistant/**/*.py", "assistant/**/*.npz", "assistant/**/*.onnx", "evals/**/*.py", "prompts/*.md",
                "knowledge/**/*.yaml", "knowledge/signposting/*.md", "evals/scorers/**/*.yaml",
                "evals/scorers/**/*.json")  # fmt: skip
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
