import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from assistant.errors import WeightsMissingError
from assistant.messages import Vectors
from assistant.retrieval.embeddings import LangChainEmbeddings


class Lengths:
    name = "lengths"

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.array([[len(text), 0.5] for text in texts], np.float32).reshape(-1, 2)


class NotInstalled:
    name = "none"

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise WeightsMissingError(f"The weights for {len(texts)} texts are not installed.")


def test_langchain_gets_one_list_per_text_in_order() -> None:
    assert LangChainEmbeddings(Lengths()).embed_documents(["a", "abc"]) == [[1.0, 0.5], [3.0, 0.5]]


def test_langchain_gets_plain_floats() -> None:
    assert {type(x) for x in LangChainEmbeddings(Lengths()).embed_query("abc")} == {float}


def test_no_texts_give_no_lists() -> None:
    assert LangChainEmbeddings(Lengths()).embed_documents([]) == []


def test_a_query_is_embedded_as_a_document_is() -> None:
    adapter = LangChainEmbeddings(Lengths())
    assert adapter.embed_query("abc") == adapter.embed_documents(["abc"])[0]


def test_a_coroutine_may_ask_too() -> None:
    assert asyncio.run(LangChainEmbeddings(Lengths()).aembed_query("abc")) == [3.0, 0.5]


def test_an_embedders_own_error_comes_through() -> None:
    with pytest.raises(WeightsMissingError, match="not installed"):
        LangChainEmbeddings(NotInstalled()).embed_query("abc")
