"""An archive as a ZIP file: one JSON file with everything, and every conversation to be read by people.

No name inside it holds what people wrote. Nothing in it is ever unpacked to the disk or believed unchecked.
"""

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Never
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from assistant.errors import InputError
from assistant.store.archive import Archive, refuse_nonsense
from assistant.store.export import export_markdown
from assistant.store.faults import explained
from assistant.store.strict import parsed
from assistant.store.values import Conversation
from assistant.wholefile import unfinished

FORMAT = "alongside-archive"
VERSION = 3
CONTENT = "alongside.json"
NAMES = re.compile(r"alongside\.json|conversations/\d{4}-\d\d-\d\d-\d+\.md")
MAX_BYTES = 200_000_000  # of JSON: more than anybody says in a life, and it still fits into memory
MAX_FILES = 200_000

NOT_OURS = "{file} cannot be added: {why}. Give a file made by `alongside export`. Nothing was changed."
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What reading a ZIP or JSON made to harm may raise; a password and too deep a nesting are RuntimeErrors."""


def write(file: Path, archive: Archive, readable: Sequence[Conversation], now: datetime) -> None:
    """Raises StoreError when it cannot be written; then nothing is there that was not before."""
    content = {"format": FORMAT, "version": VERSION, "written": now, **asdict(archive)}
    with explained(file), unfinished(file) as part, ZipFile(part, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(CONTENT, json.dumps(content, ensure_ascii=False, indent=1, default=_text))
        for number, conversation in enumerate(readable, start=1):
            name = f"conversations/{conversation.created:%Y-%m-%d}-{number}.md"
            zipped.writestr(name, export_markdown(conversation))


def read(file: Path) -> Archive:
    """Raises InputError, which never quotes the file, for whatever Alongside did not write."""
    if not file.is_file():
        raise InputError(f"{str(file)!r} is not there, or is no file. Give a file made by `alongside export`.")
    try:
        with explained(file):
            return _checked(_content(file))
    except InputError as error:
        raise InputError(NOT_OURS.format(file=repr(str(file)), why=error)) from None
    except BROKEN:
        raise InputError(NOT_OURS.format(file=repr(str(file)), why="it is no whole ZIP file of ours")) from None


def _content(file: Path) -> Any:
    with ZipFile(file) as zipped:
        names = zipped.namelist()
        if len(names) > MAX_FILES or names.count(CONTENT) != 1 or not all(map(NAMES.fullmatch, names)):
            raise InputError("it holds other files than ours")
        with zipped.open(CONTENT) as stream:
            words = stream.read(MAX_BYTES + 1)
    if len(words) > MAX_BYTES:
        raise InputError("it is too large")
    return json.loads(words.decode(), parse_constant=_refuse, object_pairs_hook=_once)


def _checked(content: Any) -> Archive:
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise InputError("it is not an archive of Alongside")
    version = content.pop("version", None)
    if not isinstance(version, int) or version > VERSION:
        raise InputError("it comes from a newer Alongside; install that one")
    content.pop("written", None)
    if version < VERSION:
        _bring_up_to_date(content)
    archive: Archive = parsed(Archive, content)
    refuse_nonsense(archive)
    return archive


def _bring_up_to_date(content: dict[str, Any]) -> None:
    """The first version did not say what models were sent, the second not who had raised a concern,
    nor what people had chosen to be sent as it is.

    What neither ever wrote is left for `parsed` to refuse.
    """
    conversations = content.get("conversations")
    for conversation in conversations if isinstance(conversations, list) else ():
        turns = conversation.get("turns") if isinstance(conversation, dict) else None
        for turn in turns if isinstance(turns, list) else ():
            if isinstance(turn, dict):
                turn.setdefault("sent", None)
                turn.setdefault("unmasked", False)
                if isinstance(concern := turn.get("concern"), dict):
                    concern.setdefault("moderated", False)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _refuse(_constant: str) -> Never:
    raise InputError("it holds a number that is none")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise InputError("it says something twice")
    return found
