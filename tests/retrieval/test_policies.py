"""The programme's documents: searched only for what they surely say, and gone for good when they are removed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import AssistantError
from assistant.guides.documents import Document
from assistant.guides.importing.folder import DocumentFolder
from assistant.guides.importing.part import Part
from assistant.guides.importing.splitting import split
from assistant.messages import Rule, Vectors
from assistant.retrieval import policies as module
from assistant.retrieval.current import CurrentIndex
from assistant.retrieval.minilm import MiniLM
from assistant.retrieval.policies import Policies

HERE = Path(__file__).parent
MARKED = "The zebra key hangs behind the piano."
SPARE = Document("spare.txt", datetime(2026, 11, 30, tzinfo=UTC), 1, (Part(("Keys",), None, MARKED),))


def handbook(name: str) -> Document:
    parts = tuple(split((HERE / "documents" / name).read_text(encoding="utf-8")))
    return Document(name, datetime(2026, 11, 30, tzinfo=UTC), 2_000, parts)


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLM, guide_index: CurrentIndex) -> Policies:
    """Two handbooks, written for these tests; read them only."""
    folder = DocumentFolder(tmp_path_factory.mktemp("policies") / "documents")
    made = Policies(folder, embedder, guide_index.mean_line)
    made.add([handbook("volunteers.md"), handbook("workplace.md")])
    return made


@pytest.fixture
def own(tmp_path: Path, embedder: MiniLM, guide_index: CurrentIndex) -> Policies:
    return Policies(DocumentFolder(tmp_path / "documents"), embedder, guide_index.mean_line)


def found(policies: Policies, embedder: MiniLM, text: str, *, alone: bool = False) -> tuple[Rule, ...]:
    [vector] = embedder.embed([text])
    return policies.find(text, vector, alone=alone)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("where do we meet", "“Where and when we meet”"),
        ("can i claim travel", "“Travel and expenses”"),
        ("can i give her a small present", "“Gifts”"),
        ("who is the safeguarding lead", "“Confidentiality”"),
        ("is there any training", "“Training and supervision”"),
        ("do i need a background check", "“Background checks”"),
        ("he has missed two meetings in a row", "“Missed meetings”"),
        ("how do i swap mentors", "“Changing your mentor”"),
        ("does mentoring count as working hours", "“Time for mentoring”"),
        ("can i let an ai take notes in our meeting", "“Remote meetings”"),
    ],
)
def test_a_question_that_a_rule_answers_finds_it(
    policies: Policies, embedder: MiniLM, question: str, place: str
) -> None:
    assert found(policies, embedder, question)[0].passage.place == place


@pytest.mark.parametrize(
    "question",
    [
        "He failed the exam and says he's useless. What do I even say?",
        "I'm meeting my mentor on Thursday and I don't want to look dumb",
        "i kept handing him solutions, he said yeah yeah and then had to go",
        "how do i give feedback without crushing her",
        "too much praise, is that a thing? he's ten",
        "She never turns her camera on.",
        "what do I ask in our first hour",
    ],
)
def test_a_question_that_no_rule_answers_finds_none(policies: Policies, embedder: MiniLM, question: str) -> None:
    assert found(policies, embedder, question) == ()


@pytest.mark.parametrize(
    "question",
    [
        "who won the Celtic game last night",
        "cheapest week to fly to Malaga with two kids",
        "boilers been broken 9 days and the agency wont answer, do we still have to pay rent",
        "how do I reverse a list in Python",
        "which laptop under £500 for a nursing degree?",
    ],
)
def test_what_is_about_something_else_altogether_finds_none(
    policies: Policies, embedder: MiniLM, question: str
) -> None:
    assert found(policies, embedder, question, alone=True) == ()


def test_what_is_quoted_is_the_sentences_about_the_nearest(own: Policies, embedder: MiniLM) -> None:
    filler = "This part of the handbook tells you about how rooms are cleaned and by whom every week. " * 4
    text = f"{filler}Gifts over £10 are not allowed. Flowers at an ending are. {filler}".strip()
    own.add([Document("a.txt", datetime.now(UTC), 1, (Part((), None, text),))])
    [rule] = found(own, embedder, "are gifts over £10 allowed")
    quoted = text[rule.start : rule.end]
    assert "Gifts over £10 are not allowed. Flowers at an ending are." in quoted
    assert len(quoted.split()) <= module.WHOLE_WORDS


def _everything(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _held(folder: Path, vector: Vectors) -> Vectors:
    """The row that was kept for it: embedded beside others it differs in its last digits."""
    [path] = folder.rglob("vectors.npz")
    rows: Vectors = np.load(path)["rows"]
    row: Vectors = rows[np.argmax(rows @ vector)]
    assert float(row @ vector) > 0.999
    return row


def test_a_removed_document_leaves_no_word_and_no_vector_in_any_file(
    own: Policies, embedder: MiniLM, tmp_path: Path
) -> None:
    own.add([SPARE, handbook("volunteers.md")])
    [vector] = embedder.embed([f"Keys: {MARKED}"])
    marks = (b"zebra", _held(tmp_path, vector).tobytes()[:64])
    assert [any(mark in held for held in _everything(tmp_path)) for mark in marks] == [True, True]
    own.remove(SPARE)
    assert [any(mark in held for held in _everything(tmp_path)) for mark in marks] == [False, False]
    assert found(own, embedder, "where is the zebra key") == ()
    assert found(own, embedder, "where do we meet") != ()


def test_with_the_last_document_its_index_goes_too(own: Policies, tmp_path: Path) -> None:
    own.add([SPARE])
    own.remove(SPARE)
    assert list((tmp_path / "documents").rglob("*")) == []


def test_a_replaced_document_is_found_as_it_is_now(own: Policies, embedder: MiniLM) -> None:
    own.add([SPARE])
    own.add([Document("spare.txt", datetime.now(UTC), 1, (Part(("Keys",), None, "The spare key is at the desk."),))])
    [rule] = found(own, embedder, "where is the spare key")
    assert rule.passage.text == "The spare key is at the desk."


def test_what_another_process_adds_is_found_at_once(
    own: Policies, embedder: MiniLM, guide_index: CurrentIndex, tmp_path: Path
) -> None:
    assert found(own, embedder, "where is the zebra key") == ()
    Policies(DocumentFolder(tmp_path / "documents"), embedder, guide_index.mean_line).add([SPARE])
    assert [rule.passage.text for rule in found(own, embedder, "where is the zebra key")] == [MARKED]


def test_when_the_index_cannot_be_written_all_is_as_it_was(
    own: Policies, embedder: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.add([handbook("volunteers.md")])

    def full(*_given: object) -> None:
        raise AssistantError("The disk is full.")

    monkeypatch.setattr(module, "open_policies", full)
    with pytest.raises(AssistantError, match="The disk is full"):
        own.add([SPARE])
    assert [document.name for document in own.documents.all] == ["volunteers.md"]
    monkeypatch.undo()
    assert found(own, embedder, "where do we meet") != ()
