"""Which kinds of files can be added, and whether a file is of the kind its name says."""

from pathlib import PurePath
from typing import Literal

from assistant.errors import InputError

Kind = Literal["pdf", "word", "web", "markdown", "text"]

KINDS: dict[str, Kind] = {
    ".pdf": "pdf",
    ".docx": "word",
    ".html": "web",
    ".htm": "web",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
ACCEPTED = "PDF, Word (.docx), HTML, Markdown (.md) and plain text (.txt)"
HEAD = 1_024  # bytes; a PDF may have some rubbish before its first mark
ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(name: str, data: bytes) -> Kind:
    """Raises InputError, saying what to do, when it is none of the kinds, or of another kind than its name says."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise InputError(f"{name!r} cannot be added. Alongside reads {ACCEPTED}; save it as one of these and add that.")
    if kind == "word" and data.startswith(OLD_OFFICE):
        raise InputError(
            f"{name!r} is protected by a password, or was made by a Word older than 2007. Save a copy as .docx without "
            "a password and add that."
        )
    if data.strip() and (looks := _disguised(kind, data)):
        raise InputError(
            f"{name!r} is not what its name says: inside it is {looks}. Give it the right ending, or save it anew, "
            "and add that."
        )
    return kind


def _disguised(kind: Kind, data: bytes) -> str | None:
    """What it looks like inside, when that is not its kind."""
    looks = _looks_like(data)
    fitting = {"pdf": {"a PDF"}, "word": {"a Word file or an archive"}, "web": {"a web page", "plain text"}}
    return None if looks in fitting.get(kind, {"plain text"}) else looks


def _looks_like(data: bytes) -> str:
    if PDF in data[:HEAD]:
        return "a PDF"
    if data.startswith(ZIP):
        return "a Word file or an archive"
    if data.startswith(OLD_OFFICE):
        return "an old Office file"
    if b"\0" in data and not data.startswith(BYTE_ORDER_MARKS):
        return "no text"
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "a web page" if start.startswith((b"<!doctype html", b"<html")) else "plain text"
