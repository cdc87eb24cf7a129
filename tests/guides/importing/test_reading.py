"""Files are read in a child process that may use so much memory and time and nothing else."""

import os
import sys
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.guides.importing import child
from assistant.guides.importing.part import Part
from assistant.guides.importing.reading import USUAL, Limits, Upload, read_parts, upload_of
from assistant.guides.importing.troubles import MAX_BYTES, WORDS
from tests.guides.importing.files import document, docx, pdf

RUNS = "<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>word </w:t></w:r>" * 20 + "</w:p>"
SLOW = docx([], {"word/document.xml": document(RUNS * 4_000)})
HEAVY = b"<b>" * 1_000_000


@pytest.mark.parametrize(
    ("upload", "limits", "words"),
    [
        pytest.param(Upload("a.pdf", pdf([[]], picture=True)), USUAL, WORDS["scanned"], id="scanned"),
        pytest.param(Upload("a.html", b"<div>" * 50_000), USUAL, WORDS["broken"], id="nested-beyond-reason"),
        pytest.param(Upload("a.docx", SLOW), Limits(seconds=3), WORDS["slow"], id="never-done"),
        pytest.param(Upload("a.txt", b"Hi"), Limits(patience=0.01), WORDS["slow"], id="hanging"),
        pytest.param(Upload("a.html", HEAVY), Limits(memory=160_000_000), WORDS["heavy"], id="out-of-memory"),
        pytest.param(Upload("a.md", b"#" * 1_000_001), USUAL, WORDS["long"], id="too-long"),
        pytest.param(Upload("a.txt", b"\n"), USUAL, WORDS["empty"], id="empty"),
    ],
)
def test_what_goes_wrong_in_the_child_is_said_in_one_line(upload: Upload, limits: Limits, words: str) -> None:
    with pytest.raises(InputError) as told:
        read_parts(upload, limits)
    assert str(told.value) == f"{upload.name!r} {words}"


def test_the_usual_limits_let_an_ordinary_file_through() -> None:
    assert read_parts(Upload("a.docx", docx(["## Gifts", "None over £10."]))) == (
        Part(("Gifts",), None, "None over £10."),
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param("a.xls", b"1", "Alongside reads PDF", id="another-kind"),
        pytest.param("a.pdf", docx(["Hi"]), "inside it is a Word file or an archive", id="word-called-pdf"),
        pytest.param("a.docx", pdf([[]]), "inside it is a PDF", id="pdf-called-word"),
        pytest.param("a.txt", b"<!DOCTYPE html><p>Hi", "inside it is a web page", id="web-called-text"),
        pytest.param("a.txt", b"\x00\x01\x02", "inside it is no text", id="no-text-at-all"),
        pytest.param("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "protected by a password", id="locked-or-old-word"),
    ],
)
def test_a_wrong_ending_is_told_before_anything_is_read(name: str, data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_parts(Upload(name, data), Limits(memory=0))


def test_a_file_of_300_mb_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(InputError, match=f"has 300 MB; up to {MAX_BYTES // 10**6} MB can be read"):
        upload_of(tmp_path / "a.pdf")


def test_a_pipe_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="no file that can be read"):
        upload_of(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", ()), ("socket.getaddrinfo", ()), ("subprocess.Popen", ()), ("os.system", ()),
        ("urllib.Request", ()), ("open", ("/etc/passwd", "r", 0)), ("open", (child.__file__, "a", 0)),
    ],
)  # fmt: skip
def test_in_the_child_no_network_program_or_file_can_be_used(event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(PermissionError):
        child._refuse(event, arguments)


def test_in_the_child_python_may_still_load_its_own_modules() -> None:
    child._refuse("open", (f"{sys.base_prefix}/lib/os.py", "r", 0))
