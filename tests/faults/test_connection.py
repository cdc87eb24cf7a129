"""A connection that breaks and a server that dies under an open page: what was typed or sent is there again."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Site, chromium, keep, serve, visit
from tests.browser.test_journeys import box
from tests.faults.wire import Wire

__all__ = ["chromium", "serve", "visit"]
pytestmark = pytest.mark.browser

PATIENCE_MS = 120_000  # a busy machine
Visit = Callable[..., Page]


@pytest.fixture
def wire() -> Iterator[Callable[[Site], Wire]]:
    wires: list[Wire] = []

    def lay(site: Site) -> Wire:
        wires.append(Wire(int(site.url.rpartition(":")[2])))
        return wires[-1]

    yield lay
    for laid in wires:
        laid.close()


def test_what_is_typed_or_sent_while_the_connection_is_lost_is_not(
    serve: Serve, visit: Visit, wire: Callable[[Site], Wire]
) -> None:
    site = serve()
    laid = wire(site)
    page = visit(replace(site, url=laid.url))
    keep(page)
    expect(page.get_by_role("button", name="Keep on this device")).to_have_count(0, timeout=PATIENCE_MS)
    box(page).fill("typed before it broke")
    laid.cut()
    expect(page.get_by_text("What you have typed is still here.")).to_be_visible(timeout=PATIENCE_MS)
    laid.mend()
    expect(box(page)).to_be_enabled(timeout=PATIENCE_MS)
    expect(box(page)).to_have_value("typed before it broke")
    laid.go_dead()
    box(page).press("Enter")
    laid.cut()
    expect(box(page)).to_be_disabled(timeout=PATIENCE_MS)
    laid.mend()
    expect(box(page)).to_have_value("typed before it broke", timeout=PATIENCE_MS)
    box(page).press("Enter")
    expect(page.get_by_role("group", name="You")).to_have_text("typed before it broke", timeout=PATIENCE_MS)
