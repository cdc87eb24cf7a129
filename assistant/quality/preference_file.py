"""Where a judge's preferences between two runs are kept: beside the record of the newer one, under a name of both.

A file is written whole or not at all, and stands for these two records only: their answers are in its fingerprints.
"""

import json
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.quality.preferences import FORMAT, Preferences
from assistant.quality.records import RecordError, RunRecord
from assistant.wholefile import unfinished

SUFFIX = ".preferences"
MAX_BYTES = 50_000_000  # 10,000 pairs with two reasons each take about 6 MB
AGAIN = "Ask the judge again with `alongside eval compare BASE NEW --judge MODEL`."


def fingerprint(record: RunRecord) -> str:
    """Of the run and every answer in it."""
    head = (record.date, record.suite, record.split, record.responder, record.model)
    answers = [(case.id, case.repeat, case.asked, case.answer, case.signposting) for case in record.cases]
    return sha256(json.dumps([head, answers]).encode("utf-8", "replace")).hexdigest()[:24]


def path_of(new_path: Path, base: RunRecord) -> Path:
    return new_path.with_name(f"{new_path.stem}.{fingerprint(base)}{SUFFIX}")


def write_preferences(found: Preferences, path: Path) -> None:
    """Raises RecordError where nothing can be written."""
    try:
        with unfinished(path) as part:
            part.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            part.chmod(0o644)
    except OSError as error:
        raise RecordError(f"{str(path)!r} cannot be written ({error.strerror}).") from None


def has_preferences(new_path: Path) -> bool:
    """Was a judge asked about this record and any other? To know which takes their answers."""
    return next(new_path.parent.glob(f"*{SUFFIX}"), None) is not None


def find_preferences(new_path: Path, base: RunRecord, new: RunRecord) -> Preferences | None:
    """What a judge said of these two; None when none was asked, or of other answers.

    Raises RecordError when the file is damaged or newer than this version.
    """
    path = path_of(new_path, base)
    if not path.is_file():
        return None
    found = read_preferences(path)
    return found if (found.base, found.new) == (fingerprint(base), fingerprint(new)) else None


def read_preferences(path: Path) -> Preferences:
    """Raises RecordError when it is not what a judge preferred, whole and of a format that this version reads."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RecordError(f"{path} is larger than what any judge said ({MAX_BYTES // 1_000_000} MB). {AGAIN}")
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error.strerror}). {AGAIN}") from None
    except (ValueError, RecursionError):
        raise RecordError(f"{path} is not whole JSON; it was cut short or changed. {AGAIN}") from None
    if not isinstance(values, dict) or type(values.get("format")) is not int:
        raise RecordError(f"{path} does not say what a judge preferred: it names no format. {AGAIN}")
    if values["format"] > FORMAT:
        raise RecordError(f"{path} has format {values['format']}; this version reads up to {FORMAT}. Update Alongside.")
    try:
        return _reader().validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"{path} is not whole: {where}: {first['msg']}. {AGAIN}") from None


@cache
def _reader() -> TypeAdapter[Preferences]:
    return TypeAdapter(Preferences)
