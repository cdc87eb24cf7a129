"""Twenty pages open at once on one process, each reading between its questions; beside one page alone."""

from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from evals.speed.bench import Bench
from evals.speed.figures import Row, middle_half, p95
from evals.speed.memory import keep_conversations
from evals.speed.site import Site, ask, chromium, served, visit

AIM = 3.0
ALONE_READING, ALONE_SHARE = 1.0, 0.4  # one page alone reads more quickly, and for a part of the evening, twice


def measure(bench: Bench) -> list[Row]:
    data = bench.site_data("crowd")
    keep_conversations(data)
    questions = [asked.text for asked in bench.asked if not asked.history and _calm(bench, asked.text)]
    with served(data) as site, chromium() as browser:
        alone = _one_page(bench, browser, site, questions)
        bench.tell(f"crowd: {bench.sizes.pages} pages for {bench.sizes.evening:.0f} s")
        together = _together(bench, browser, site, questions)
        again = _one_page(bench, browser, site, questions)
    single = alone["times"] + again["times"]
    errors = alone["errors"] + together["errors"] + again["errors"]
    ratio = p95(together["times"]) / p95(single)
    times = f"p95 {p95(together['times']):.0f} over {p95(single):.0f} ms, p50 {median(together['times']):.0f} over"
    measured = f"{ratio:.1f} x that of one page ({times} {median(single):.0f} ms), {len(errors)} errors"
    return [
        Row(f"{bench.sizes.pages} open pages, {bench.sizes.reading:.0f} s of reading, turn p95", measured,
            len(together["times"]), middle_half(together["times"], 0, " ms"), f"at most {AIM:.0f} x, no error",
            ratio <= AIM and not errors),
    ]  # fmt: skip


def _one_page(bench: Bench, browser: Browser, site: Site, questions: list[str]) -> dict[str, Any]:
    bench.tell("crowd: one page alone")
    page = visit(browser, site)
    ask(page, questions[0])
    reading = min(ALONE_READING, bench.sizes.reading)
    _begin(page, questions, reading, 0.0, bench.sizes.evening * ALONE_SHARE)
    return _over([page])


def _together(bench: Bench, browser: Browser, site: Site, questions: list[str]) -> dict[str, Any]:
    pages = [visit(browser, site) for _ in range(bench.sizes.pages)]
    for number, page in enumerate(pages):
        own = questions[number % len(questions) :] + questions[: number % len(questions)]
        delay = bench.sizes.reading * number / len(pages)
        _begin(page, own, bench.sizes.reading, delay, bench.sizes.evening)
    return _over(pages)


def _begin(page: Page, questions: list[str], reading: float, delay: float, length: float) -> None:
    given = [questions, 1000 * reading, 1000 * delay, 1000 * length]
    page.evaluate("given => window.visitor.begin(...given)", given)


def _over(pages: list[Page]) -> dict[str, Any]:
    """What all of them measured, in milliseconds; the pages are closed."""
    ended = [page.evaluate("window.visitor.over") for page in pages]
    for page in pages:
        page.context.close()
    return {kind: [each for one in ended for each in one[kind]] for kind in ("times", "errors")}


def _calm(bench: Bench, text: str) -> bool:
    return bench.assistant.triage(text, ()).level == "none"
