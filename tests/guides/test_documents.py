"""A programme's documents as passages: named, placed, without numbers that no longer reach help."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.guides.documents import Document, Flag, by_name, file_name, sentences
from assistant.guides.importing.folder import DocumentFolder
from assistant.guides.importing.part import Part
from assistant.messages import Passage
from assistant.safety.helplines import LEFT_OUT

ADDED = datetime(2026, 11, 30, tzinfo=UTC)
GIFTS = Part(("Handbook", "Gifts"), 4, "None over £10. Log each one.")


def made(name: str, *parts: Part) -> Document:
    return Document(name, ADDED, 100, parts or (GIFTS,))


def test_a_passage_says_whose_it_is_and_where_it_stands() -> None:
    assert made("volunteer-handbook.pdf").passages == (
        Passage(
            "documents/volunteer-handbook-pdf#gifts", "documents/volunteer-handbook-pdf", "Volunteer handbook", "rule",
            None, "None over £10. Log each one.", "programme", "“Gifts”, page 4",
        ),
    )  # fmt: skip


def test_every_passage_of_a_document_has_a_name_of_its_own() -> None:
    document = made("a.txt", GIFTS, GIFTS, Part((), None, "Hi"))
    assert [passage.id.partition("#")[2] for passage in document.passages] == ["gifts", "gifts-2", "start"]


def test_a_retired_number_is_flagged_and_never_stands_in_a_passage() -> None:
    document = made("a.txt", Part(("Help",), None, "Ring 1-800-273-8255, at any hour."))
    assert document.flagged == (Flag("1-800-273-8255", "“Help”"),)
    assert document.passages[0].text == f"Ring {LEFT_OUT}, at any hour."


@pytest.mark.parametrize("name", ["Volunteer Handbook.pdf", "volunteer handbook", "/home/me/volunteer handbook.PDF"])
def test_a_document_is_found_by_its_file_or_by_its_title(name: str) -> None:
    handbook = made("Volunteer handbook.pdf")
    assert by_name([made("a.txt"), handbook]).find(name) is handbook


def test_a_title_that_two_have_finds_neither() -> None:
    with pytest.raises(InputError, match=r"may be any of 'a.pdf', 'a.txt'"):
        by_name([made("a.pdf"), made("a.txt")]).find("A")


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"No document is called 'b'. There are 'a.txt'."):
        by_name([made("a.txt")]).find("b")


def test_a_files_name_is_kept_without_its_folder_and_without_what_nobody_sees() -> None:
    assert file_name("C:\\mine\\gift\u202e policy\n.pdf") == "gift policy .pdf"
    assert len(file_name("a" * 500 + ".docx")) <= 120


def test_sentences_end_where_lines_do() -> None:
    text = "None over £10. Log each one\nNever money"
    assert [text[span.start : span.end] for span in sentences(text)] == [
        "None over £10.",
        "Log each one",
        "Never money",
    ]


def test_what_is_kept_comes_back_as_it_was_for_its_owner_only(tmp_path: Path) -> None:
    folder = DocumentFolder(tmp_path / "documents")
    folder.keep(made("b.txt"))
    folder.keep(made("a.txt"))
    assert folder.read() == by_name([made("a.txt"), made("b.txt")])
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.path.iterdir()} == {0o600}


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    folder = DocumentFolder(tmp_path)
    folder.keep(made("A.txt"))
    folder.keep(made("a.txt", Part((), None, "New")))
    assert [document.parts[0].text for document in folder.read().all] == ["New"]


def test_the_folder_says_when_something_was_changed_elsewhere(tmp_path: Path) -> None:
    folder = DocumentFolder(tmp_path)
    before = folder.stamp()
    DocumentFolder(tmp_path).keep(made("a.txt"))
    assert folder.stamp() != before


def test_a_damaged_document_takes_no_other_away_and_nothing_of_it_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = DocumentFolder(tmp_path)
    folder.keep(made("a.txt"))
    (tmp_path / "b.json").write_text(json.dumps({"format": 99, "name": "MARKED"}), encoding="utf-8")
    assert [document.name for document in folder.read().all] == ["a.txt"]
    assert "MARKED" not in caplog.text
    assert "cannot be read" in caplog.text
