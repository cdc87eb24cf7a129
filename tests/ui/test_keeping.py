"""How long conversations are kept, and what still holds those that are deleted, as the pages tell it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.store import LOCAL_OWNER, Store, open_store
from assistant.store.backups import back_up
from assistant.ui import keeping
from assistant.ui.shared import Shared
from tests.running.scripted import HERE
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
OLD = "said a hundred days ago"
NOW = datetime.now(UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Holds one conversation of a hundred days ago, and the choice to keep them."""
    path = tmp_path / "alongside.db"
    then = open_store(path, clock=lambda: NOW - timedelta(days=100))
    started = then.start(None, OLD, HERE)
    then.stop(started.id)
    then.set_preference("keep", True)
    then.close()
    return path


def titles(store: Store) -> list[str]:
    return [summary.title for summary in store.conversations()]


def on_disk(database: Path) -> list[str]:
    return [path.name for path in database.parent.rglob("*") if path.is_file() and OLD.encode() in path.read_bytes()]


def choose(page: Screen, days: int) -> Screen:
    page.app.selectbox(key="days-choice").set_value(days).run()
    return page


def test_a_choice_that_would_delete_at_once_says_how_many_and_asks(screen: Open, database: Path) -> None:
    page = choose(screen().open(), 90)
    assert "1 conversation is older than that" in page.words
    assert page.offers(OLD)
    page.press("Leave it as it was")
    assert page.app.selectbox(key="days-choice").value == 0
    choose(page, 90).press("Delete and go on like this")
    assert not page.offers(OLD)
    assert on_disk(database) == []
    assert screen().open().app.selectbox(key="days-choice").value == 90


@pytest.mark.usefixtures("database")
def test_a_choice_that_deletes_nothing_yet_is_taken_at_once(screen: Open) -> None:
    page = choose(screen().open(), 365)
    assert "deleted by itself a year after its last message" in page.words
    assert page.offers(OLD)


def test_what_is_too_old_is_gone_at_the_next_start(screen: Open, database: Path) -> None:
    choosing = open_store(database)
    choosing.set_retention(30)
    choosing.close()
    assert not screen().open().offers(OLD)
    assert on_disk(database) == []


def test_what_grows_too_old_is_deleted_while_the_page_is_served(database: Path) -> None:
    shared = Shared(Settings.from_env({"ALONGSIDE_DATA": str(database.parent)}), lambda _visit: True)
    store = shared.kept(LOCAL_OWNER).store
    store.set_retention(90)
    assert titles(store) == [OLD]
    shared.tidy()
    assert titles(store) == []


def test_the_setting_decides_for_who_has_chosen_nothing(
    screen: Open, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_RETENTION", "90")
    page = screen().open()
    assert page.app.selectbox(key="days-choice").value == 90
    assert on_disk(database) == []


def test_deleting_one_says_what_copies_hold_and_takes_them_along_when_asked(screen: Open, database: Path) -> None:
    back_up(database, "upgrade", NOW)
    page = screen().open().press(OLD)
    page.app.session_state[f"more-{page.conversation}"] = True
    page.app.run()
    page.app.checkbox(key=f"sure-{page.conversation}").check().run()
    assert f"on {NOW.astimezone():%d %B %Y}".replace("on 0", "on ") in page.words
    page.app.checkbox(key=f"copies-{page.conversation}").check().run()
    page.press("Delete conversation")
    assert on_disk(database) == []


def test_deleting_everything_says_afterwards_what_still_holds_it(screen: Open, database: Path) -> None:
    back_up(database, "upgrade", NOW)
    page = screen().open()
    page.app.switch_page("assistant/ui/about_page.py").run()
    page.app.checkbox(key="sure-everything").check().run()
    page.press("Delete everything")
    assert "still holds it" in page.words
    assert keeping.OWN_COPIES in page.words
    assert [name for name in on_disk(database) if name.startswith("alongside.db")] == []
    assert len(on_disk(database)) == 1


@pytest.mark.usefixtures("database")
def test_a_copy_from_before_a_conversation_is_not_said_to_hold_it(screen: Open, database: Path) -> None:
    back_up(database, "upgrade", NOW - timedelta(days=200))
    page = screen().open().press(OLD)
    page.app.session_state[f"more-{page.conversation}"] = True
    page.app.run()
    page.app.checkbox(key=f"sure-{page.conversation}").check().run()
    assert "in case an update went wrong" not in page.words


def test_no_browser_offers_to_others_what_was_typed_into_a_box(screen: Open) -> None:
    page = screen().open().press("Keep on this device").say("what now")
    page.app.session_state[f"more-{page.conversation}"] = True
    page.app.run()
    boxes = {box.label: box.proto.autocomplete for box in page.app.text_input}
    assert boxes == {"Search your conversations": "off", "Name": "off"}
