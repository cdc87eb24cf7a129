"""Our embedder as LangChain knows embedders. An adapter: it decides nothing."""

from langchain_core.embeddings import Embeddings

from assistant.messages import Embedder


class LangChainEmbeddings(Embeddings):
    """Raises whatever the embedder raises."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one list per text, in order; each has unit length."""
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
