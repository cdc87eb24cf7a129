"""Adapt MiniLM to triage: `python -m evals.safety.adapt`, about half an hour on two quiet cores.

Its own weights stay as they are. Beside every dense layer a product of two thin matrices is learned (LoRA; Hu and
others, 2021), and with them what two means over a message's tokens tell: the outputs of `assistant.safety.likeness`.
Written to assistant/safety/adapted.onnx. The only module that imports torch, which is in no lock, as nothing else needs
it: run this in an environment of its own that also has what requirements-dev.lock names.
"""

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import torch  # type: ignore[import-not-found]
from safetensors.torch import load_file  # type: ignore[import-not-found]
from torch.nn import functional  # type: ignore[import-not-found]

from assistant.retrieval.minilm import WEIGHTS, MiniLM, weights_folder
from assistant.retrieval.topology import ATTEND, DOWN, HEAD, HIDDEN, LAYERS, UP, adapted
from assistant.safety.disguise import plain
from assistant.safety.likeness import ADAPTED, OUTPUTS
from assistant.safety.signals import CATEGORIES
from evals.safety.examples import Example, read_examples

Tensors = dict[str, Any]

HEADS, EPSILON = 12, 1e-12
RANK = 24
DENSE = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
         "intermediate.dense", "output.dense")  # fmt: skip
EPOCHS, BATCH, CHUNK = 4, 32, 50
RATE, WARM, DECAY, LONGEST_STEP = 1e-3, 0.06, 0.01, 1.0
SURE = 0.97  # a label is as likely as this to be right
LEFT_OUT = 0.2  # of the means, at each step
ASKED = 2_500  # ways of asking the guides that teach, evenly taken: with all of them the worrying are one in four


def learn(examples: Sequence[Example], seed: int = 0) -> Tensors:
    """The learned matrices by the names that `topology.adapted` takes."""
    torch.manual_seed(seed)
    random.seed(seed)
    weights, learned = load_file(weights_folder() / WEIGHTS), _beginning()
    ids, labels = _ids(examples), _labels(examples)
    optimizer = torch.optim.AdamW(learned.values(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (WARM * steps)) * (1 - step / steps)
    )
    started = time.monotonic()
    for step, rows in enumerate(_batches([len(each) for each in ids])):
        loss = _loss(_told(weights, learned, *_padded([ids[row] for row in rows])), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned.values(), LONGEST_STEP)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            sys.stderr.write(f"step {step} of {steps}, {time.monotonic() - started:.0f} s, loss {loss.item():.2f}\n")
    return {name: value.detach() for name, value in learned.items()}


def _beginning() -> Tensors:
    """As nothing had been learned: what the thin matrices give is nought."""
    names = [f"encoder.layer.{layer}.{part}" for layer in range(LAYERS) for part in DENSE]
    sizes = load_file(weights_folder() / WEIGHTS)
    learned: Tensors = {}
    for name in names:
        outputs, inputs = sizes[f"{name}.weight"].shape
        learned[name + DOWN] = torch.randn(RANK, inputs) * 2 / math.sqrt(inputs)
        learned[name + UP] = torch.zeros(outputs, RANK)
    learned[ATTEND] = torch.zeros(1, HIDDEN)
    learned[f"{HEAD}.weight"] = torch.randn(len(OUTPUTS), 2 * HIDDEN) / math.sqrt(2 * HIDDEN) / 2
    learned[f"{HEAD}.bias"] = torch.zeros(len(OUTPUTS))
    return {name: value.requires_grad_() for name, value in learned.items()}


