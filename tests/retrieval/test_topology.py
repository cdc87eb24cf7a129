from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from assistant.errors import WeightsMissingError
from assistant.retrieval import topology
from assistant.retrieval.minilm import TOPOLOGY, WEIGHTS, Encoder, weights_folder
from tests.retrieval.numpy_minilm import NumpyMiniLM

OUTPUTS = 3
TEXTS = ("i want to go home", "She keeps cancelling on me, last minute. What do I say?", "ok")


@pytest.fixture(scope="module")
def built() -> bytes:
    return topology.build(weights_folder() / WEIGHTS)


def test_the_committed_graph_is_the_one_that_is_built(built: bytes) -> None:
    assert TOPOLOGY.read_bytes() == built, "run `python -m assistant.retrieval.topology`"


def test_building_twice_gives_the_same_bytes(built: bytes) -> None:
    assert topology.build(weights_folder() / WEIGHTS) == built


def test_the_graph_keeps_to_the_standard(built: bytes, tmp_path: Path) -> None:
    with (tmp_path / WEIGHTS).open("wb") as nothing:  # the checker asks for the weights' size, not what they are
        nothing.truncate((weights_folder() / WEIGHTS).stat().st_size)
    (tmp_path / "minilm.onnx").write_bytes(built)
    onnx.checker.check_model(str(tmp_path / "minilm.onnx"), full_check=True)


def test_the_graph_holds_no_weights(built: bytes) -> None:
    initializers = onnx.load_from_string(built).graph.initializer
    inside = [tensor for tensor in initializers if tensor.data_location != onnx.TensorProto.EXTERNAL]
    assert len(initializers) - len(inside) == 101
    assert sum(len(tensor.raw_data) for tensor in inside) < 200


@pytest.fixture(scope="module")
def learned() -> topology.Learned:
    """Of two layers and one that no text goes through in the same way twice: chance, but the same at each run."""
    chance = np.random.default_rng(7)

    def matrix(*shape: int) -> NDArray[np.float16]:
        drawn: NDArray[np.float16] = (chance.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float16)
        return drawn

    first, last = "encoder.layer.0.attention.self.query", "encoder.layer.5.output.dense"
    return {
        f"{first}.down": matrix(4, 384), f"{first}.up": matrix(384, 4),
        f"{last}.down": matrix(4, 1536), f"{last}.up": matrix(384, 4),
        "attend": matrix(1, 384), "head.weight": matrix(OUTPUTS, 768), "head.bias": matrix(OUTPUTS),
    }  # fmt: skip


def test_what_was_learned_is_told_as_a_plain_reckoning_tells_it(tmp_path: Path, learned: topology.Learned) -> None:
    graph = tmp_path / "adapted.onnx"
    graph.write_bytes(topology.adapted(weights_folder() / WEIGHTS, learned))
    plainly = NumpyMiniLM(weights_folder(), learned)

    told = Encoder(graph, OUTPUTS).run(TEXTS)

    np.testing.assert_allclose(told, [plainly.tell(text) for text in TEXTS], atol=1e-4)


@pytest.mark.parametrize("content", [b"", b"no graph", None], ids=["empty", "spoilt", "missing"])
def test_a_graph_that_cannot_be_read_says_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    graph = tmp_path / "adapted.onnx"
    if content is not None:
        graph.write_bytes(content)

    with pytest.raises(WeightsMissingError, match=r"^adapted\.onnx cannot be read\. Install Alongside again\.$"):
        Encoder(graph, OUTPUTS).run(TEXTS)
