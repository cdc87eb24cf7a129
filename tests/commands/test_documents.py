"""Adding, listing and removing the programme's documents on the command line."""

from pathlib import Path

import pytest

from tests.commands.conftest import Alongside
from tests.guides.importing.files import docx, pdf

GIFTS = ["## Gifts", "Do not accept gifts over £10."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Gift policy.docx").write_bytes(docx(GIFTS))
    (tmp_path / "Help.txt").write_text("Helplines\n\nRing 1-800-273-8255 at any hour.\n", encoding="utf-8")
    (tmp_path / "Scan.pdf").write_bytes(pdf([[]], picture=True))
    return tmp_path


def test_documents_are_added_listed_replaced_and_removed(alongside: Alongside, folder: Path) -> None:
    added = alongside("add", str(folder / "Gift policy.docx"))
    assert (added.code, added.err, added.out) == (0, "", "Gift policy.docx is added: 1 passage.\n")
    [row] = alongside("sources", "--json").json
    assert {**row, "added": None} == {
        "name": "Gift policy.docx", "title": "Gift policy", "added": None, "retired_numbers": [], "passages": 1,
        "bytes": (folder / "Gift policy.docx").stat().st_size,
    }  # fmt: skip
    assert alongside("add", str(folder / "Gift policy.docx")).out == "Gift policy.docx is replaced: 1 passage.\n"
    removed = alongside("remove", "gift policy")
    assert removed.code == 0
    assert "Gift policy.docx is removed" in removed.out
    assert "keep the sentences they quoted" in removed.out
    assert alongside("sources", "--json").json == []
    assert "No document has been added yet" in alongside("sources").out


def test_a_file_that_cannot_be_used_stands_in_the_way_of_no_other(alongside: Alongside, folder: Path) -> None:
    ran = alongside("add", str(folder / "Scan.pdf"), str(folder / "Help.txt"), str(folder / "none.txt"))
    assert ran.code == 2
    assert ran.err.splitlines()[0].startswith("'Scan.pdf' holds pictures of pages and no text")
    assert ran.err.splitlines()[1].endswith("cannot be read (No such file or directory). Check the name and try again.")
    assert [row["name"] for row in alongside("sources", "--json").json] == ["Help.txt"]
    alongside("remove", "Help.txt")


def test_a_retired_number_is_told_when_it_is_added_and_whenever_it_is_listed(
    alongside: Alongside, folder: Path
) -> None:
    told = "'1-800-273-8255' in “Helplines” no longer reaches help."
    assert told in alongside("add", str(folder / "Help.txt")).out
    assert told in alongside("sources").out
    assert alongside("sources", "--json").json[0]["retired_numbers"] == [
        {"number": "1-800-273-8255", "place": "“Helplines”"}
    ]
    alongside("remove", "Help.txt")


def test_removing_what_is_not_there_says_what_is(alongside: Alongside) -> None:
    ran = alongside("remove", "handbook")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "No document is called 'handbook'. No document has been added yet.\n"
