"""Our search as LangChain knows retrievers. An adapter: it decides nothing."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.messages import Hit
from assistant.retrieval.followups import Standalone
from assistant.retrieval.search import SPREAD, GuideSearch
from assistant.situation import Situation


class GuideRetriever(BaseRetriever):
    """Gives the passages of the guides that fit a question by itself; a conversation is for GuideSearch.

    Raises IndexMissingError as the search does. What was found may be unreliable: only GuideSearch says so.
    """

    search: GuideSearch = Field(repr=False)
    situation: Situation = Situation()
    k: int = Field(default=8, ge=1)
    """How many passages at most."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        found = self.search.search(Standalone(query), self.situation, self.k, SPREAD)
        return [_document(hit) for hit in found.hits]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "passage": passage.id,
            "guide": passage.guide,
            "title": passage.title,
            "source": passage.source,
            "score": hit.score,
        },
    )
