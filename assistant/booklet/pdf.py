"""The booklet as a PDF. The only module that imports fpdf and its fonts.

FiraGO is embedded: Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai and Georgian, with symbols beside it. A
letter that neither has is printed as an empty box, and the last page says so.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF
from pymupdf_fonts import fontbuffers  # type: ignore[import-untyped]

from assistant.booklet.booklet import Piece, Style
from assistant.unseen import MARKS, UNSEEN, clean

SAFETY_WORDS = "The safety words of Alongside"
FACES = {"": "figo", "B": "figbo"}
SYMBOLS = "symbol2"
BOX = "\u25a1"
MISSING = "Letters that could not be printed are shown as " + BOX + "."
MARGIN, WIDTH = 20, 170  # millimetres of A4
SIZES: dict[Style, tuple[str, float, float]] = {
    "title": ("B", 26, 12),
    "chapter": ("B", 18, 9),
    "heading": ("B", 12.5, 6.5),
    "text": ("", 10.5, 5.4),
    "words": ("", 10.5, 5.4),
    "small": ("", 8.5, 4.4),
    "line": ("", 10.5, 5.4),
}
"""Face, points and millimetres from line to line."""
JOINED = re.compile("[\u0590-\u109f\u1780-\u18af\ufb1d-\ufeff]")
"""Scripts whose letters join, stack or run from the right: only these need the slow engine."""
UNSEEN_LETTER = re.compile(f"[{UNSEEN}{MARKS}]")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


class _Sheets(FPDF):
    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("text", "", 8)
        self.cell(0, 5, f"{self.page_no()}", align="R")


def pdf(pieces: Sequence[Piece], made: datetime | None = None, title: str = SAFETY_WORDS) -> bytes:
    """The same pieces at the same moment give the same bytes."""
    sheets = _Sheets(format="A4")
    sheets.set_creation_date(made or datetime.now(UTC))
    sheets.set_title(title)
    sheets.set_lang("en")
    sheets.set_margins(MARGIN, MARGIN)
    sheets.set_auto_page_break(auto=True, margin=MARGIN)
    with TemporaryDirectory() as folder:
        _load_fonts(sheets, Path(folder))
        sheets.add_page()
        printer = _Printer(sheets)
        for piece in pieces:
            printer.print(piece)
        if printer.boxes:
            printer.print(Piece("small", MISSING))
        return bytes(sheets.output())


def _load_fonts(sheets: FPDF, folder: Path) -> None:
    """fpdf reads fonts from files; the package has them in memory."""
    for face, name in FACES.items():
        sheets.add_font("text", face, _written(folder, name))
    sheets.add_font("symbols", "", _written(folder, SYMBOLS))
    sheets.set_font("text", "", 10)
    sheets.set_fallback_fonts(["symbols"], exact_match=False)


def _written(folder: Path, name: str) -> Path:
    path = folder / f"{name}.ttf"
    path.write_bytes(fontbuffers[name]())
    return path


class _Printer:
    def __init__(self, sheets: FPDF) -> None:
        self._sheets = sheets
        self._known = {code for font in sheets.fonts.values() for code in font.cmap}  # type: ignore[union-attr]
        self.boxes = False

    def print(self, piece: Piece) -> None:
        sheets = self._sheets
        face, points, height = SIZES[piece.style]
        opens_page = piece.style == "heading" and sheets.will_page_break(height * 5)
        if piece.style == "chapter" or opens_page:
            sheets.add_page()
        sheets.ln(height * (0.7 if piece.style == "heading" else 0.25))
        text = self._printable(piece.text)
        sheets.set_text_shaping(use_shaping_engine=bool(JOINED.search(text)))
        for at, part in enumerate(BOLD.split(text) if piece.style == "words" else [text]):
            sheets.set_font("text", "B" if at % 2 else face, points)
            sheets.write(height, part)
        sheets.ln(height)
        if piece.style == "line":
            self._rule()

    def _rule(self) -> None:
        y = self._sheets.get_y()
        self._sheets.line(MARGIN + 30, y, MARGIN + WIDTH, y)
        self._sheets.ln(6)

    def _printable(self, text: str) -> str:
        """What the fonts have; what only shapes its neighbours is left out where they cannot."""
        shown = "".join(letter if ord(letter) in self._known else self._instead(letter) for letter in clean(text))
        self.boxes |= BOX in shown
        return shown

    def _instead(self, letter: str) -> str:
        return " " if letter.isspace() else "" if UNSEEN_LETTER.fullmatch(letter) else BOX
