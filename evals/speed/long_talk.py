"""The two hundredth turn of a conversation, beside the second of another; both on a real page."""

from pathlib import Path
from statistics import median

from assistant.conversation import Reply
from assistant.running import so_far
from assistant.situation import Situation
from assistant.store import Store, open_store
from evals.speed.bench import Bench
from evals.speed.figures import Row, middle_half, ratios
from evals.speed.memory import keep_conversations
from evals.speed.site import ask, chromium, served, visit

AIM = 1.5
QUESTION = "she keeps cancelling on me last minute, what do i say?"


def measure(bench: Bench) -> list[Row]:
    data = bench.site_data("long")
    keep_conversations(data)
    pairs = 2 * bench.sizes.repetitions
    short, long = _talked(bench, data, pairs)
    second: list[float] = []
    late: list[float] = []
    with served(data) as site, chromium() as browser:
        ask(visit(browser, site), QUESTION)  # the models are loaded
        for number in range(pairs):
            bench.tell(f"long: pair {number + 1} of {pairs}")
            for name, measured in ((short[number], second), (long[number], late)):
                page = visit(browser, site, f"/?c={name}")
                page.locator("[data-al-question]").last.wait_for()
                measured.append(ask(page, QUESTION))
                page.context.close()
    found = ratios(late, second)
    measured_words = f"{median(found):.2f} x turn 2 ({median(late):.0f} over {median(second):.0f} ms)"
    return [
        Row(f"turn {bench.sizes.turns} of a conversation, page included", measured_words, len(found),
            middle_half(found, 2, " x"), f"at most {AIM} x", median(found) <= AIM),
    ]  # fmt: skip


def _talked(bench: Bench, data: Path, pairs: int) -> tuple[list[str], list[str]]:
    """Conversations of one turn, and of all turns but the last, with real answers."""
    calm = [asked.text for asked in bench.asked if bench.assistant.triage(asked.text, ()).level == "none"]
    replies = [(text, bench.assistant.reply(text)) for text in calm]
    store = open_store(data / "alongside.db")
    short = [_written(store, replies[number : number + 1]) for number in range(pairs)]
    told = [replies[at % len(replies)] for at in range(bench.sizes.turns - 1)]
    bench.tell(f"long: writing {pairs} conversations of {len(told)} turns")
    long = [_written(store, told) for _ in range(pairs)]
    store.close()
    return short, long


def _written(store: Store, replies: list[tuple[str, Reply]]) -> str:
    name = None
    for text, reply in replies:
        started = store.start(name, text, Situation())
        store.finish(started.id, "done", so_far(reply))
        name = started.conversation
    return str(name)
