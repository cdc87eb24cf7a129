"""The record of one evaluation run: plain JSON that pages, comparison and gate read without Inspect.

A record is written whole or not at all. Reading one that is corrupt, half written or newer raises RecordError.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import AssistantError
from assistant.messages import Level, ResponderName

FORMAT = 1


class RecordError(AssistantError):
    """A run record cannot be read. The message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One source of an answer."""

    n: int
    passage: str
    quote: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case of a run: what was asked, what was answered, how it scored and why it lost points."""

    id: str
    family: str
    split: str
    why: str
    situation: dict[str, str]
    turns: tuple[str, ...]
    answer: str
    """The last answer, with its [n] markers; empty when fixed words took its place."""
    signposting: str | None
    """The fixed words shown with it."""
    triage: Level
    found: bool
    citations: tuple[Quote, ...]
    scores: dict[str, float]
    """0 to 1, by score name such as `found.recall`; a score that does not apply is absent."""
    reasons: dict[str, str]
    """Why a score is below 1."""
    ms: float | None = None
    error: str | None = None
    """Why there is no answer, when the assistant could not give one."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of the suite."""

    date: str
    """ISO 8601, UTC."""
    split: str
    responder: ResponderName
    model: str | None
    guides: str
    """The version of the guide library."""
    versions: dict[str, str]
    seconds: float
    cases: tuple[CaseRecord, ...]
    format: int = FORMAT
    suite: str = "guidance"

    @property
    def score_names(self) -> tuple[str, ...]:
        """Every score that some case has, a group's together."""
        names = list(dict.fromkeys(name for case in self.cases for name in case.scores))
        groups = list(dict.fromkeys(_group(name) for name in names))
        return tuple(sorted(names, key=lambda name: groups.index(_group(name))))


def _group(name: str) -> str:
    return name.partition(".")[0]


def write_record(record: RunRecord, path: Path) -> None:
    """Write a record so that a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1, allow_nan=False)
    part.write_text(text + "\n", encoding="utf-8", errors="replace")
    part.replace(path)


def read_record(path: Path) -> RunRecord:
    """Raises RecordError when the file is not a whole record that this version understands."""
    values = _object(path)
    found = values.get("format")
    if not isinstance(found, int) or isinstance(found, bool):
        raise RecordError(f"{path} is not a run record: it names no format. Make one with `python -m evals.run`.")
    if found > FORMAT:
        raise RecordError(
            f"{path} has format {found}; this version reads up to {FORMAT}. Update Alongside, or run the suite again."
        )
    try:
        return TypeAdapter(RunRecord).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(
            f"{path} is not a whole run record: {where}: {first['msg']}. Run `python -m evals.run` again."
        ) from None


def _object(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error.strerror}). Make one with `python -m evals.run`.") from None
    except UnicodeDecodeError:
        raise RecordError(f"{path} is not UTF-8 text, so it is no run record.") from None
    except (json.JSONDecodeError, RecursionError):
        raise RecordError(
            f"{path} is not whole JSON; it was cut short or changed. Run `python -m evals.run` again."
        ) from None
    if not isinstance(values, dict):
        raise RecordError(f"{path} is not a run record: it holds no object.")
    return values
