"""Plain text and Markdown as Markdown: the words decoded, headings marked as such."""

import re
from collections.abc import Iterator

from assistant.guides.importing.troubles import Unusable

FRONT_MATTER = re.compile(r"\A---\n(?:.*\n)*?---\n")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
NUMBERED = re.compile(r"\d+(?:\.\d+)*[.)]?\s+[A-Z]")
LONGEST_HEADING = 10  # words; a longer line by itself is a sentence


def decoded(data: bytes) -> str:
    """Raises Unusable for bytes that are no text."""
    for encoding in ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Unusable("broken")


def markdown_of_markdown(data: bytes) -> str:
    return COMMENT.sub("", _with_marks(FRONT_MATTER.sub("", decoded(data), count=1)))


def markdown_of_text(data: bytes) -> str:
    """What looks like a heading is taken for one: underlined, or a short line by itself that ends no sentence."""
    lines = _with_marks(decoded(data)).split("\n")
    return "\n".join(_marked(lines))


def is_like_heading(line: str) -> bool:
    """A few words that begin like a title and do not end like a sentence or a list's lead."""
    words = line.split()
    begins = line[:1].isupper() or NUMBERED.match(line) is not None
    return begins and 0 < len(words) <= LONGEST_HEADING and line[-1:] not in set(".,;:!?\"'”")


def _with_marks(text: str) -> str:
    """Titles with a line drawn below them get Markdown's sign in front instead."""
    lines: list[str] = []
    for line in text.split("\n"):
        if UNDERLINE.match(line.strip()) and lines and is_like_heading(lines[-1].strip()):
            lines[-1] = f"{'#' if line.strip()[0] == '=' else '##'} {lines[-1].strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _marked(lines: list[str]) -> Iterator[str]:
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        words = line.strip()
        alone = not before.strip() and (not after.strip() or words.isupper())
        yield f"## {words}" if alone and is_like_heading(words) else line
