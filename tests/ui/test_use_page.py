"""The page on use: numbers of five or more for a coordinator, and no person's words on it or in its CSV."""

from collections.abc import Callable

import pytest

from assistant.guides.library import Library
from assistant.messages import Concern, Signposting
from assistant.situation import Situation
from assistant.store import LOCAL_OWNER, Said, Store
from assistant.ui import session, use
from tests.running.scripted import MARKED
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
CARD = Said(concern=Concern("urgent", "suicide", "self"), signposting=Signposting("x", "Ring now."))


def gap(library: Library) -> Said:
    title = library.guides["commitment/when-they-keep-cancelling"].title
    return Said(text=f"I have nothing on that. The nearest guide is *{title}*.", found=False)


def opened(screen: Open) -> Screen:
    page = screen().open()
    page.app.switch_page("assistant/ui/use_page.py")
    return page.open()


@pytest.fixture
def store(screen: Open) -> Store:
    screen().open()
    return session.shared().kept(LOCAL_OWNER).store


def answered(store: Store, said: Said, times: int) -> None:
    for _ in range(times):
        store.finish(store.start(None, MARKED, Situation()).id, "done", said)


def test_with_few_conversations_there_is_nothing_to_count(screen: Open, store: Store) -> None:
    answered(store, CARD, 4)
    page = opened(screen)
    assert (
        "Where one person does, these are that person’s own conversations, and every number is about them" in page.words
    )
    assert "Fewer than five conversations are kept on this device" in page.words
    assert "Help that was shown first" not in page.words


def test_what_was_asked_in_vain_is_told_by_topic_and_help_by_kind(screen: Open, store: Store, library: Library) -> None:
    answered(store, gap(library), 6)
    answered(store, CARD, 5)
    answered(store, Said(concern=Concern("urgent", "self_harm"), signposting=CARD.signposting), 4)
    told = opened(screen).words
    names = use.topics()["commitment"], use.kinds()["suicide"], use.kinds()["self_harm"]
    assert "Counted from 15 conversations." in told
    assert f"{names[0]} 6 Every other topic: fewer than five." in told
    assert f"{names[1]} 5 Every other kind: fewer than five." in told
    assert names[2] not in told


def test_whether_answers_helped_is_told_by_thumb_and_reason(screen: Open, store: Store) -> None:
    for _ in range(5):
        started = store.start(None, MARKED, Situation())
        store.finish(started.id, "done", Said(text="x", found=True))
        store.rate(started.id, "down", "too_long")
    assert (
        "Not helpful 5 Not helpful: too long 5 Every other thumb and reason: fewer than five." in opened(screen).words
    )


def test_no_persons_words_are_on_the_page_in_the_counts_or_in_the_csv(
    screen: Open, store: Store, library: Library
) -> None:
    page = screen().open().press("Keep on this device").say(MARKED)
    page.press("Not helpful").say(f"{MARKED} danger")
    answered(store, gap(library), 6)
    answered(store, CARD, 6)
    shown = opened(screen)
    assert "Counted from 13 conversations." in shown.words
    everything = shown.html + str([*shown.app.main, *shown.app.sidebar]) + repr(use.counted()) + use.sheet()
    assert MARKED not in everything
    assert MARKED in str(store.conversations())


def test_the_csv_names_every_group_and_never_a_small_number(store: Store, library: Library) -> None:
    answered(store, gap(library), 5)
    answered(store, CARD, 4)
    lines = use.sheet().splitlines()
    assert lines[:2] == ["what,group,month,number", "conversations kept,,,9"]
    assert [line for line in lines[2:] if not line.endswith(",fewer than five")] == [
        f"questions the guides could not answer,\"{use.topics()['commitment']}\",,5".replace('"', ""),
    ]  # fmt: skip
    assert len(lines) == 2 + len(use.topics()) + 2 + len(use.reasons())


def test_what_is_not_kept_is_not_counted(screen: Open, store: Store) -> None:
    for _ in range(6):
        screen().open().say("danger")
    assert store.conversations() == ()
    assert "Fewer than five conversations" in opened(screen).words


def test_somebody_else_is_not_counted(screen: Open, store: Store) -> None:
    answered(store.for_owner("her"), CARD, 9)
    assert "Fewer than five conversations" in opened(screen).words
