"""Whatever breaks while a marked sentence is said, no log, standard stream, error or stray file repeats it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import event

from assistant import running as module
from assistant.errors import StoreError
from assistant.responders import model
from assistant.responders.fallback import WithFallback
from assistant.responders.model import ModelResponder
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.search import GuideSearch
from assistant.running import Running
from assistant.store import Store, connection, open_store
from assistant.ui import transcript
from tests.faults.conftest import Disk, held_by_another_process
from tests.faults.test_index import DAMAGE
from tests.leaks.conftest import Overheard
from tests.leaks.places import MARK, MARKED
from tests.model_server import Behaviour, Hang, ModelServer, Raw, Status, words
from tests.responders.questions import answer_prompt, counter, settings
from tests.retrieval.toy import WordBag, small_library
from tests.running.scripted import HERE, PATIENCE, Script, ended, stored, until
from tests.ui.conftest import Screen

ECHO = {"error": {"message": f"you wrote {MARKED}", "code": None}}
MODELS: dict[str, Behaviour] = {
    **{str(code): Status(code, ECHO) for code in (400, 401, 404, 429, 500)},
    "cut": words(f"You said {MARK}. And the", ending="cut"),
    "quiet": words(f"You said {MARK}. And the", ending="quiet"),
    "silent": Hang(),
    "hangs": words(f"You said {MARK}. And the", ending="hang"),
    "an error in the stream": Raw(f'data: {{"error": {{"message": "{MARKED}"}}}}\n\n'.encode()),
    "nonsense": Raw(f"data: {{{MARKED}\n\n".encode()),
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before something is tried again."""
    monkeypatch.setattr(model, "FIRST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(module, "LAST_TRIES", (0.01, 0.01))
    monkeypatch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS, "busy_timeout = 50"))


@contextmanager
def full(disk: Disk, _store: Store) -> Iterator[None]:
    disk.fill()
    yield
    disk.free()


def locked(disk: Disk, _store: Store) -> AbstractContextManager[None]:
    return held_by_another_process(disk.folder / "alongside.db")


@contextmanager
def read_only(_disk: Disk, store: Store) -> Iterator[None]:
    event.listen(store._database._engine, "checkout", lambda opened, *_: opened.execute("PRAGMA query_only = 1"))
    yield


@contextmanager
def damaged(disk: Disk, _store: Store) -> Iterator[None]:
    for file in disk.folder.glob("alongside.db*"):
        file.write_bytes(b"\xab" * file.stat().st_size)
    yield


@contextmanager
def gone(disk: Disk, _store: Store) -> Iterator[None]:
    (disk.folder / "alongside.db").unlink()
    yield


@pytest.mark.parametrize("fault", [full, locked, read_only, damaged, gone])
def test_a_database_that_fails_repeats_nothing(
    overheard: Overheard,
    small_disk: Callable[[float], Disk],
    script: Script,
    fault: Callable[[Disk, Store], AbstractContextManager[None]],
) -> None:
    disk = small_disk(2)
    store = open_store(disk.folder / "alongside.db")
    running = Running(script.assistant, store)
    script.hang(MARKED)
    turn = running.answer(None, MARKED, HERE)
    until(lambda: stored(store, turn).text != "")
    with fault(disk, store):
        with pytest.raises(StoreError) as refused:
            running.answer(None, MARKED * 80, HERE)
        script.go_on.set()
        assert running.wait(turn, PATIENCE)
        told = overheard(refused.value, *failures_of(lambda: store.conversations(MARKED)))
    with suppress(StoreError):
        store.close()
    assert told == []


def failures_of(attempt: Callable[[], object]) -> list[Exception]:
    try:
        attempt()
    except (StoreError, sqlite3.Error) as error:
        return [error]
    return []


@pytest.mark.parametrize("behaviour", MODELS.values(), ids=MODELS.keys())
def test_a_model_that_fails_repeats_nothing(
    overheard: Overheard, script: Script, model_server: ModelServer, tmp_path: Path, behaviour: Behaviour
) -> None:
    model_server.script(behaviour)
    assistant = script.assistant()
    own = ModelResponder(settings(model_server.url, model_timeout=0.3, masking=False), answer_prompt(), counter())
    assistant.responder = WithFallback(own, script.respond)
    store = open_store(tmp_path / "data" / "alongside.db")
    running = Running(lambda: assistant, store)
    answer = ended(running, store, running.answer(None, MARKED, HERE))
    store.close()
    assert MARK in model_server.requests[0].messages[-1]["content"]
    assert (answer.state, "Ask first." in answer.text) == ("done", True)
    assert overheard() == []


def put_a_file_in_its_place(folder: Path) -> None:
    folder.rename(folder.with_name("aside"))
    folder.touch()


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [*DAMAGE.values(), ("", put_a_file_in_its_place)],
    ids=[*DAMAGE, "a file in its place"],
)
def test_an_index_that_fails_repeats_nothing(
    overheard: Overheard, script: Script, tmp_path: Path, pattern: str, damage: Callable[[Path], object]
) -> None:
    folder, guides, bag = tmp_path / "data" / "index", small_library(tmp_path), WordBag()
    current = CurrentIndex(folder, guides, bag)
    current.ensure(silent)
    search = GuideSearch(guides, current, bag)
    search("what is it about?", HERE)
    for path in folder.glob(pattern) if pattern else [folder]:
        damage(path)
    assistant = script.assistant()
    assistant.search = search
    store = open_store(tmp_path / "data" / "alongside.db")
    running = Running(lambda: assistant, store)
    answer = ended(running, store, running.answer(None, MARKED, HERE))
    store.close()
    assert answer.problem or MARKED in bag.embedded
    assert MARK not in (answer.problem or "")
    assert overheard() == []


def fault(*_: object, **__: object) -> None:
    words_of_theirs = MARKED
    error = KeyError(words_of_theirs)
    error.add_note(words_of_theirs)
    raise error from ValueError(words_of_theirs)


def in_a_part(_script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "draw", fault)


def in_a_callback(_script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Running, "answer", fault)


def in_the_answering_thread(script: Script, _monkeypatch: pytest.MonkeyPatch) -> None:
    script.pieces = fault  # type: ignore[assignment]


def in_the_writing_thread(_script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "grow", fault)


@pytest.mark.parametrize("where", [in_a_part, in_a_callback, in_the_answering_thread, in_the_writing_thread])
def test_a_fault_of_ours_repeats_nothing(
    overheard: Overheard,
    screen: Callable[[], Screen],
    script: Script,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    where: Callable[[Script, pytest.MonkeyPatch], None],
) -> None:
    where(script, monkeypatch)
    page = screen().open().press("Keep on this device")
    page.app.chat_input(key="message").set_value(MARKED).run()
    until(lambda: "error=KeyError" in caplog.text)
    assert not page.app.exception
    assert overheard() == []
