"""Everything of one person as a file to take along, and its way back."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.messages import Citation, Concern, Replacement, Sent, Signposting, Span, Tokens
from assistant.situation import Situation
from assistant.store import Added, Said, Store, archivefile
from tests.store.conftest import Opener
from tests.store.old_shapes import rows

MARKED = "the marked sentence nobody else may read"
WHOLE = Said(
    text=f"{MARKED} [1]",
    situation=Situation(role="mentor", country="GB"),
    citations=(Citation(1, "a/b#say", "a/b", "guide", 0, 3, "Say"),),
    concern=Concern("caution", "self_harm", "other", (Span(0, 4),), moderated=True),
    signposting=Signposting("worried", "You can ring …"),
    found=True,
    dropped=2,
    responder="model",
    model="small",
    prompt="ab12",
    sent=Sent(MARKED, masked=True, replaced=(Replacement("Sam", "my mentee", "name"),)),
    tokens=Tokens(100, 20, 0.5),
    ms={"triage": 0.5, "first_text": None},
)
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.zip"


@pytest.fixture
def elsewhere(opened: Opener, tmp_path: Path) -> Store:
    return opened(tmp_path / "elsewhere" / "alongside.db")


def fill(store: Store) -> str:
    """Two conversations with earlier versions, every ending, ratings, a title and preferences."""
    started = store.start(None, MARKED, Situation(role="mentor"), unmasked=True)
    store.finish(started.id, "done", WHOLE)
    store.rate(started.id, "down", "too_long")
    store.finish(store.regenerate(started.id).id, "stopped", Said(text="half"))
    store.finish(store.edit_last(started.conversation, "edited").id, "interrupted", Said(), problem="try again")
    store.finish(store.start(None, "another", Situation()).id, "done", Said(text="answered"))
    store.rename(started.conversation, "Sam")
    store.set_preference("keep", True)
    store.set_preference("situation", Situation(role="peer").as_dict())
    store.set_retention(90)
    return started.conversation


def in_file(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as zipped:
        content: dict[str, Any] = json.loads(zipped.read("alongside.json"))
    return content


def test_everything_goes_out_and_comes_in_as_it_was_and_only_once(
    store: Store, elsewhere: Store, path: Path, file: Path, tmp_path: Path
) -> None:
    fill(store)
    assert store.export_all(file) == 2
    assert elsewhere.import_all(file) == Added(conversations=2, turns=7)
    assert rows(tmp_path / "elsewhere" / "alongside.db") == rows(path)
    assert elsewhere.import_all(file) == Added(0, 0)
    assert rows(tmp_path / "elsewhere" / "alongside.db") == rows(path)


def test_the_file_is_private_and_readable_and_no_name_in_it_tells_anything(store: Store, file: Path) -> None:
    fill(store)
    store.export_all(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as zipped:
        names = zipped.namelist()
        assert names == ["alongside.json", "conversations/2026-11-21-1.md", "conversations/2026-11-21-2.md"]
        assert zipped.read(names[1]).decode().startswith("# Sam\n")
    assert re.search(r"this-machine", json.dumps(in_file(file))) is None


def test_an_answer_that_was_being_written_comes_back_as_interrupted(store: Store, elsewhere: Store, file: Path) -> None:
    started = store.start(None, "hello", Situation())
    store.grow(started.id, Said(text="so far"))
    store.export_all(file)
    elsewhere.import_all(file)
    answer = elsewhere.turn(started.id)
    assert answer is not None
    assert (answer.state, answer.text) == ("interrupted", "so far")
    assert "ask for it again" in str(answer.problem)
    store.import_all(file)
    assert store.finish(started.id, "done", Said(text="so far and on"))


def test_what_was_said_elsewhere_since_is_added_to_what_is_here(store: Store, elsewhere: Store, file: Path) -> None:
    conversation = fill(store)
    store.export_all(file)
    elsewhere.import_all(file)
    more = elsewhere.start(conversation, "said elsewhere", Situation())
    elsewhere.finish(more.id, "done", Said(text="answered elsewhere"))
    elsewhere.export_all(file, replace=True)
    assert store.import_all(file) == Added(0, 2)
    assert store.conversation(conversation) == elsewhere.conversation(conversation)


def test_what_was_said_here_since_stays_in_sight(store: Store, elsewhere: Store, file: Path) -> None:
    conversation = fill(store)
    store.export_all(file)
    elsewhere.import_all(file)
    elsewhere.start(conversation, "said elsewhere", Situation())
    elsewhere.export_all(file, replace=True)
    store.start(conversation, "said here", Situation())
    before = store.conversation(conversation)
    assert store.import_all(file) == Added(0, 2)
    after = store.conversation(conversation)
    assert before is not None
    assert after is not None
    assert [turn.text for turn in after.turns] == [turn.text for turn in before.turns]


def test_preferences_chosen_here_stay(store: Store, elsewhere: Store, file: Path) -> None:
    fill(store)
    store.export_all(file)
    elsewhere.set_retention(30)
    elsewhere.import_all(file)
    assert (elsewhere.retention(), elsewhere.preference("keep")) == (30, True)


def test_what_is_somebody_elses_is_neither_exported_nor_taken_over(
    store: Store, path: Path, file: Path, tmp_path: Path
) -> None:
    fill(store)
    store.export_all(file)
    before = rows(path)
    hers = store.for_owner("her")
    with pytest.raises(InputError, match="belongs elsewhere, so nothing was added"):
        hers.import_all(file)
    assert rows(path) == before
    assert hers.export_all(tmp_path / "hers.zip") == 0
    assert in_file(tmp_path / "hers.zip")["conversations"] == []


def test_a_file_that_is_there_is_not_written_over_unless_asked(store: Store, file: Path) -> None:
    fill(store)
    file.write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        store.export_all(file)
    assert file.read_text() == "mine"
    assert store.export_all(file, replace=True) == 2


def test_an_old_archive_with_nothing_in_it_adds_nothing(store: Store, file: Path) -> None:
    store.export_all(file)
    assert store.import_all(file) == Added(0, 0)


def test_an_archive_of_the_first_version_which_told_nothing_of_sending_is_still_added(
    store: Store, elsewhere: Store, file: Path
) -> None:
    name = fill(store)
    store.export_all(file)
    content = in_file(file) | {"version": 1}
    for told in (turn for conversation in content["conversations"] for turn in conversation["turns"]):
        del told["sent"], told["unmasked"], told["concern"]["moderated"]
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("alongside.json", json.dumps(content))
    assert elsewhere.import_all(file) == Added(conversations=2, turns=7)
    added = elsewhere.conversation(name)
    assert added is not None
    assert [turn.sent for turn in added.turns] == [None] * len(added.turns)


def test_an_archive_of_the_second_version_which_told_less_of_sending_is_still_added(
    store: Store, elsewhere: Store, file: Path
) -> None:
    name = fill(store)
    store.export_all(file)
    content = in_file(file) | {"version": 2}
    for told in (turn for conversation in content["conversations"] for turn in conversation["turns"]):
        assert told["concern"].pop("moderated") is (told["responder"] == "model")
        del told["unmasked"]
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("alongside.json", json.dumps(content))
    assert elsewhere.import_all(file) == Added(conversations=2, turns=7)
    added = elsewhere.conversation(name)
    assert added is not None
    assert [(turn.concern.moderated, turn.unmasked) for turn in added.turns] == [(False, False)] * len(added.turns)


def test_the_limit_is_on_what_is_read_not_on_what_the_file_says(
    store: Store, elsewhere: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    store.export_all(file)
    monkeypatch.setattr(archivefile, "MAX_BYTES", 1000)
    with pytest.raises(InputError, match="too large"):
        elsewhere.import_all(file)
    assert elsewhere.conversations() == ()
