"""A PDF as Markdown, page by page. The only module that imports pypdf.

A PDF knows letters and where they stand, not headings: a line in larger or bolder type than the rest is taken for one.
"""

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from assistant.guides.importing.plain import LONGEST_HEADING
from assistant.guides.importing.splitting import page_mark
from assistant.guides.importing.troubles import Unusable

LARGER = 1.12  # times the size of most letters; the smallest step that layouts use for a heading
FEW_LETTERS = 25  # a page; less beside pictures is a scan with a stamp or a page number on it
UNKNOWN = 0.2  # share of letters without a name from which a text cannot be made out
MOST_PAGES = 0.6  # share of pages from which a line that stands on them all is a running head
SHORT_LINE = 0.75  # of the longest line: a paragraph may end there
PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]", re.IGNORECASE)
BULLET = re.compile(r"[•●▪◦‣∙·–*]\s*(?=\S)|-\s+(?=\S)")
NUMBERED = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S")
PARTED = re.compile(r"[^\W\d_]-$")
JOINED = "\0"
"""Stands where a word that was parted at the end of a line goes on."""
NAMELESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")


@dataclass(slots=True)
class Line:
    text: str = ""
    size: float = 0.0
    """Of its largest letters, in points."""
    bold: bool = True


@dataclass(slots=True)
class Page:
    number: int
    lines: list[Line] = field(default_factory=lambda: [Line()])

    def take(self, text: str, matrix: Sequence[float], place: Sequence[float], font: Any, size: float) -> None:
        """A run of letters as pypdf's visitor is given it."""
        shown = size * math.hypot(place[2], place[3]) * math.hypot(matrix[2], matrix[3])
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for number, words in enumerate(text.split("\n")):
            if number:
                self.lines.append(Line())
            self.lines[-1].text += words
            if words.strip():
                self.lines[-1].size = max(self.lines[-1].size, round(abs(shown), 1))
                self.lines[-1].bold = self.lines[-1].bold and bold


def markdown_of_pdf(data: bytes) -> str:
    """Raises Unusable for a file that is damaged, protected, or has no text."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unusable("encrypted")
        pages = [_read(number, page) for number, page in enumerate(reader.pages, start=1)]
        pictures = not _letters(pages) or any(_has_picture(page) for page in reader.pages)
    except (DependencyError, FileNotDecryptedError) as error:
        raise Unusable("encrypted") from error
    except PyPdfError as error:
        raise Unusable("broken") from error
    _refuse_wordless(pages, pictures=pictures)
    return "".join(_markdown(pages)).replace(f"-{JOINED}", "")


def _read(number: int, source: PageObject) -> Page:
    page = Page(number)
    source.extract_text(visitor_text=page.take)
    page.lines = [line for line in page.lines if line.text.strip() and not PAGE_NUMBER.fullmatch(line.text.strip())]
    for line in page.lines:
        line.text = " ".join(line.text.split())
    return page


def _refuse_wordless(pages: Sequence[Page], *, pictures: bool) -> None:
    letters = _letters(pages)
    if pictures and letters < FEW_LETTERS * max(len(pages), 1):
        raise Unusable("scanned")
    nameless = sum(len(NAMELESS.findall(line.text)) for page in pages for line in page.lines)
    if nameless > UNKNOWN * letters:
        raise Unusable("unreadable")


def _letters(pages: Sequence[Page]) -> int:
    return sum(len(line.text.replace(" ", "")) for page in pages for line in page.lines)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    held = objects.get_object().values() if objects is not None else ()
    return any(item.get_object().get("/Subtype") == "/Image" for item in held)


def _markdown(pages: Sequence[Page]) -> Iterator[str]:
    running = _running_heads(pages)
    body, bold = _body(line for page in pages for line in page.lines)
    for page in pages:
        yield page_mark(page.number)
        lines = [line for line in page.lines if line.text not in running]
        widest = max((len(line.text) for line in lines), default=0)
        before: Line | None = None
        for line in lines:
            if _is_heading(line, body, bold=bold):
                yield f"\n\n## {line.text}\n"
                before = None
            else:
                yield _following(before, line.text, widest)
                before = line


def _running_heads(pages: Sequence[Page]) -> set[str]:
    """Lines at the head or foot of most pages; two pages are too few to tell."""
    edges = Counter(text for page in pages for text in {line.text for line in (*page.lines[:2], *page.lines[-2:])})
    return {text for text, count in edges.items() if count > max(2, MOST_PAGES * len(pages))}


def _body(lines: Iterable[Line]) -> tuple[float, bool]:
    """Size and weight of most letters."""
    letters: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        letters[line.size, line.bold] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (0.0, False)


def _is_heading(line: Line, body: float, *, bold: bool) -> bool:
    stands_out = line.size >= body * LARGER or (line.bold and not bold and line.size >= body)
    return stands_out and len(line.text.split()) <= LONGEST_HEADING + 2 and not line.text.endswith((".", ",", ";", ":"))


def _following(before: Line | None, text: str, widest: int) -> str:
    """A line with what parts it from the one before: nothing, a space or a new paragraph."""
    if before is None or BULLET.match(text) or NUMBERED.match(text):
        return "\n" + BULLET.sub("- ", text, count=1)
    if before.text.endswith((".", "!", "?", ":")) and len(before.text) < SHORT_LINE * widest:
        return f"\n\n{text}"
    parted = PARTED.search(before.text) is not None and text[:1].islower()
    return f"{JOINED}{text}" if parted else f" {text}"
