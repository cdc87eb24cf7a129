"""Make assistant/safety/likeness.npz from the examples: `python -m evals.safety.train`. A few minutes."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.learning import learn
from assistant.messages import Embedder
from assistant.ngrams import Matrix, packed
from assistant.retrieval.minilm import MiniLM
from assistant.safety.likeness import MODEL, OUTPUTS, WORDS_COUNT, from_eight_bits
from evals.safety.examples import Example, read_examples

RIDGE = 0.3  # of .1, .3 and 1, on held-out families
DIRECTIONS = 128  # of 384: the same on held-out messages to the second decimal, and a third of the file

Bytes = NDArray[np.int8]


def targets(examples: Sequence[Example]) -> Matrix:
    """Shape (examples, outputs): 1 for yes, -1 for no; who it is about is 0 where nothing is wrong."""
    rows = []
    for example in examples:
        yes = {"risk": example.category is not None, "urgent": example.urgent, str(example.category): True}
        row = [1.0 if yes.get(name) else -1.0 for name in OUTPUTS]
        row[OUTPUTS.index("other")] = {"other": 1.0, "self": -1.0, None: 0.0}[example.about]
        rows.append(row)
    return np.array(rows, np.float32)


def main_directions(vectors: Matrix) -> Matrix:
    """Shape (dimensions, DIRECTIONS), of length one and at right angles: those in which the vectors differ most."""
    _, found = np.linalg.eigh(vectors.T @ vectors)
    chosen: Matrix = found[:, ::-1][:, :DIRECTIONS].astype(np.float16).astype(np.float32)
    return chosen


def in_eight_bits(values: Matrix) -> tuple[Bytes, Matrix]:
    """The values in steps of 1 / 127 of the largest of their column, and these steps."""
    steps: Matrix = np.maximum(np.abs(values).max(axis=0), np.finfo(np.float32).tiny) / np.float32(127)
    return np.round(values / steps).astype(np.int8), steps


def embedded(examples: Sequence[Example], embedder: Embedder) -> Matrix:
    return embedder.embed([example.text for example in examples])


def write_model(path: Path, examples: Sequence[Example], vectors: Matrix, embedder: str) -> None:
    """Coefficients are fitted to the examples as they will be read back."""
    directions = main_directions(vectors)
    placed, example_steps = in_eight_bits(vectors @ directions)
    read_back, texts = from_eight_bits(placed, example_steps), [example.text for example in examples]
    learned = learn(texts, read_back, targets(examples), RIDGE, WORDS_COUNT)
    weights, weight_steps = in_eight_bits(learned.weights)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        embedder=np.array(embedder),
        directions=directions.astype(np.float16),
        examples=placed,
        example_steps=example_steps,
        coefficients=learned.coefficients.astype(np.float16),
        ngrams=packed(learned.ngrams),
        rarity=learned.rarity.astype(np.float16),
        weights=weights,
        weight_steps=weight_steps,
    )
    path.write_bytes(file.getvalue())


def main() -> int:
    examples, embedder = read_examples(), MiniLM()
    write_model(MODEL, examples, embedded(examples, embedder), embedder.name)
    worrying = sum(example.category is not None for example in examples)
    sys.stdout.write(f"{MODEL.name}: {len(examples)} examples, {worrying} worrying, {MODEL.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
