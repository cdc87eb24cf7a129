"""One turn of the library responder, beside the embedding of its query alone."""

from functools import partial
from statistics import median

from evals.speed.bench import Asked, Bench, milliseconds
from evals.speed.figures import Row, middle_half, p95, ratios, typical

P50_AIM, P95_AIM = 8.0, 15.0


def measure(bench: Bench) -> list[Row]:
    embedded: list[list[float]] = [[] for _ in bench.asked]
    turned: list[list[float]] = [[] for _ in bench.asked]
    for repetition in range(bench.sizes.repetitions):
        bench.tell(f"turns: round {repetition + 1} of {bench.sizes.repetitions}")
        for place, asked in enumerate(bench.asked):
            embedded[place].append(milliseconds(partial(bench.parts.embedder.embed, [asked.text])))
            turned[place].append(milliseconds(partial(_turn, bench, asked)))
    alone, whole = typical(embedded), typical(turned)
    found = ratios(whole, alone)
    times = f"{median(whole):.0f} ms over {median(alone):.1f} ms", f"{p95(whole):.0f} ms over {p95(alone):.1f} ms"
    n, spread = len(found) * bench.sizes.repetitions, middle_half(found, unit=" x")
    return [
        Row("one turn, library responder, p50", f"{median(found):.1f} x the embedding of its query ({times[0]})",
            n, spread, f"at most {P50_AIM:.0f} x", median(found) <= P50_AIM),
        Row("one turn, library responder, p95", f"{p95(found):.1f} x the embedding of its query ({times[1]})",
            n, spread, f"at most {P95_AIM:.0f} x", p95(found) <= P95_AIM),
    ]  # fmt: skip


def _turn(bench: Bench, asked: Asked) -> None:
    bench.assistant.reply(asked.text, asked.situation, asked.history)
