"""Read one file in a process of its own: `python -m assistant.guides.importing.child KIND BYTES SECONDS`.

The file comes on standard input and its parts leave as JSON on standard output. What reads it is written by others and
is given what strangers wrote, so it may use so much memory and time, and no file, network or program at all.
"""

import json
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib import import_module

from assistant.guides.importing.part import Part
from assistant.guides.importing.troubles import MAX_CHARS, Trouble, Unusable

READERS: dict[str, tuple[str, str]] = {
    "pdf": ("pdf", "markdown_of_pdf"),
    "word": ("word", "markdown_of_word"),
    "web": ("web", "markdown_of_web"),
    "markdown": ("plain", "markdown_of_markdown"),
    "text": ("plain", "markdown_of_text"),
}
BARRED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "ctypes.",
          "urllib.", "ftplib.", "shutil.", "tempfile.", "os.remove", "os.rename", "os.mkdir")  # fmt: skip
WRITING = frozenset("wax+")


def main(kind: str, memory: str, seconds: str) -> None:
    _limit(resource.RLIMIT_AS, int(memory))
    _limit(resource.RLIMIT_CPU, int(seconds))
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    module, reader = READERS[kind]
    read: Callable[[bytes], str] = getattr(import_module(f"assistant.guides.importing.{module}"), reader)
    split = import_module("assistant.guides.importing.splitting").split
    data = sys.stdin.buffer.read()
    sys.addaudithook(_refuse)
    try:
        said = _said(split(_within_reason(read(data))))
    except Unusable as error:
        said = _trouble(error.trouble)
    except MemoryError:
        said = _trouble("heavy")
    except Exception:  # noqa: BLE001 - whatever a reader stumbles over, the file is at fault
        said = _trouble("broken")
    sys.stdout.write(json.dumps(said))


def _within_reason(markdown: str) -> str:
    if len(markdown) > MAX_CHARS:
        raise Unusable("long")
    return markdown


def _said(parts: Sequence[Part]) -> dict[str, object]:
    return {"parts": [asdict(part) for part in parts]} if parts else _trouble("empty")


def _limit(what: int, most: int) -> None:
    """The soft limit, whose signal says what it was for; at the hard one all end alike."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: nothing but Python's own modules may be opened, and only to be read."""
    if event.startswith(BARRED):
        raise PermissionError(event)
    if event == "open":
        path, mode = arguments[0], str(arguments[1] or "")
        ours = isinstance(path, str) and path.startswith((sys.prefix, sys.base_prefix, *filter(None, sys.path)))
        if not ours or WRITING & set(mode):
            raise PermissionError(event)


def _trouble(trouble: Trouble) -> dict[str, object]:
    return {"trouble": trouble}


if __name__ == "__main__":
    main(*sys.argv[1:])
