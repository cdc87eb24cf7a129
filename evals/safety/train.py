"""Make assistant/safety/likeness.npz from the examples: `python -m evals.safety.train`. About a minute.

Embeddings of examples that have not changed are taken from the file that is there.
"""

import io
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.messages import Embedder
from assistant.retrieval.minilm import MiniLM
from assistant.safety.likeness import MODEL, OUTPUTS, WORDS_COUNT, Matrix, nearness, ngrams, unit
from evals.safety.examples import Example, read_examples

RIDGE = 0.3  # of .1, .3 and 1, on held-out families
SEEN_TWICE = 2  # an n-gram of one example teaches nothing about another

Bytes = NDArray[np.int8]


def targets(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Shape (examples, outputs): 1 for yes, -1 for no; who it is about is 0 where nothing is wrong."""
    rows = []
    for example in examples:
        yes = {"risk": example.category is not None, "urgent": example.urgent, str(example.category): True}
        row = [1.0 if yes.get(name) else -1.0 for name in OUTPUTS]
        row[OUTPUTS.index("other")] = {"other": 1.0, "self": -1.0, None: 0.0}[example.about]
        rows.append(row)
    return np.array(rows)


def vocabulary(texts: Sequence[str]) -> tuple[tuple[str, ...], Matrix]:
    """The n-grams that count, and how rare each is."""
    seen = Counter(ngram for text in texts for ngram in ngrams(text))
    kept = tuple(sorted(ngram for ngram, count in seen.items() if count >= SEEN_TWICE))
    return kept, np.log(len(texts) / np.array([seen[ngram] for ngram in kept], np.float32))


def postings(texts: Sequence[str], kept: Sequence[str], rarity: Matrix) -> list[tuple[list[int], list[float]]]:
    """For each n-gram the texts that have it, and its share of each, as `Model.scores` reads a text."""
    places = {ngram: place for place, ngram in enumerate(kept)}
    found: list[tuple[list[int], list[float]]] = [([], []) for _ in kept]
    for row, text in enumerate(texts):
        held = [places[ngram] for ngram in ngrams(text) if ngram in places]
        for place, share in zip(held, unit(rarity[held]), strict=True):
            found[place][0].append(row)
            found[place][1].append(float(share))
    return found


def fit(examples: Sequence[Example], vectors: Matrix) -> tuple[Matrix, tuple[str, ...], Matrix, Matrix]:
    """Coefficients (examples, outputs), the n-grams, their rarity and their weights (n-grams, outputs)."""
    texts = [example.text for example in examples]
    kept, rarity = vocabulary(texts)
    held = postings(texts, kept, rarity)
    kernel = nearness(vectors, vectors).astype(np.float64) + RIDGE * np.eye(len(texts))
    for rows, shares in held:
        kernel[np.ix_(rows, rows)] += WORDS_COUNT * np.outer(shares, shares)
    coefficients = np.linalg.solve(kernel, targets(examples))
    weights = np.array([shares @ coefficients[rows] for rows, shares in held])
    return coefficients.astype(np.float32), kept, rarity, weights.astype(np.float32)


def in_eight_bits(vectors: Matrix) -> tuple[Bytes, float]:
    step = float(np.abs(vectors).max()) / 127
    return np.round(vectors / step).astype(np.int8), step


def embedded(examples: Sequence[Example], embedder: Embedder) -> Matrix:
    return embedder.embed([example.text for example in examples])


def write_model(path: Path, examples: Sequence[Example], vectors: Matrix, embedder: str) -> None:
    """Coefficients are fitted to the vectors as they will be read back."""
    eight, step = in_eight_bits(vectors)
    coefficients, kept, rarity, weights = fit(examples, eight.astype(np.float32) * np.float32(step))
    file = io.BytesIO()
    np.savez_compressed(
        file,
        embedder=np.array(embedder),
        vectors=eight,
        step=np.array(step),
        coefficients=coefficients.astype(np.float16),
        ngrams=np.frombuffer("\n".join(kept).encode(), np.uint8),
        rarity=rarity.astype(np.float16),
        weights=weights.astype(np.float16),
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
