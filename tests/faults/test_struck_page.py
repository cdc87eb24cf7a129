"""A disk, folder or database that fails under a real page: it opens, says what to do, gives help, loses no message."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.retrieval.index import open_index
from tests.browser.conftest import PHONE, Site, choose_to_keep, chromium, served, visit
from tests.browser.test_journeys import ANSWER_MS, box, say
from tests.faults.conftest import Disk, held_by_another_process

__all__ = ["chromium", "visit"]
pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
CRY = " ".join(["my mentee just wrote he wants to die tonight."] * 60)  # longer than what a full disk still takes
HEADER = 60  # pixels that lie over what scrolls
MEGABYTES = 80  # two versions of the index of a few guides, and some room
FEW = Path(__file__).with_name("few.py")


@contextmanager
def filled(disk: Disk) -> Iterator[None]:
    disk.fill()
    yield
    disk.free()


def locked(disk: Disk) -> AbstractContextManager[None]:
    return held_by_another_process(disk.folder / "alongside.db")


def damaged(disk: Disk) -> AbstractContextManager[None]:
    for file in disk.folder.glob("alongside.db*"):
        file.write_bytes(b"\xab" * file.stat().st_size)
    return nullcontext()


FAULTS: dict[str, tuple[Callable[[Disk], AbstractContextManager[None]], str]] = {
    "full": (filled, "The disk is full"),
    "locked": (locked, "Something else is using"),
    "damaged": (damaged, "is damaged"),
}


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory, few_index: Path) -> Iterator[Disk]:
    """With an index and the choice to keep conversations."""
    made = Disk(tmp_path_factory.mktemp("disk"))
    made.mount(MEGABYTES)
    shutil.copytree(few_index, made.folder / "index")
    choose_to_keep(made.folder)
    yield made
    made.unmount()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, few_guides: Path, few_index: Path, disk: Disk) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("struck"), few_index) as start:
        yield start(FEW, CONTENT=str(few_guides), ALONGSIDE_DATA=str(disk.folder))


def top_of(shown: Locator) -> float:
    found = shown.bounding_box()
    assert found is not None
    return found["y"]


def expect_help(page: Page) -> None:
    expect(page.get_by_role("region", name="Please read this first")).to_contain_text("stay with them")


def test_a_folder_that_may_not_be_written_hinders_no_help(
    tmp_path: Path, few_guides: Path, few_index: Path, small_disk: Callable[[float], Disk], visit: Visit
) -> None:
    disk = small_disk(MEGABYTES)
    shutil.copytree(few_index, disk.folder / "index")
    disk.allow_writing(allowed=False)
    with served(tmp_path, few_index) as start:
        page = visit(start(FEW, CONTENT=str(few_guides), ALONGSIDE_DATA=str(disk.folder)))
        expect(page.get_by_role("alert")).to_contain_text("Until then nothing is kept", timeout=ANSWER_MS)
        say(page, CRY)
        expect_help(page)
        expect(page.get_by_role("group", name="You")).to_have_text(CRY)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_under_an_open_page_hinders_no_help_and_loses_no_message(
    site: Site, disk: Disk, visit: Visit, fault: str
) -> None:
    strike, words = FAULTS[fault]
    visit(site).get_by_text("Kept on this device.").wait_for()
    with strike(disk):
        page = visit(site, PHONE)
        say(page, CRY)
        expect_help(page)
        assert top_of(page.locator(".al-safety p").first) > HEADER
        expect(page.get_by_role("alert").filter(has_text=words).first).to_be_visible()
        expect(box(page)).to_have_value(CRY)
        expect(page.get_by_role("button", name="Send message")).to_be_in_viewport()
        expect(page.get_by_role("button", name="Keep on this device")).to_have_count(0)


def test_an_index_damaged_under_an_open_page_is_built_anew_and_the_talk_goes_on(
    tmp_path: Path, few_guides: Path, few_index: Path, visit: Visit
) -> None:
    with served(tmp_path, few_index) as start:
        site = start(FEW, choose_to_keep, CONTENT=str(few_guides))
        page = visit(site)
        say(page, "she keeps cancelling on me")
        expect(page.get_by_role("button", name="Answer again")).to_have_count(1, timeout=ANSWER_MS)
        for file in (site.data / "index").glob("version-*/**/*"):
            if file.is_file():
                file.write_bytes(b"\xab" * file.stat().st_size)
        say(page, "can i accept a present from my mentee")
        expect(page.get_by_role("group", name="You")).to_have_count(2)
        expect(page.get_by_text("Sources: ")).to_have_count(2, timeout=ANSWER_MS)
        expect(page.get_by_role("group", name="You").first).to_have_text("she keeps cancelling on me")
    assert open_index(site.data / "index").keywords.search("cancelling", 1)
