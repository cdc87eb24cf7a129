"""A Word file as Markdown. The only module that imports mammoth."""

import re
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import mammoth  # type: ignore[import-untyped]

from assistant.guides.importing.troubles import Unusable
from assistant.guides.importing.web import REMOTE, markdown_of_html

MAX_PARTS = 5_000  # files in the archive; a long report with pictures has a few hundred
MAX_UNPACKED = 300_000_000  # bytes of all of them, pictures too
MAX_XML = 10_000_000  # bytes of words and their form: 350 pages have 2 to 5 million, and each takes 60 of memory
HYPERLINK = re.compile(r"/hyperlink$")


def markdown_of_word(data: bytes) -> str:
    """Raises Unusable for an archive that is damaged, swollen, or takes parts from elsewhere."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _refuse_swollen(archive)
            for name in archive.namelist():
                if name.lower().endswith((".xml", ".rels")):
                    _refuse_unsafe(archive.read(name), relations=name.lower().endswith(".rels"))
    except (BadZipFile, EOFError, NotImplementedError) as error:
        raise Unusable("broken") from error
    except RuntimeError as error:  # zipfile's word for an archive with a password
        raise Unusable("encrypted") from error
    return markdown_of_html(mammoth.convert_to_html(BytesIO(data), convert_image=lambda _image: []).value)


def _refuse_swollen(archive: ZipFile) -> None:
    """By what the archive says of itself: no more than that is ever unpacked."""
    members = archive.infolist()
    xml = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
    if len(members) > MAX_PARTS or xml > MAX_XML or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unusable("swollen")


def _refuse_unsafe(part: bytes, *, relations: bool) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Unusable("broken") from error
    if relations and any(map(_is_remote, ElementTree.fromstring(part))):  # noqa: S314 - it has no entities
        raise Unusable("remote")


def _refuse_doctype(*_declared: object) -> None:
    """Word files have none; everything that can go wrong with entities begins with one."""
    raise Unusable("entities")


def _is_remote(relation: ElementTree.Element) -> bool:
    external = relation.get("TargetMode") == "External" and not HYPERLINK.search(relation.get("Type", ""))
    return external and bool(REMOTE.match(relation.get("Target", "")))
