"""The record of one evaluation run: plain JSON that pages, comparison and gate read without Inspect.

A record is written whole or not at all. Reading one that is corrupt, half written, newer or far too large raises
RecordError. Format 1 had no `expected`, `asked`, `topic`, `tokens`, `repeat` of a case and no `documents`, `case_file`
and `repeats` of a run; it called the suite of all cases "guidance".
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from stat import S_ISREG
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.messages import Level, ResponderName, Tokens
from assistant.wholefile import unfinished

FORMAT = 2
MAX_BYTES = 500_000_000  # 10,000 cases with long answers take about 50 MB
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}")
"""How the name of a record starts."""
MOST_SHOWN = 200  # characters of what a broken file says where it is broken
AGAIN = "Run the suite again with `alongside eval run`."
MAKE = "Make one with `alongside eval run`."

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class RecordError(InputError):
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
    scores: dict[str, Share]
    """0 to 1, by score name such as `found.recall`; a score that does not apply is absent."""
    reasons: dict[str, str]
    """Why a score is below 1."""
    ms: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """Of the last answer."""
    error: str | None = None
    """Why there is no answer, when the assistant could not give one."""
    expected: tuple[Level, ...] = ()
    """The levels that triage may give; empty when it is not judged, or not known."""
    asked: str = ""
    """A hash of the whole case: another one under the same id is another case. Empty: not known."""
    topic: str = ""
    """The folder of the guide that answers it; empty when none does."""
    tokens: Tokens | None = None
    """Of all its turns; None when no model was asked."""
    answered_by: ResponderName | None = None
    """Who worded the answer: the library stands in for a model that cannot be reached. None: not known."""
    repeat: Annotated[int, Field(ge=1)] = 1
    """Which asking of the same case this is, from 1."""
    unscored: tuple[str, ...] = ()
    """Verdicts of a judge that could not be used: of which point, and why. They take part in no score."""


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
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    cases: tuple[CaseRecord, ...]
    format: int = FORMAT
    suite: str = "all"
    documents: str | None = None
    """The version of the programme's own documents; None when not known."""
    case_file: str | None = None
    """The name of the file the cases came from, when they are not the suite's own."""
    repeats: Annotated[int, Field(ge=1)] = 1
    """How often every case was asked."""

    @property
    def score_names(self) -> tuple[str, ...]:
        """Every score that some case has, a group's together."""
        names = list(dict.fromkeys(name for case in self.cases for name in case.scores))
        places = {group: place for place, group in enumerate(dict.fromkeys(map(group_of, names)))}
        return tuple(sorted(names, key=lambda name: places[group_of(name)]))

    def of_split(self, split: str) -> "RunRecord":
        """The part of a run of all cases that is of one split."""
        return replace(self, split=split, cases=tuple(case for case in self.cases if case.split == split))

    @property
    def file_name(self) -> str:
        """What a record of this run is called; names in order are in the order of time."""
        return f"{self.date[:19].replace(':', '')}-{self.suite}-{self.responder}-{self.split}.json"


def group_of(score: str) -> str:
    """`safe` of `safe.seen`."""
    return score.partition(".")[0]


def write_record(record: RunRecord, path: Path) -> None:
    """Write a record so that a reader sees all of it or none; one line a case, so that two can be laid side by side.

    Raises ValueError for a score that is no number, InputError where nothing can be written.
    """
    lines = "\n".join(_lines(record)) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(path) as part:
            part.write_text(lines, encoding="utf-8", errors="replace")
            part.chmod(0o644)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be written ({error.strerror}).") from None


def _lines(record: RunRecord) -> Iterator[str]:
    yield "{"
    for field in fields(record):
        if field.name != "cases":
            yield f' "{field.name}": {_json(getattr(record, field.name))},'
    yield ' "cases": ['
    rows = [_json(_without_defaults(case)) for case in record.cases]
    yield from (f"  {row}," for row in rows[:-1])
    yield from (f"  {row}" for row in rows[-1:])
    yield " ]\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _without_defaults(case: CaseRecord) -> dict[str, Any]:
    defaults = {field.name: field.default for field in fields(CaseRecord)}
    return {name: value for name, value in asdict(case).items() if value != defaults[name]}


def free_path(folder: Path, record: RunRecord) -> Path:
    """Where to write it so that no other record is lost: two short runs may start in the same second."""
    path = folder / record.file_name
    number = 2
    while path.exists():
        path = folder / record.file_name.replace(".json", f"-{number}.json")
        number += 1
    return path


def find_record(path: Path) -> Path:
    """The path itself, or the newest record in a folder. Raises RecordError when the folder holds none."""
    if not path.is_dir():
        return path
    files = [each for each in path.glob("*.json") if each.is_file()]
    named = [each for each in files if STAMP.match(each.name)]
    if not files:
        raise RecordError(f"There is no run record in {str(path)!r}. {MAKE}")
    return max(named or files, key=_age)


def _age(path: Path) -> tuple[str, int]:
    stamp = STAMP.match(path.name)
    changed = path.stat().st_mtime_ns
    return (stamp[0] if stamp else f"{datetime.fromtimestamp(changed / 1e9, UTC):%Y-%m-%dT%H%M%S}"), changed


def read_record(path: Path) -> RunRecord:
    """Read a record, or the newest of a folder.

    Raises RecordError when the file is not a whole record that this version understands.
    """
    path = find_record(path)
    values = _object(path)
    found = values.get("format")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise RecordError(f"{path} is not a run record: it names no format. {MAKE}")
    if found > FORMAT:
        raise RecordError(
            f"{path} has format {found}; this version reads up to {FORMAT}. Update Alongside, or run the suite again."
        )
    try:
        record = _reader().validate_python(_brought_up(values, found))
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(".".join(str(part) for part in first["loc"]).split())[:MOST_SHOWN]
        raise RecordError(f"{path} is not a whole run record: {where}: {first['msg']}. {AGAIN}") from None
    _refuse_doubles(record, path)
    return record


@cache
def _reader() -> TypeAdapter[RunRecord]:
    return TypeAdapter(RunRecord)


def _brought_up(values: dict[str, Any], found: int) -> dict[str, Any]:
    if found < FORMAT:
        values |= {
            "format": FORMAT,
            "suite": "all" if values.get("suite", "guidance") == "guidance" else values["suite"],
        }
    return values


def _refuse_doubles(record: RunRecord, path: Path) -> None:
    seen: set[tuple[str, int]] = set()
    for case in record.cases:
        if (case.id, case.repeat) in seen:
            raise RecordError(f"{path} is not a whole run record: case {case.id!r} is in it twice. {AGAIN}")
        seen.add((case.id, case.repeat))


def _object(path: Path) -> dict[str, Any]:
    try:
        state = path.stat()
        if not S_ISREG(state.st_mode):
            raise RecordError(f"{path} is not a file, so it is no run record. {MAKE}")
        if state.st_size > MAX_BYTES:
            raise RecordError(f"{path} is larger than any run record ({MAX_BYTES // 1_000_000} MB). {AGAIN}")
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error.strerror}). {MAKE}") from None
    except UnicodeDecodeError:
        raise RecordError(f"{path} is not UTF-8 text, so it is no run record. {MAKE}") from None
    except (ValueError, RecursionError):
        raise RecordError(f"{path} is not whole JSON; it was cut short or changed. {AGAIN}") from None
    if not isinstance(values, dict):
        raise RecordError(f"{path} is not a run record: it holds no object. {MAKE}")
    return values
