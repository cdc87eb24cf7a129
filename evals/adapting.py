"""Adapt MiniLM to a task. The only module that imports torch, which is in no lock, as nothing else needs it: run what
uses this in an environment of its own that also has what requirements-dev.lock names.

MiniLM's own weights stay as they are. Beside every dense layer a product of two thin matrices is learned (LoRA; Hu and
others, 2021), and with them what the task's loss asks for. What is learned is given as numpy arrays by the names that
`assistant.retrieval.topology` takes.
"""

import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch  # type: ignore[import-not-found]
from safetensors.torch import load_file  # type: ignore[import-not-found]
from torch.nn import functional  # type: ignore[import-not-found]

from assistant.messages import Vectors
from assistant.retrieval.minilm import WEIGHTS, MiniLM, weights_folder
from assistant.retrieval.topology import ATTEND, DOWN, HEAD, HIDDEN, LAYERS, UP, Learned

Tensors = dict[str, Any]
Loss = Callable[[Any, Any, Sequence[int]], Any]
"""Of the tokens' vectors (texts, tokens, 384), the mask (texts, tokens) and the texts' rows."""

MINILM = MiniLM()
HEADS, EPSILON = 12, 1e-12
DENSE = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
         "intermediate.dense", "output.dense")  # fmt: skip
EPOCHS, BATCH, CHUNK = 3, 32, 50
RATE, WARM, DECAY, LONGEST_STEP = 1e-3, 0.06, 0.01, 1.0
TOLD_EVERY = 100  # steps
POINTS = "points"


@dataclass(frozen=True, slots=True)
class Learner:
    """What is learned beside MiniLM, and the weights it stands beside."""

    weights: Tensors
    learned: Tensors

    @classmethod
    def beginning(cls, rank: int, seed: int) -> "Learner":
        """As if nothing had been learned: what the thin matrices give is nought."""
        torch.manual_seed(seed)
        random.seed(seed)
        weights, learned = load_file(weights_folder() / WEIGHTS), {}
        for name in (f"encoder.layer.{layer}.{part}" for layer in range(LAYERS) for part in DENSE):
            outputs, inputs = weights[f"{name}.weight"].shape
            learned[name + DOWN] = torch.randn(rank, inputs) * 2 / math.sqrt(inputs)
            learned[name + UP] = torch.zeros(outputs, rank)
        return cls(weights, {name: value.requires_grad_() for name, value in learned.items()})

    def also(self, name: str, values: Any) -> Any:
        """Learn these too."""
        self.learned[name] = values.requires_grad_()
        return self.learned[name]

    def tokens(self, ids: Any, mask: Any) -> Any:
        """Shape (texts, tokens, 384), after the last layer."""
        x = self._norm(
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + self.weights["embeddings.token_type_embeddings.weight"][0],
            "embeddings.LayerNorm",
        )
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}", mask)
        return x

    def learn(self, texts: Sequence[str], loss: Loss, longest: int) -> Learned:
        """What was learned, from the first `longest` word pieces of each text. Tells how it goes on stderr."""
        ids = [MINILM.ids(text)[:longest] for text in texts]
        optimizer = torch.optim.AdamW(self.learned.values(), lr=RATE, weight_decay=DECAY)
        steps = EPOCHS * math.ceil(len(ids) / BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, step / (WARM * steps)) * (1 - step / steps)
        )
        started = time.monotonic()
        for step, rows in enumerate(_batches([len(each) for each in ids])):
            missed = loss(*self._read([ids[row] for row in rows]), rows)
            optimizer.zero_grad()
            missed.backward()
            torch.nn.utils.clip_grad_norm_(self.learned.values(), LONGEST_STEP)
            optimizer.step()
            schedule.step()
            if step % TOLD_EVERY == 0:
                sys.stderr.write(
                    f"step {step} of {steps}, {time.monotonic() - started:.0f} s, loss {missed.item():.2f}\n"
                )
        return {name: value.detach().numpy() for name, value in self.learned.items()}

    def _read(self, rows: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        ids, mask = _padded(rows)
        return self.tokens(ids, mask), mask

    def _layer(self, x: Any, name: str, mask: Any) -> Any:
        def split(part: str) -> Any:
            return (
                self._dense(x, f"{name}.attention.self.{part}").unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)
            )

        seen = functional.scaled_dot_product_attention(
            split("query"), split("key"), split("value"), attn_mask=mask[:, None, None, :]
        )
        attended = self._dense(seen.transpose(1, 2).flatten(2), f"{name}.attention.output.dense")
        x = self._norm(x + attended, f"{name}.attention.output.LayerNorm")
        inner = functional.gelu(self._dense(x, f"{name}.intermediate.dense"))
        return self._norm(x + self._dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _dense(self, values: Any, name: str) -> Any:
        out = functional.linear(values, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])
        return out + functional.linear(functional.linear(values, self.learned[name + DOWN]), self.learned[name + UP])

    def _norm(self, x: Any, name: str) -> Any:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(x, (HIDDEN,), weight, bias, EPSILON)


