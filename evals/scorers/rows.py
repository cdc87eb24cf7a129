"""Other people's rows: one JSON object a line, read one at a time, so that a file may be of any size.

`{"id", "text", "context"?, "passages"?, "reply"?}`; other keys are ignored. `context` is a text or a list of texts or
turns (`{"speaker", "text"}`), `passages` a list of texts or of `{"id", "text"}`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.errors import InputError

LONGEST = 1_000_000  # bytes of one line; some four hundred pages, more is no reply with its passages


class Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str | int
    text: str = ""
    context: tuple[str, ...] = Field(default=(), strict=False)
    """What was said before, oldest first."""
    passages: tuple[str, ...] = Field(default=(), strict=False)
    reply: str = ""

    @field_validator("context", "passages", mode="before")
    @classmethod
    def _as_texts(cls, value: object) -> object:
        if value is None:
            return ()
        listed = value if isinstance(value, list | tuple) else [value]
        return [each["text"] if isinstance(each, dict) and "text" in each else each for each in listed]

    @field_validator("text", "reply", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return "" if value is None else value

    @property
    def said(self) -> str:
        """What is judged by itself: the text, or the reply where there is no other."""
        return (self.text or self.reply).strip()


@dataclass(frozen=True, slots=True)
class Scored:
    id: str | int
    score: float
    """0 to 1."""
    label: str | None = None
    reasons: tuple[str, ...] = ()
    parts: dict[str, Any] | None = None
    """What the score is made of, where it is made of several."""

    def as_dict(self) -> dict[str, Any]:
        values: dict[str, Any] = {"id": self.id, "score": round(self.score, 4)}
        if self.label is not None:
            values["label"] = self.label
        if self.reasons:
            values["reasons"] = list(self.reasons)
        if self.parts is not None:
            values["parts"] = self.parts
        return values


@dataclass(frozen=True, slots=True)
class Unscored:
    id: str | int
    unscored: str
    """Why."""

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.id, "unscored": self.unscored}


class RowScorer(Protocol):
    def __call__(self, row: Row) -> Scored | Unscored: ...


def read_rows(path: Path) -> Iterator[Row]:
    """Raises InputError at the first line that is no row; blank lines are skipped."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(line, f"{path.name}:{number}")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from None


def check_rows(path: Path) -> None:
    """Read it all once before anything is scored or printed. Raises InputError."""
    for _ in read_rows(path):
        pass


def _row(line: bytes, place: str) -> Row:
    if len(line) > LONGEST:
        raise InputError(f"{place}: the line has {len(line):,} bytes; at most {LONGEST:,} are read.")
    try:
        return Row.model_validate(json.loads(line.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise InputError(f"{place}: the line is not UTF-8 text.") from None
    except (json.JSONDecodeError, RecursionError):
        raise InputError(f"{place}: the line is not one JSON object.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise InputError(f"{place}: {where}: {first['msg']}.") from None
