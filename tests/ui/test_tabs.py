"""What a tab holds lives for its token only, and ends with it."""

import sqlite3
from collections.abc import Iterator

import pytest

from assistant.running import Running
from assistant.situation import Situation
from assistant.store import open_store
from assistant.ui.place import Place
from assistant.ui.tabs import Tab, Tabs
from tests.running.scripted import HERE, MARKED, PATIENCE, Script, until

GRACE, IDLE = 120.0, 1800.0


class World:
    """One process: its memory, its clocks, and who is connected."""

    def __init__(self, script: Script) -> None:
        self.memory = open_store(None)
        self.now, self.awake = 1_000_000.0, 1_000.0
        self.connected: set[str] = set()
        self.script = script
        self.tabs = Tabs(
            self.place, self.connected.__contains__,
            grace=GRACE, idle=IDLE, clock=lambda: self.now, awake=lambda: self.awake,
        )  # fmt: skip

    def place(self, token: str) -> Place:
        store = self.memory.for_owner(token)
        return Place(store, Running(self.script.assistant, store))

    def visit(self, visit: str = "one", owner: str = "me") -> Tab:
        """A tab that is open, with a conversation in it."""
        self.connected.add(visit)
        tab = self.tabs.open(owner, visit)
        turn = tab.place.running.answer(None, MARKED, HERE)
        assert tab.place.running.wait(turn, PATIENCE)
        tab.conversation = tab.place.store.conversations()[0].id
        return tab

    def after(self, seconds: float, *, asleep: bool = False) -> None:
        """Let time pass, maybe with the laptop closed, and look for what is over."""
        self.now += seconds
        self.awake += 0 if asleep else seconds
        self.tabs.end_what_is_over()

    def holds(self, text: str) -> bool:
        """Is it anywhere in the memory of the database?"""
        connection = self.memory._database._engine.raw_connection()
        try:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            return text.encode() in driver.serialize()
        finally:
            connection.close()


@pytest.fixture
def script() -> Iterator[Script]:
    script = Script()
    yield script
    script.go_on.set()


@pytest.fixture
def world(script: Script) -> Iterator[World]:
    world = World(script)
    yield world
    world.memory.close()


def test_a_closed_tab_is_deleted_from_memory_after_its_grace(world: World) -> None:
    world.visit()
    assert world.holds(MARKED)
    world.connected.clear()
    world.after(GRACE - 1)
    assert world.holds(MARKED)
    world.after(2)
    assert not world.holds(MARKED)


def test_a_reload_within_the_grace_goes_on(world: World) -> None:
    tab = world.visit("one")
    world.connected.clear()
    world.after(GRACE - 1)
    assert world.tabs.use(tab.token, "me", "two") is tab


def test_a_connection_that_comes_back_by_itself_is_no_close(world: World) -> None:
    tab = world.visit()
    world.connected.clear()
    world.after(GRACE - 1)
    world.connected.add("one")
    assert world.tabs.use(tab.token, "me", "one") is tab
    world.after(GRACE + 1)
    assert world.tabs.knows(tab.token)


def test_a_laptop_closed_for_a_while_does_not_end_the_tab_that_comes_back(world: World) -> None:
    tab = world.visit("one")
    world.connected.clear()
    world.after(IDLE - 60, asleep=True)
    assert world.tabs.use(tab.token, "me", "two") is tab


def test_a_laptop_closed_for_half_an_hour_ends_what_is_not_kept(world: World) -> None:
    world.visit()
    world.after(IDLE + 1, asleep=True)
    assert not world.holds(MARKED)


def test_an_open_tab_ends_after_half_an_hour_without_use(world: World) -> None:
    tab = world.visit()
    world.after(IDLE - 1)
    assert world.tabs.use(tab.token, "me", "one") is tab
    world.after(IDLE - 1)
    assert world.tabs.knows(tab.token)
    world.after(2)
    assert not world.holds(MARKED)
    assert world.tabs.use(tab.token, "me", "one") is None


def test_a_duplicated_tab_ends_with_the_last_of_the_two(world: World) -> None:
    tab = world.visit("one")
    world.connected.add("two")
    assert world.tabs.use(tab.token, "me", "two") is tab
    world.connected.remove("one")
    world.after(GRACE + 1)
    assert world.holds(MARKED)
    world.connected.remove("two")
    world.after(GRACE + 1)
    assert not world.holds(MARKED)


@pytest.mark.parametrize("token", ["", "guessed", "x" * 43], ids=["none", "short", "as long"])
def test_a_token_that_was_not_made_here_is_refused(world: World, token: str) -> None:
    world.visit()
    assert world.tabs.use(token, "me", "one") is None


def test_a_token_is_of_no_use_to_another_owner(world: World) -> None:
    tab = world.visit(owner="her")
    assert world.tabs.use(tab.token, "me", "one") is None
    assert world.tabs.use(tab.token, "her", "one") is tab


def test_a_tab_reaches_nothing_of_another_tab(world: World) -> None:
    hers, mine = world.visit("one"), world.visit("two")
    assert hers.conversation
    assert mine.place.store.conversation(hers.conversation) is None
    assert [summary.id for summary in mine.place.store.conversations()] == [mine.conversation]


def test_an_answer_being_written_ends_with_its_tab(world: World, script: Script) -> None:
    script.hang("So far. ")
    world.connected.add("one")
    tab = world.tabs.open("me", "one")
    turn = tab.place.running.answer(None, MARKED, Situation())
    tab.conversation = tab.place.store.conversations()[0].id
    world.connected.clear()
    world.after(GRACE + 1)
    assert tab.place.running.wait(turn, PATIENCE)
    assert not world.holds(MARKED)


def test_everything_of_one_owner_ends_at_once(world: World) -> None:
    world.visit("one", "me")
    theirs = world.visit("two", "them")
    world.tabs.end_all("me")
    assert [tab.token for tab in world.tabs._all()] == [theirs.token]


def test_what_is_over_is_noticed_without_being_asked(world: World) -> None:
    quick = Tabs(world.place, lambda _visit: False, grace=0.2, idle=IDLE)
    tab = quick.open("me", "one")
    quick.watch()
    until(lambda: not quick.knows(tab.token))


def test_a_token_is_in_no_description_of_a_tab(world: World) -> None:
    tab = world.visit()
    assert tab.token not in repr(tab)