def telling(learner: Learner, labels: Sequence[Sequence[float]], sure: float, left_out: float) -> Loss:
    """The loss of triage's outputs: risk of every message; of the worrying also whether it is urgent, of what kind, and
    about whom where known.

    `labels` has for each text: risk, urgent, about another (-1: not known), category (-1: ordinary). A label is as
    likely as `sure` to be right; of the means, `left_out` are dropped at each step.
    """
    wanted, kinds = torch.tensor(labels), 1 + int(max(row[3] for row in labels))
    attend = learner.also(ATTEND, torch.zeros(1, HIDDEN))
    head = learner.also(f"{HEAD}.weight", torch.randn(3 + kinds, 2 * HIDDEN) / math.sqrt(2 * HIDDEN) / 2)
    bias = learner.also(f"{HEAD}.bias", torch.zeros(3 + kinds))

    def unlike(told: Any, yes: Any) -> Any:
        return functional.binary_cross_entropy_with_logits(told, yes * (2 * sure - 1) + 1 - sure)

    def loss(x: Any, mask: Any, rows: Sequence[int]) -> Any:
        counts = functional.linear(x, attend)[..., 0].masked_fill(~mask, -1e9).softmax(1)
        means = torch.cat([_mean(x, mask), (x * counts[..., None]).sum(1)], 1)
        told = functional.linear(functional.dropout(means, left_out), head, bias)
        risk, urgent, other, category = wanted[list(rows)].T
        worrying, known = category >= 0, other >= 0
        found = unlike(told[:, 0], risk)
        if worrying.any():
            kind = functional.cross_entropy(
                told[worrying, 3:], category[worrying].long(), label_smoothing=2 * (1 - sure)
            )
            found = found + 0.5 * unlike(told[worrying, 1], urgent[worrying]) + 0.5 * kind
        return found + 0.5 * unlike(told[known, 2], other[known]) if known.any() else found

    return loss


def gathering(
    learner: Learner, groups: Sequence[int], vectors: Vectors, sharpness: float, doubt: float, left_out: float
) -> Loss:
    """The loss that brings the vectors of texts of one group together and away from those of others.

    Each group has a point, which begins in the middle of its texts' `vectors` (texts, 384) and is learned beside; a
    text is told apart by its cosine to all of them times `sharpness` (a softmax of unit vectors; Wang and others,
    2017), with `doubt` for other groups.
    """
    wanted = torch.tensor(groups)
    summed = torch.zeros(int(wanted.max()) + 1, HIDDEN).index_add(0, wanted, torch.from_numpy(vectors))
    points = learner.also(POINTS, functional.normalize(summed, dim=-1))

    def loss(x: Any, mask: Any, rows: Sequence[int]) -> Any:
        vectors = functional.dropout(functional.normalize(_mean(x, mask), dim=-1), left_out)
        near = sharpness * vectors @ functional.normalize(points, dim=-1).T
        return functional.cross_entropy(near, wanted[list(rows)], label_smoothing=doubt)

    return loss


def _mean(x: Any, mask: Any) -> Any:
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of like length together, in an order of chance, all of them in each epoch."""
    for _ in range(EPOCHS):
        rows = random.sample(range(len(lengths)), len(lengths))
        found = []
        for first in range(0, len(rows), BATCH * CHUNK):
            near = sorted(rows[first : first + BATCH * CHUNK], key=lambda row: lengths[row])
            found += [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
        yield from random.sample(found, len(found))


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros_like(ids, dtype=torch.bool)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = torch.tensor(row)
        mask[place, : len(row)] = True
    return ids, mask
