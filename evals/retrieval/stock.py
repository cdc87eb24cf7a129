"""LangChain's own retrievers, to be compared with: on the same entries, vectors and keyword table as ours."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.messages import Embedder, Vectors
from assistant.retrieval.embeddings import LangChainEmbeddings
from assistant.retrieval.entries import Entry
from assistant.retrieval.keywords import Keywords

NEAR = 200  # entries each retriever gives: enough for ten guides, however many entries a guide has
ADDED = 1_000  # entries added at once


class KeptVectors(Embeddings):
    """The vectors an index holds, by text; only queries are embedded."""

    def __init__(self, vectors: Mapping[str, Vectors], embedder: Embedder) -> None:
        self._vectors = vectors
        self._queries = LangChainEmbeddings(embedder)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._vectors[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._queries.embed_query(text)


class WordRetriever(BaseRetriever):
    """BM25 over our keyword table: LangChain's own BM25 retriever is in a package that is being given up."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    keywords: Keywords

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        return [_document(match.target, match.target) for match in self.keywords.search(query, NEAR)]


def chroma_retriever(
    entries: Sequence[Entry], vectors: Mapping[str, Vectors], embedder: Embedder, folder: Path
) -> BaseRetriever:
    """LangChain's Chroma store with its defaults; `vectors` by text."""
    store = Chroma("stock", KeptVectors(vectors, embedder), persist_directory=str(folder))
    for start in range(0, len(entries), ADDED):
        store.add_documents([_document(entry.text, entry.target) for entry in entries[start : start + ADDED]])
    return store.as_retriever(search_kwargs={"k": NEAR})


def ensemble_retriever(chroma: BaseRetriever, keywords: Keywords) -> BaseRetriever:
    """Reciprocal rank fusion with LangChain's defaults, by what an entry leads to."""
    return EnsembleRetriever(retrievers=[WordRetriever(keywords=keywords), chroma], weights=[0.5, 0.5], id_key="target")


def found(retriever: BaseRetriever, text: str) -> list[str]:
    """What the entries lead to, best first."""
    return [str(document.metadata["target"]) for document in retriever.invoke(text)]


def _document(text: str, target: str) -> Document:
    return Document(page_content=text, metadata={"target": target})
