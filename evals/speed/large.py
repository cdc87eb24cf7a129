"""Searching a hundred thousand passages, beside a thousand, with the library's own questions."""

from functools import partial
from statistics import median
from time import perf_counter

from assistant.retrieval.current import CurrentIndex
from assistant.retrieval.index import build_index
from assistant.retrieval.search import GuideSearch
from assistant.situation import Situation
from evals.speed.bench import Bench, milliseconds
from evals.speed.corpus import Corpus, Prepared, synthetic, with_real
from evals.speed.figures import Row, middle_half, p95

AIM = 5.0
PER_GUIDE, LINES = 25, 3  # of every synthetic guide; real ones have more lines, and as many passages
QUESTIONS = 200


def measure(bench: Bench) -> list[Row]:
    small = _search(bench, bench.sizes.small)
    began = perf_counter()
    large = _search(bench, bench.sizes.large)
    bench.tell(f"large: built and opened in {perf_counter() - began:.0f} s")
    asked = _questions(bench)
    times: tuple[list[float], list[float]] = ([], [])
    embedded: list[float] = []
    for text in asked[:5] + asked:  # the first few warm both
        embedded.append(milliseconds(partial(bench.parts.embedder.embed, [text])))
        for search, measured in zip((small, large), times, strict=True):
            measured.append(milliseconds(partial(search, text, Situation())))
    return _rows(bench, times[0][5:], times[1][5:], embedded[5:])


def _rows(bench: Bench, small: list[float], large: list[float], embedded: list[float]) -> list[Row]:
    ratio = p95(large) / p95(small)
    beyond = [[time - alone for time, alone in zip(times, embedded, strict=True)] for times in (small, large)]
    alone = p95(beyond[1]) / p95(beyond[0])
    p50s = f"p50 {median(large):.0f} over {median(small):.0f} ms"
    return [
        Row(f"search at {bench.sizes.large:,} passages, p95",
            f"{ratio:.1f} x that at {bench.sizes.small:,} ({p95(large):.0f} over {p95(small):.0f} ms; {p50s})",
            len(large), middle_half(large, 0, " ms"), f"at most {AIM:.0f} x", ratio <= AIM),
        Row("the same without the embedding of the question",
            f"{alone:.1f} x ({p95(beyond[1]):.0f} over {p95(beyond[0]):.0f} ms)",
            len(large), middle_half(beyond[1], 0, " ms")),
    ]  # fmt: skip


def _search(bench: Bench, passages: int) -> GuideSearch:
    bench.tell(f"large: writing a library of {passages:,} passages")
    corpus = _corpus(bench, passages)
    folder = bench.folder / f"passages-{passages}"
    build_index(folder, corpus.entries, corpus.library.version, Prepared(corpus.vectors), partial(_told, bench))
    return GuideSearch(corpus.library, CurrentIndex(folder, corpus.library, bench.parts.embedder), bench.parts.embedder)


def _corpus(bench: Bench, passages: int) -> Corpus:
    own = len(bench.parts.library.passages)
    return with_real(synthetic(bench, max(passages - own, PER_GUIDE), PER_GUIDE, LINES), bench)


def _questions(bench: Bench) -> list[str]:
    """Ways of asking, evenly taken from all the guides, and the dev split's own."""
    library = bench.parts.library
    asked = [text for guide in library.guides for text in library.asked(guide)]
    count = bench.sizes.questions or QUESTIONS
    return asked[:: max(len(asked) // count, 1)] + [each.text for each in bench.asked]


def _told(bench: Bench, done: int, total: int) -> None:
    if done % 6_400 == 0 or done == total:
        bench.tell(f"large: {done:,} of {total:,} texts ready; then they are written")
