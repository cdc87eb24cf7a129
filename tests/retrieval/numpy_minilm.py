"""all-MiniLM-L6-v2 once more, in NumPy and from the description of BERT: slow, plain, and sharing no code with ours.

It reads the safetensors file by hand and takes one text at a time, so that it knows neither padding nor batches.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Array = NDArray[np.float64]
LAYERS, HEADS, MAX_TOKENS = 6, 12, 256

_erf = np.vectorize(math.erf, otypes=[np.float64])


class NumpyMiniLM:
    def __init__(self, folder: Path, learned: Mapping[str, NDArray[np.float16]] | None = None) -> None:
        self._weights = _read_safetensors(folder / "model.safetensors")
        self._learned = {name: value.astype("f8") for name, value in (learned or {}).items()}
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def embed(self, text: str) -> Array:
        """Return float64 (384,), of unit length."""
        mean = self._tokens(text).mean(axis=0)
        unit: Array = mean / np.linalg.norm(mean)
        return unit

    def tell(self, text: str) -> Array:
        """Return float64 (outputs,), by what was learned."""
        x = self._tokens(text)
        scores = x @ self._learned["attend"][0]
        counts = np.exp(scores - scores.max())
        means = np.concatenate([x.mean(axis=0), counts / counts.sum() @ x])
        told: Array = self._learned["head.weight"] @ means + self._learned["head.bias"]
        return told

    def _tokens(self, text: str) -> Array:
        x = self._embeddings(self._tokenizer.encode(text).ids)
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}")
        return x

    def _embeddings(self, ids: list[int]) -> Array:
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        positions = self._weights["embeddings.position_embeddings.weight"][: len(ids)]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + positions + segment, "embeddings.LayerNorm")

    def _layer(self, x: Array, name: str) -> Array:
        x = self._norm(x + self._attend(x, f"{name}.attention"), f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._dense(x, f"{name}.intermediate.dense"))
        return self._norm(x + self._dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attend(self, x: Array, name: str) -> Array:
        query, key, value = (self._dense(x, f"{name}.self.{part}") for part in ("query", "key", "value"))
        width = x.shape[1] // HEADS
        seen = np.empty_like(x)
        for head in range(HEADS):
            own = slice(head * width, (head + 1) * width)
            scores = query[:, own] @ key[:, own].T / math.sqrt(width)
            likely = np.exp(scores - scores.max(axis=1, keepdims=True))
            seen[:, own] = likely / likely.sum(axis=1, keepdims=True) @ value[:, own]
        return self._dense(seen, f"{name}.output.dense")

    def _dense(self, x: Array, name: str) -> Array:
        product: Array = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        if f"{name}.down" in self._learned:
            product += x @ self._learned[f"{name}.down"].T @ self._learned[f"{name}.up"].T
        return product

    def _norm(self, x: Array, name: str) -> Array:
        spread = np.sqrt(x.var(axis=1, keepdims=True) + 1e-12)
        normed: Array = (x - x.mean(axis=1, keepdims=True)) / spread
        return normed * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _gelu(x: Array) -> Array:
    gated: Array = x * 0.5 * (1 + _erf(x / math.sqrt(2)))
    return gated


def _read_safetensors(path: Path) -> dict[str, Array]:
    """Eight bytes of header length, the header in JSON, then the tensors one after another."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    return {
        name: np.frombuffer(content[slice(*(start + at for at in about["data_offsets"]))], "<f4")
        .reshape(about["shape"])
        .astype("f8")
        for name, about in header.items()
        if about.get("dtype") == "F32"
    }