def _told(weights: Tensors, learned: Tensors, ids: Any, mask: Any) -> Any:
    """Shape (texts, outputs), before any squashing."""
    x = _norm(
        weights["embeddings.word_embeddings.weight"][ids]
        + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        + weights["embeddings.token_type_embeddings.weight"][0],
        weights, "embeddings.LayerNorm",
    )  # fmt: skip
    for layer in range(LAYERS):
        x = _layer(x, weights, learned, f"encoder.layer.{layer}", mask)
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    counts = functional.linear(x, learned[ATTEND])[..., 0].masked_fill(~mask, -1e9).softmax(1)
    means = torch.cat([mean, (x * counts[..., None]).sum(1)], 1)
    return functional.linear(functional.dropout(means, LEFT_OUT), learned[f"{HEAD}.weight"], learned[f"{HEAD}.bias"])


def _layer(x: Any, weights: Tensors, learned: Tensors, name: str, mask: Any) -> Any:
    def dense(values: Any, part: str) -> Any:
        own = f"{name}.{part}"
        out = functional.linear(values, weights[f"{own}.weight"], weights[f"{own}.bias"])
        return out + functional.linear(functional.linear(values, learned[own + DOWN]), learned[own + UP])

    def split(part: str) -> Any:
        return dense(x, f"attention.self.{part}").unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)

    seen = functional.scaled_dot_product_attention(
        split("query"), split("key"), split("value"), attn_mask=mask[:, None, None, :]
    )
    attended = dense(seen.transpose(1, 2).flatten(2), "attention.output.dense")
    x = _norm(x + attended, weights, f"{name}.attention.output.LayerNorm")
    inner = functional.gelu(dense(x, "intermediate.dense"))
    return _norm(x + dense(inner, "output.dense"), weights, f"{name}.output.LayerNorm")


def _norm(x: Any, weights: Tensors, name: str) -> Any:
    return functional.layer_norm(x, (HIDDEN,), weights[f"{name}.weight"], weights[f"{name}.bias"], EPSILON)


def _loss(told: Any, labels: Any) -> Any:
    """Risk of every message; of the worrying also whether it is urgent, of what kind, and about whom where known."""
    risk, urgent, other, category = labels.T
    worrying, known = category >= 0, other >= 0
    loss = _unlike(told[:, 0], risk)
    if worrying.any():
        kinds = functional.cross_entropy(told[worrying, 3:], category[worrying].long(), label_smoothing=2 * (1 - SURE))
        loss = loss + 0.5 * _unlike(told[worrying, 1], urgent[worrying]) + 0.5 * kinds
    return loss + 0.5 * _unlike(told[known, 2], other[known]) if known.any() else loss


def _unlike(told: Any, labels: Any) -> Any:
    return functional.binary_cross_entropy_with_logits(told, labels * (2 * SURE - 1) + 1 - SURE)


def _labels(examples: Sequence[Example]) -> Any:
    """Shape (examples, 4): risk, urgent, about another (-1: not known), category (-1: ordinary)."""
    about = {"other": 1.0, "self": 0.0, None: -1.0}
    return torch.tensor([
        [float(each.category is not None), float(each.urgent), about[each.about],
         float(CATEGORIES.index(each.category) if each.category in CATEGORIES else -1)]
        for each in examples
    ])  # fmt: skip


def _ids(examples: Sequence[Example]) -> list[Sequence[int]]:
    minilm = MiniLM()
    return [minilm.ids(plain(each.text).text) for each in examples]


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


def teaching(examples: Sequence[Example]) -> list[Example]:
    """All but most of the ways of asking the guides.

    With the single sentences of ordinary messages as well, which triage also reads one by one, it alarmed as few
    ordinary ones and noticed less: .90 of the worrying on dev, not .92.
    """
    asked = [each for each in examples if each.family.startswith("asked")]
    chosen = set(asked[:: max(1, len(asked) // ASKED)])
    return [each for each in examples if not each.family.startswith("asked") or each in chosen]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.safety.adapt", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    learned = learn(teaching(read_examples()), parser.parse_args(arguments).seed)
    ADAPTED.write_bytes(adapted(weights_folder() / WEIGHTS, {name: each.numpy() for name, each in learned.items()}))
    sys.stdout.write(f"{ADAPTED.name}: {ADAPTED.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
