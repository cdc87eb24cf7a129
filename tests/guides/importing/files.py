"""Small real files of each kind, made here and never fetched."""

import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

Line = tuple[float, str] | tuple[float, str, str]
"""Its size in points, its words, and its font (F1, or F2 which is bold)."""

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MANIFEST = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)
STYLES = (
    f"<w:styles {WORD}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2, 3)
    )
    + "</w:styles>"
)


def docx(paragraphs: Sequence[str], more: Mapping[str, bytes] | None = None, relations: str = "") -> bytes:
    """A Word file; a paragraph that begins with `# ` is a heading, with `**` bold; `more` adds or replaces parts."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": MANIFEST.encode(),
        "_rels/.rels": _relations(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": document("".join(map(_paragraph, paragraphs))),
        "word/styles.xml": STYLES.encode(),
        "word/_rels/document.xml.rels": _relations(
            f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/>{relations}'
        ),
        **(more or {}),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def document(written: str) -> bytes:
    return f"<w:document {WORD}><w:body>{written}</w:body></w:document>".encode()


def external(kind: str, target: str) -> str:
    return f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


def _relations(written: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'.encode()


def _paragraph(text: str) -> str:
    level = len(text) - len(text.lstrip("#"))
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>' if level else ""
    bold = "<w:rPr><w:b/></w:rPr>" if text.startswith("**") else ""
    return f"<w:p>{style}<w:r>{bold}<w:t>{text.strip('#* ')}</w:t></w:r></w:p>"


def pdf(pages: Sequence[Sequence[Line]], *, picture: bool = False, trailer: str = "", content: bytes = b"") -> bytes:
    """A PDF with these lines on its pages; with `picture` each page has one too; `content` replaces what they show."""
    fonts = "/Font << /F1 3 0 R /F2 4 0 R >>" + (" /XObject << /X 5 0 R >>" if picture else "")
    first = 6
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        _stream(b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
                "/ColorSpace /DeviceGray "),
    ]  # fmt: skip
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {fonts} >> "
            f"/Contents {first + 2 * number + 1} 0 R >>".encode()
        )
        objects.append(_stream(content or _shown(lines, picture=picture)))
    return _file(objects, trailer)


def _shown(lines: Sequence[Line], *, picture: bool) -> bytes:
    drawn, height = ["q 500 0 0 700 40 40 cm /X Do Q"] if picture else [], 800.0
    for size, words, *font in lines:
        height -= size * 1.4
        safe = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        drawn.append(f"BT /{font[0] if font else 'F1'} {size} Tf 50 {height:.1f} Td ({safe}) Tj ET")
    return "\n".join(drawn).encode("cp1252")


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    return f"<< {more}/Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    file, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + written + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()
