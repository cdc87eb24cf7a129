"""The coordinator adds the programme's documents, sees what was made of them, replaces and removes them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.conversation import Assistant
from assistant.guides.importing.folder import DocumentFolder
from assistant.retrieval.current import CurrentIndex
from assistant.retrieval.minilm import MiniLM
from assistant.retrieval.policies import Policies
from tests.guides.importing.files import docx, pdf
from tests.running.scripted import Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
GIFTS = docx(["## Gifts", "None over £10."])
HELP = b"Helplines\n\nRing 1-800-273-8255 at any hour.\n"


@pytest.fixture
def documents(
    screen: Open,
    tmp_path: Path,
    script: Script,
    embedder: MiniLM,
    guide_index: CurrentIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> Screen:
    policies = Policies(DocumentFolder(tmp_path / "documents"), embedder, guide_index.mean_line)
    assistant = script.assistant()
    assistant.policies = policies
    monkeypatch.setattr(Assistant, "open", lambda *_: assistant)
    page = screen().open()
    page.app.switch_page("assistant/ui/documents_page.py")
    return page.open()


def add(page: Screen, *files: tuple[str, bytes]) -> Screen:
    page.app.file_uploader[0].set_value([(name, data, "application/octet-stream") for name, data in files]).run()
    return page


def test_an_empty_shelf_says_what_to_begin_with(documents: Screen) -> None:
    assert "No document has been added yet. Good ones to begin with: your volunteer handbook" in documents.words
    assert [text.value for text in documents.app.main.markdown] == []


def test_a_document_is_added_shown_and_replaced(documents: Screen) -> None:
    add(documents, ("gift-policy.docx", GIFTS))
    assert "gift-policy.docx is added: 1 passage." in documents.words
    assert "Gift policy gift-policy.docx. 1 passage, 1 kB, added" in documents.words
    add(documents, ("gift-policy.docx", GIFTS))
    assert "gift-policy.docx is replaced: 1 passage." in documents.words


def test_what_is_wrong_with_a_file_stands_beside_those_that_were_added(documents: Screen) -> None:
    add(documents, ("scan.pdf", pdf([[]], picture=True)), ("Help.txt", HELP))
    assert "'scan.pdf' holds pictures of pages and no text" in documents.words
    assert "Help.txt is added: 1 passage." in documents.words
    assert "1-800-273-8255 (“Helplines”) no longer reaches help. Answers leave it out." in documents.words


def test_removing_is_asked_about_first(documents: Screen, tmp_path: Path) -> None:
    add(documents, ("gift-policy.docx", GIFTS)).press("Remove").press("Keep it")
    assert "Gift policy" in documents.words
    documents.press("Remove").press("Yes, remove it")
    assert "gift-policy.docx is removed." in documents.words
    assert "No document has been added yet" in documents.words
    assert list((tmp_path / "documents").rglob("*")) == []
