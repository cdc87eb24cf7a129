"""What a person sees when there is nowhere to keep anything: what went wrong, the box, and help."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.ui import session
from tests.faults.conftest import Disk, held_by_another_process
from tests.running.scripted import HELP, Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
UNTIL_THEN = "Until then nothing is kept"


def box(page: Screen) -> str:
    return str(page.app.chat_input(key="message").proto.value)


def until(page: Screen, words: str) -> None:
    for _ in range(200):
        if words in page.words:
            return
        page.app.run()
    raise AssertionError(f"never saw {words!r}")


def damage(folder: Path) -> None:
    (folder / "alongside.db").write_bytes(b"no database " * 1_000)


def put_a_file_in_the_way(folder: Path) -> None:
    folder.rmdir()
    folder.touch()


@pytest.mark.parametrize("fault", [damage, put_a_file_in_the_way])
def test_with_nowhere_to_keep_anything_the_page_says_so_and_answers(
    screen: Open, data: Path, fault: Callable[[Path], None]
) -> None:
    fault(data)
    page = screen().open()
    assert UNTIL_THEN in page.words
    assert not page.offers("Keep on this device")
    assert "Ask first." in page.say("what now").words
    page.press("New conversation").say("danger")
    assert HELP.text in page.words
    assert UNTIL_THEN in page.words


def test_a_folder_that_may_not_be_written_is_no_hindrance_to_help(
    screen: Open, small_disk: Callable[[float], Disk], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = small_disk(1)
    disk.allow_writing(allowed=False)
    monkeypatch.setenv("ALONGSIDE_DATA", str(disk.folder))
    page = screen().open()
    assert "Set ALONGSIDE_DATA to a folder you can write to." in page.words
    assert HELP.text in page.say("danger").words


def test_what_was_said_meanwhile_can_be_kept_when_there_is_room_again(screen: Open, data: Path) -> None:
    with held_by_another_process(data / "alongside.db"):
        page = screen().open()
        assert "Something else is using" in page.words
        page.say("a first word")
    session.shared().mend()
    page.app.run()
    assert UNTIL_THEN not in page.words
    page.press("Keep on this device").settle()
    assert "a first word" in screen().open(c=page.conversation).words


def test_a_message_that_cannot_be_stored_stays_in_the_box_and_gets_help(
    screen: Open, small_disk: Callable[[float], Disk], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, long = small_disk(1), "and what then? " * 200
    monkeypatch.setenv("ALONGSIDE_DATA", str(disk.folder))
    page = screen().open().press("Keep on this device").say("what now")
    disk.fill()
    page.say(long)
    assert ("The disk is full" in page.words, box(page), HELP.text in page.words) == (True, long, False)
    page.say(long + "danger")
    assert (box(page), HELP.text in page.words) == (long + "danger", True)
    disk.free()
    page.say("what then?")
    assert HELP.text not in page.words
    assert "The disk is full" not in page.words


def test_when_nothing_can_be_read_any_more_the_box_stays(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = screen().open().press("Keep on this device").say("what now")
    database = session.shared()._store._database

    def broken(*_: object, **__: object) -> None:
        raise StoreError("The file is damaged.")

    monkeypatch.setattr(database, "transaction", broken)
    page.say("danger")
    assert ("The file is damaged." in page.words, box(page), HELP.text in page.words) == (True, "danger", True)
    assert not page.app.exception


def test_an_answer_that_cannot_be_stored_yet_says_so_while_it_is_written(
    screen: Open, script: Script, small_disk: Callable[[float], Disk], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, long = small_disk(2), "a line. " * 9_000
    monkeypatch.setenv("ALONGSIDE_DATA", str(disk.folder))
    page = screen().open().press("Keep on this device")
    script.hang("Ask first. ", long)
    disk.fill(leaving=60_000)
    page.app.chat_input(key="message").set_value("what now").run()
    until(page, "The disk is full")
    assert "a line." in page.words
    disk.free()
    script.go_on.set()
    assert "and the rest" in page.settle().words
    assert "The disk is full" not in page.words
