"""Building the index, beside the embedder alone on the same texts; and what one changed guide costs."""

from collections.abc import Sequence
from functools import partial
from statistics import median

from assistant.messages import Embedder, Vectors
from assistant.retrieval.current import silent
from assistant.retrieval.entries import KINDS, Entry, guide_of, library_entries
from assistant.retrieval.index import build_index
from evals.speed.bench import Bench, milliseconds
from evals.speed.corpus import Prepared, rewritten, synthetic
from evals.speed.figures import Row, middle_half, ratios

AIM = 0.85


def measure(bench: Bench) -> list[Row]:
    return [_throughput(bench), _one_change(bench)]


def _throughput(bench: Bench) -> Row:
    entries = _some(library_entries(bench.parts.library), bench.sizes.texts)
    texts = list(dict.fromkeys(text for entry in entries for text in entry.parts or (entry.text,)))
    alone: list[float] = []
    built: list[float] = []
    for repetition in range(bench.sizes.repetitions):
        bench.tell(f"index: {len(texts)} texts, round {repetition + 1}")
        folder = bench.folder / f"throughput-{repetition}"
        alone.append(milliseconds(partial(bench.parts.embedder.embed, texts)))
        built.append(milliseconds(partial(build_index, folder, entries, "bench", bench.parts.embedder, silent)))
    found = [100 * ratio for ratio in ratios(alone, built)]
    speed = f"{len(texts) / median(built) * 1000:.0f} of {len(texts) / median(alone) * 1000:.0f} texts a second"
    return Row("index build", f"{median(found):.0f} % of the embedder's own throughput ({speed})", len(found),
               middle_half(found, 0, " %"), f"at least {100 * AIM:.0f} %", median(found) >= 100 * AIM)  # fmt: skip


def _one_change(bench: Bench) -> Row:
    """Counted, not timed: with prepared vectors, so that what is asked of the embedder is all there is to see."""
    bench.tell(f"index: one changed guide in {bench.sizes.guides}")
    corpus = synthetic(bench, passages=bench.sizes.guides * 2, per_guide=2, lines_per_guide=1)
    changed = rewritten(corpus)
    folder = bench.folder / "one-change"
    build_index(folder, corpus.entries, "before", Prepared(corpus.vectors), silent)
    counting = Counting(Prepared(changed.vectors))
    build_index(folder, changed.entries, "after", counting, silent)
    its_own = {entry.text for entry in changed.entries if guide_of(entry.target) == changed.changed}
    others = len(set(counting.asked) - its_own)
    measured = f"{len(counting.asked)} texts of it embedded again, {others} of other guides"
    return Row(f"one changed guide in {len(corpus.guides):,}", measured, 1, "counted", "only itself",
               set(counting.asked) == its_own)  # fmt: skip


class Counting:
    """An embedder that keeps what it was asked."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._embedder.embed(texts)


def _some(entries: Sequence[Entry], count: int) -> list[Entry]:
    """As many as are wanted, of every kind in the proportion the library has."""
    share = min(1.0, count / len(entries))
    kinds = [[entry for entry in entries if entry.kind == kind] for kind in KINDS]
    return [entry for kind in kinds for entry in kind[: max(1, round(len(kind) * share))]]
