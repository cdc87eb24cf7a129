"""The ways of searching that are compared, each a function from a query to names of documents, best first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from langchain_core.retrievers import BaseRetriever

from assistant.build import Parts
from assistant.messages import Embedder, Turn, Vectors
from assistant.retrieval.current import silent
from assistant.retrieval.entries import KINDS, Entry, guide_of, library_entries
from assistant.retrieval.followups import Standalone, standalone
from assistant.retrieval.fusion import fuse
from assistant.retrieval.index import Index, build_index, open_index
from evals.retrieval.collection import Query
from evals.retrieval.measures import DEPTH
from evals.retrieval.stock import chroma_retriever, ensemble_retriever, found

NEAR = 1_000  # documents looked at by each kind of evidence
OURS, KEYWORDS, DENSE, RANKS = "ours", "keyword only", "dense only", "reciprocal ranks"
CHROMA, ENSEMBLE = "LangChain's Chroma", "LangChain's Ensemble"
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

    own = _with_ranks(ours, lambda query: _best(words(query), NEAR), lambda query: _best(dense(query), NEAR))
    return own | _stock(index, entries, embedder, folder / "stock", _text, numbers.__getitem__)


def of_guides(parts: Parts, folder: Path) -> dict[str, System]:
    """Systems over our guides: the product's search, the words or vectors of the same entries alone, and LangChain's.

    `folder` is for what LangChain keeps.
    """

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

    own = _with_ranks(ours, words, dense)
    entries = library_entries(parts.library)
    index = parts.index.index()
    return own | _stock(index, entries, parts.embedder, folder, lambda query: _message(query).query, _guide)


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


def _stock(
    index: Index,
    entries: Sequence[Entry],
    embedder: Embedder,
    folder: Path,
    asked: Callable[[Query], str],
    named: Callable[[str], str | None],
) -> dict[str, System]:
    """LangChain's retrievers over an index's entries; `named` gives the document that a target belongs to."""
    rows = {entry_id: vector for kind in KINDS for entry_id, vector in index.rows(kind)}
    chroma = chroma_retriever(entries, {entry.text: rows[entry.id] for entry in entries}, embedder, folder)

    def system(retriever: BaseRetriever) -> System:
        return lambda query: list(dict.fromkeys(filter(None, map(named, found(retriever, asked(query))))))

    return {CHROMA: system(chroma), ENSEMBLE: system(ensemble_retriever(chroma, index.keywords))}


def _by_vectors(index: Index, vector: Vectors) -> list[str]:
    return _guides((hit.target, hit.similarity) for kind in KINDS for hit in index.nearest(kind, vector, NEAR))


def _guides(hits: Iterable[tuple[str, float]]) -> list[str]:
    """Guides by their best entry; what stands for questions about something else is no guide."""
    best: dict[str, float] = {}
    for target, score in hits:
        if guide := _guide(target):
            best[guide] = max(score, best.get(guide, score))
    return _best(best, NEAR)


def _guide(target: str) -> str | None:
    return guide_of(target) if "/" in target else None


def _best(scores: Mapping[str, float], count: int = DEPTH) -> list[str]:
    return sorted(scores, key=lambda name: (-scores[name], name))[:count]


def _text(query: Query) -> str:
    return query.turns[-1]


def _message(query: Query) -> Standalone:
    return standalone(query.turns[-1], _history(query))


def _history(query: Query) -> tuple[Turn, ...]:
    return tuple(Turn("person", text) for text in query.turns[:-1])
