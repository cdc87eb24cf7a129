"""What the serving process takes, after one answer and for every further open page."""

from pathlib import Path
from time import sleep

from assistant.store import open_store
from evals.speed.bench import Bench
from evals.speed.figures import Row
from evals.speed.site import Site, ask, chromium, served, visit

IDLE_AIM, PAGE_AIM = 600.0, 2.0  # MB
SETTLED_SECONDS = 3.0


def measure(bench: Bench) -> list[Row]:
    data = bench.site_data("memory")
    keep_conversations(data)
    with served(data) as site, chromium() as browser:
        bench.tell("memory: one answer")
        first = visit(browser, site)
        ask(first, bench.asked[0].text)
        idle = _settled(site)
        pages = bench.sizes.pages
        for number in range(pages):
            bench.tell(f"memory: page {number + 1} of {pages}")
            visit(browser, site, f"/?c={conversation(site)}")
        each = (_settled(site) - idle) / pages
    return [
        Row("memory after one answer", f"{idle:.0f} MB resident", 1, "one process", f"at most {IDLE_AIM:.0f} MB",
            idle <= IDLE_AIM),
        Row("memory of each further open page", f"{each:.1f} MB", pages, "mean of all", f"at most {PAGE_AIM:.0f} MB",
            each <= PAGE_AIM),
    ]  # fmt: skip


def keep_conversations(data: Path) -> None:
    """As somebody has chosen who keeps them."""
    store = open_store(data / "alongside.db")
    store.set_preference("keep", value=True)
    store.close()


def conversation(site: Site) -> str:
    """The one that was talked in last."""
    store = open_store(site.data / "alongside.db")
    name = store.conversations()[0].id
    store.close()
    return name


def _settled(site: Site) -> float:
    sleep(SETTLED_SECONDS)
    return site.resident_mb()
