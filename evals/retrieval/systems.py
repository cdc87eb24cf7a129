"""The ways of searching that are compared, each a function from a query to names of documents, best first."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter

from assistant.build import Parts
from assistant.messages import Embedder, Turn, Vectors
from assistant.retrieval.current import silent
from assistant.retrieval.entries import KINDS, Entry, guide_of
from assistant.retrieval.followups import Standalone, standalone
from assistant.retrieval.fusion import fuse
from assistant.retrieval.index import Index, build_index, open_index
from evals.retrieval.collection import Query
from evals.retrieval.measures import DEPTH

NEAR = 1_000  # documents looked at by each kind of evidence
OURS, KEYWORDS, DENSE, RANKS = "ours", "keyword only", "dense only", "reciprocal ranks"
RANK_CONSTANT = 60  # Cormack, Clarke and Buettcher (2009)
System = Callable[[Query], list[str]]


def of_documents(documents: Mapping[str, str], embedder: Embedder, folder: Path) -> dict[str, System]:
    """Systems over plain documents, which are indexed in `folder` first: shapes and settings are the product's own."""
    numbers = {f"d{number}": name for number, name in enumerate(documents)}
    entries = [Entry("passage", number, documents[name]) for number, name in numbers.items()]
    build_index(folder, entries, "documents", embedder, silent)
    index = open_index(folder)

    def dense(query: Query) -> dict[str, float]:
        (vector,) = embedder.embed([_text(query)])
        return {numbers[hit.target]: hit.similarity for hit in index.nearest("passage", vector, NEAR)}

    def words(query: Query) -> dict[str, float]:
        return {numbers[match.target]: match.score for match in index.keywords.search(_text(query), NEAR)}

    def ours(query: Query) -> list[str]:
        likeness, shares = dense(query), words(query)
        farthest = min(likeness.values(), default=0.0)
        return _best({name: fuse(likeness.get(name, farthest), shares.get(name, 0.0)) for name in {*likeness, *shares}})

    return _with_ranks(ours, lambda query: _best(words(query), NEAR), lambda query: _best(dense(query), NEAR))


def of_guides(parts: Parts) -> dict[str, System]:
    """Systems over our guides: the product's search, and the words or the vectors of the same entries alone."""

    def dense(query: Query) -> list[str]:
        message = _message(query)
        (vector,) = parts.embedder.embed([message.query])
        return parts.index.reading(lambda index: _by_vectors(index, vector))

    def words(query: Query) -> list[str]:
        found = parts.index.index().keywords.search(_message(query).query, NEAR)
        return _guides((match.target, match.score) for match in found)

    def ours(query: Query) -> list[str]:
        hits = parts.search.search(_message(query), query.situation, DEPTH, 1).hits
        return [hit.passage.guide for hit in hits]

    return _with_ranks(ours, words, dense)


def declines(parts: Parts, query: Query) -> bool:
    """Does the product's search say that no guide is about it?"""
    return not parts.search(query.turns[-1], query.situation, _history(query)).reliable


def timed(system: System, query: Query) -> tuple[list[str], float]:
    """The ranking, at most ten, and the milliseconds it took."""
    started = perf_counter()
    ranking = system(query)[:DEPTH]
    return ranking, (perf_counter() - started) * 1000


def _with_ranks(ours: System, words: System, dense: System) -> dict[str, System]:
    def ranks(query: Query) -> list[str]:
        score: dict[str, float] = {}
        for system in (words, dense):
            for rank, name in enumerate(system(query), 1):
                score[name] = score.get(name, 0.0) + 1 / (RANK_CONSTANT + rank)
        return _best(score)

    return {OURS: ours, DENSE: dense, KEYWORDS: words, RANKS: ranks}


def _by_vectors(index: Index, vector: Vectors) -> list[str]:
    return _guides((hit.target, hit.similarity) for kind in KINDS for hit in index.nearest(kind, vector, NEAR))


def _guides(hits: Iterable[tuple[str, float]]) -> list[str]:
    """Guides by their best entry; what stands for questions about something else is no guide."""
    best: dict[str, float] = {}
    for target, score in hits:
        if "/" in target:
            best[guide_of(target)] = max(score, best.get(guide_of(target), score))
    return _best(best, NEAR)


def _best(scores: Mapping[str, float], count: int = DEPTH) -> list[str]:
    return sorted(scores, key=lambda name: (-scores[name], name))[:count]


def _text(query: Query) -> str:
    return query.turns[-1]


def _message(query: Query) -> Standalone:
    return standalone(query.turns[-1], _history(query))


def _history(query: Query) -> tuple[Turn, ...]:
    return tuple(Turn("person", text) for text in query.turns[:-1])
