import asyncio
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from pydantic import ValidationError

from assistant.errors import IndexMissingError
from assistant.guides.library import Library
from assistant.retrieval.current import CurrentIndex
from assistant.retrieval.followups import Standalone
from assistant.retrieval.retriever import GuideRetriever
from assistant.retrieval.search import SPREAD, GuideSearch
from assistant.situation import Situation
from tests.retrieval.toy import WordBag

CASH = "can i lend him cash"


def test_a_document_is_a_passage_and_where_it_stands(small_search: GuideSearch) -> None:
    first = GuideRetriever(search=small_search, k=1).invoke(CASH)
    (hit,) = small_search.search(Standalone(CASH), Situation(), 1, SPREAD).hits
    metadata = {
        "passage": "boundaries/gifts#do", "guide": "boundaries/gifts", "title": "Gifts and money", "source": "guide",
        "score": hit.score,
    }  # fmt: skip
    text = "Say no to loans and point to the hardship fund."
    assert first == [Document(page_content=text, id="boundaries/gifts#do", metadata=metadata)]


def test_documents_are_what_search_finds_in_its_order(small_search: GuideSearch) -> None:
    hits = small_search.search(Standalone(CASH), Situation(role="mentee"), 8, SPREAD).hits
    found = GuideRetriever(search=small_search, situation=Situation(role="mentee")).invoke(CASH)
    pairs = [(document.id, document.metadata["score"]) for document in found]
    assert pairs == [(hit.passage.id, hit.score) for hit in hits]


@pytest.mark.parametrize("k", [1, 3, 100])
def test_no_more_documents_are_given_than_were_asked_for(small_search: GuideSearch, k: int) -> None:
    assert len(GuideRetriever(search=small_search, k=k).invoke(CASH)) == min(k, 6)


def test_asking_for_no_documents_is_a_mistake(small_search: GuideSearch) -> None:
    with pytest.raises(ValidationError):
        GuideRetriever(search=small_search, k=0)


def first_words(found: list[Document]) -> dict[str, str]:
    return {"passages": found[0].page_content}


def test_a_chain_can_be_made_of_it(small_search: GuideSearch) -> None:
    prompt = ChatPromptTemplate.from_messages([("user", "{passages}")])
    chain = GuideRetriever(search=small_search) | first_words | prompt
    assert chain.invoke("our last meeting").to_string() == "Human: Look back at what has grown."


def test_a_coroutine_may_ask_too(small_search: GuideSearch) -> None:
    retriever = GuideRetriever(search=small_search)
    assert asyncio.run(retriever.ainvoke(CASH)) == retriever.invoke(CASH)


def test_a_missing_index_says_what_to_run(folder: Path, short_guides: Library, bag: WordBag) -> None:
    search = GuideSearch(short_guides, CurrentIndex(folder, short_guides, bag), bag)
    with pytest.raises(IndexMissingError, match="Run `alongside index`"):
        GuideRetriever(search=search).invoke(CASH)
