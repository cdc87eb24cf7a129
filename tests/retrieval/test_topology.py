from pathlib import Path

import onnx
import pytest

from assistant.retrieval import topology
from assistant.retrieval.minilm import TOPOLOGY, WEIGHTS, weights_folder


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
