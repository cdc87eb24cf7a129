"""The shape of all-MiniLM-L6-v2 as an ONNX graph without weights. For developers: the app never imports this, or onnx.

`python -m assistant.retrieval.topology` writes `minilm.onnx`, which is committed. Its initializers point with offset
and length into the installed `model.safetensors`: nothing is copied or converted, and it fits that one file only.
`adapted` is the same with what was learned for one task beside the dense layers (LoRA; Hu and others, 2021).

The tokens of all texts lie in one matrix (B*L, 384), so that every dense layer is a single product; only attention and
pooling see the texts apart. B is the number of texts, L their padded length in tokens.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from assistant.retrieval.minilm import TOPOLOGY, WEIGHTS, weights_folder

OPSET = 20  # the first with Gelu
IR_VERSION = 9  # the one opset 20 came with: following onnx's default would change the committed file
LAYERS, HEADS, HIDDEN = 6, 12, 384
LAYER_NORM_EPSILON = 1e-12  # as the model was trained
PADDING_SCORE = -1e9  # an attention score whose softmax is 0 in float32
DOWN, UP, ATTEND, HEAD = ".down", ".up", "attend", "head"

Learned = Mapping[str, NDArray[np.float16]]
"""By name. `LAYER.down` (r, inputs) and `LAYER.up` (outputs, r) for a dense layer of the safetensors file: what it
gives is added to the layer's. `attend` (1, 384): how much a token counts in the second of two means; `head.weight`
(outputs, 768) and `head.bias` (outputs,) of both means."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and initializers as they are added; inputs and outputs are named, not held."""

    header: dict[str, Any]
    """Of the safetensors file: shape and data_offsets by tensor name."""
    start: int
    """Where the tensors begin in the file, in bytes."""
    nodes: list[NodeProto] = field(default_factory=list)
    initializers: dict[str, TensorProto] = field(default_factory=dict)
    learned: Learned = field(default_factory=dict)

    def add(self, op: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node with one output and return the output's name."""
        output = output or f"{op}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def weight(self, name: str) -> str:
        """Point at a float32 tensor of the safetensors file."""
        first, end = self.header[name]["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=self.header[name]["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", self.start + first), ("length", end - first)):
            tensor.external_data.add(key=key, value=str(value))
        self.initializers[name] = tensor
        return name

    def number(self, name: str, value: float) -> str:
        return self._constant(name, np.float32(value))

    def integers(self, name: str, *values: int) -> str:
        return self._constant(name, np.array(values, np.int64))

    def dense(self, x: str, name: str) -> str:
        # Gemm takes the weights as they were saved, outputs first: nothing is transposed when the model is loaded
        out = self.add("Gemm", x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), transB=1)
        if name + DOWN not in self.learned:
            return out
        down = self.add("Gemm", x, self.half(name + DOWN), transB=1)
        return self.add("Add", out, self.add("Gemm", down, self.half(name + UP), transB=1))

    def half(self, name: str) -> str:
        """What was learned, kept in half precision and computed with in single."""
        return self.add("Cast", self._constant(name, self.learned[name].astype(np.float16)), to=TensorProto.FLOAT)

    def norm(self, x: str, name: str) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", x, scale, shift, epsilon=LAYER_NORM_EPSILON)

    def _constant(self, name: str, value: ArrayLike) -> str:
        self.initializers[name] = numpy_helper.from_array(np.asarray(value), name)
        return name


def build(weights: Path, learned: Learned | None = None) -> bytes:
    """Return the serialized model for one safetensors file, the same bytes every time.

    `learned` may hold what is to be added to dense layers.

    Inputs `ids` and `mask`, int64 (B, L), the mask 1 for a token and 0 for padding. Output `vectors`, float32 (B, 384),
    rows of unit length.
    """
    graph = _open(weights, learned)
    _pooling(graph, _tokens(graph, *_shared(graph)))
    return _serialized(graph, "vectors", HIDDEN)


def adapted(weights: Path, learned: Learned) -> bytes:
    """Return the serialized model with what was learned beside it. Inputs as `build`; output `told`, (B, outputs)."""
    graph = _open(weights, learned)
    heads, padding = _shared(graph)
    _telling(graph, _tokens(graph, heads, padding), padding)
    return _serialized(graph, "told", len(learned[f"{HEAD}.bias"]))


def _tokens(graph: Graph, heads: str, padding: str) -> str:
    """The vectors of all tokens after the last layer: (B*L, 384)."""
    x = _embeddings(graph)
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        x = _attention(graph, x, f"{name}.attention", heads, padding)
        x = _feed_forward(graph, x, name)
    return x


def _open(weights: Path, learned: Learned | None = None) -> Graph:
    with weights.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        return Graph(json.loads(file.read(size)), start=8 + size, learned=learned or {})


def _shared(graph: Graph) -> tuple[str, str]:
    """The shape (B, L, 12, 32) that splits tokens into heads, and what padding adds to scores, (B, 1, 1, L)."""
    graph.integers("zero", 0)
    graph.integers("one", 1)
    graph.integers("two", 2)
    graph.number("padding_score", PADDING_SCORE)
    graph.number("scale", (HIDDEN // HEADS) ** -0.5)
    graph.integers("as_tokens", -1, HIDDEN)
    shape = graph.add("Shape", "ids", output="shape")
    heads = graph.add("Concat", shape, graph.integers("heads", HEADS, HIDDEN // HEADS), axis=0)
    padding = graph.add("Cast", graph.add("Sub", "one", "mask"), to=TensorProto.FLOAT)
    scores = graph.add("Mul", padding, "padding_score")
    return heads, graph.add("Unsqueeze", scores, graph.integers("inner", 1, 2))


def _embeddings(graph: Graph) -> str:
    """Word, position and segment vectors, summed and normed: (B*L, 384)."""
    words, positions, segments = (
        graph.weight(f"embeddings.{kind}_embeddings.weight") for kind in ("word", "position", "token_type")
    )
    length = graph.add("Slice", "shape", "one", "two")
    place = graph.add("Slice", positions, "zero", length, "zero")
    segment = graph.add("Slice", segments, "zero", "one", "zero")
    summed = graph.add("Add", graph.add("Gather", words, "ids"), graph.add("Add", place, segment))
    return graph.norm(graph.add("Reshape", summed, "as_tokens"), "embeddings.LayerNorm")


def _attention(graph: Graph, x: str, name: str, heads: str, padding: str) -> str:
    """Each token looks at the tokens of its own text: (B*L, 384) to (B*L, 384)."""

    def split(part: str, *order: int) -> str:
        tokens = graph.dense(x, f"{name}.self.{part}")
        return graph.add("Transpose", graph.add("Reshape", tokens, heads), perm=order)

    query, key, value = split("query", 0, 2, 1, 3), split("key", 0, 2, 3, 1), split("value", 0, 2, 1, 3)
    scores = graph.add("Mul", graph.add("MatMul", query, key), "scale")
    weights = graph.add("Softmax", graph.add("Add", scores, padding))
    seen = graph.add("Transpose", graph.add("MatMul", weights, value), perm=(0, 2, 1, 3))
    out = graph.dense(graph.add("Reshape", seen, "as_tokens"), f"{name}.output.dense")
    return graph.norm(graph.add("Add", out, x), f"{name}.output.LayerNorm")


def _feed_forward(graph: Graph, x: str, name: str) -> str:
    inner = graph.add("Gelu", graph.dense(x, f"{name}.intermediate.dense"))
    out = graph.dense(inner, f"{name}.output.dense")
    return graph.norm(graph.add("Add", out, x), f"{name}.output.LayerNorm")


def _pooling(graph: Graph, x: str) -> None:
    """The mean over a text's own tokens, scaled to unit length."""
    summed = graph.add("ReduceSum", graph.add("Mul", _by_text(graph, x), _kept(graph)), "one", keepdims=0)
    # the sum points where the mean does, so dividing by the number of tokens would be undone by the scaling
    graph.add("LpNormalization", summed, output="vectors", p=2, axis=-1)


def _telling(graph: Graph, x: str, padding: str) -> None:
    """What the mean over a text's tokens and the mean by how much each counts tell together."""
    by_text, kept = _by_text(graph, x), _kept(graph)
    summed = graph.add("ReduceSum", graph.add("Mul", by_text, kept), "one", keepdims=0)
    mean = graph.add("Div", summed, graph.add("ReduceSum", kept, "one", keepdims=0))
    scores = graph.add("Reshape", graph.add("Gemm", x, graph.half(ATTEND), transB=1), "shape")
    masked = graph.add("Add", scores, graph.add("Reshape", padding, "shape"))
    counts = graph.add("Unsqueeze", graph.add("Softmax", masked, axis=1), "two")
    counted = graph.add("ReduceSum", graph.add("Mul", by_text, counts), "one", keepdims=0)
    means = graph.add("Concat", mean, counted, axis=1)
    graph.add("Gemm", means, graph.half(f"{HEAD}.weight"), graph.half(f"{HEAD}.bias"), transB=1, output="told")


def _by_text(graph: Graph, x: str) -> str:
    """(B, L, 384)"""
    return graph.add("Reshape", x, graph.add("Concat", "shape", graph.integers("hidden", HIDDEN), axis=0))


def _kept(graph: Graph) -> str:
    """(B, L, 1): 1 for a token, 0 for padding."""
    return graph.add("Unsqueeze", graph.add("Cast", "mask", to=TensorProto.FLOAT), "two")


def _serialized(graph: Graph, output: str, width: int) -> bytes:
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["B", "L"]) for name in ("ids", "mask")]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["B", width])]
    initializers = list(graph.initializers.values())
    model = helper.make_model(
        helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, initializers),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="alongside",
    )
    serialized: bytes = model.SerializeToString(deterministic=True)
    return serialized


if __name__ == "__main__":
    TOPOLOGY.write_bytes(build(weights_folder() / WEIGHTS))
