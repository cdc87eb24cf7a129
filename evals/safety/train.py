"""Make assistant/safety/likeness*.npz from the examples: `python -m evals.safety.train`.

Ten minutes, and 20 GB of memory for the likeness of each example to each other.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.learning import Learned, learn
from assistant.messages import Embedder
from assistant.ngrams import Matrix, packed
from assistant.retrieval.minilm import DIMENSIONS, MiniLM
from assistant.safety.disguise import plain
from assistant.safety.languages import LANGUAGES
from assistant.safety.likeness import ENGLISH, OTHERS, OUTPUTS, WORDS_COUNT, from_eight_bits
from evals.safety.examples import Example, read_examples, read_other_languages

RIDGE = 0.3  # of .1, .3 and 1, on held-out families
DIRECTIONS = 128  # of 384: the same on held-out messages to the second decimal, and a third of the file
RIDGE_OF_WORDS = 0.6  # of .12, .3 and .6, on the messages of writers who were held out

Bytes = NDArray[np.int8]


def targets(examples: Sequence[Example]) -> Matrix:
    """Shape (examples, outputs): 1 for yes, -1 for no; who it is about is 0 where nothing is wrong.

    In other languages than English, which are not to be mixed with it, the languages follow.
    """
    rows = []
    for example in examples:
        yes = {"risk": example.category is not None, "urgent": example.urgent, str(example.category): True}
        row = [1.0 if yes.get(name) else -1.0 for name in OUTPUTS]
        row[OUTPUTS.index("other")] = {"other": 1.0, "self": -1.0, None: 0.0}[example.about]
        languages = LANGUAGES if example.language else ()
        rows.append(row + [1.0 if example.language == each else -1.0 for each in languages])
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
    placed, steps = in_eight_bits(vectors @ directions)
    texts = [example.text for example in examples]
    learned = learn(texts, from_eight_bits(placed, steps), targets(examples), RIDGE, WORDS_COUNT)
    _write(path, learned, embedder, directions, placed, steps)


def write_words_model(path: Path, examples: Sequence[Example], embedder: str) -> None:
    """By words alone: without embeddings each message is as near as any other, and one stands for all."""
    texts = [plain(example.text).text for example in examples]
    learned = learn(texts, np.zeros((len(texts), 0), np.float32), targets(examples), RIDGE_OF_WORDS, WORDS_COUNT)
    learned = replace(learned, coefficients=learned.coefficients.sum(axis=0, keepdims=True))
    none = np.zeros((DIMENSIONS, 0), np.float32)
    _write(path, learned, embedder, none, np.zeros((1, 0), np.int8), np.zeros(0, np.float32))


def _write(path: Path, learned: Learned, embedder: str, directions: Matrix, placed: Bytes, steps: Matrix) -> None:
    weights, weight_steps = in_eight_bits(learned.weights)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        embedder=np.array(embedder),
        directions=directions.astype(np.float16),
        examples=placed,
        example_steps=steps,
        coefficients=learned.coefficients.astype(np.float16),
        ngrams=packed(learned.ngrams),
        rarity=learned.rarity.astype(np.float16),
        weights=weights,
        weight_steps=weight_steps,
    )
    path.write_bytes(file.getvalue())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.safety.train", description=__doc__)
    parser.add_argument("--only", choices=("english", "others"), help="make one of the two files")
    only, embedder = parser.parse_args(arguments).only, MiniLM()
    if only != "others":
        examples = read_examples()
        write_model(ENGLISH, examples, embedded(examples, embedder), embedder.name)
        _tell(ENGLISH, examples)
    if only != "english":
        examples = read_other_languages()
        write_words_model(OTHERS, examples, embedder.name)
        _tell(OTHERS, examples)
    return 0


def _tell(path: Path, examples: Sequence[Example]) -> None:
    worrying = sum(example.category is not None for example in examples)
    sys.stdout.write(f"{path.name}: {len(examples)} examples, {worrying} worrying, {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    sys.exit(main())
