"""Adapt MiniLM to what people need: `python -m evals.retrieval.adapt`, ten minutes on two quiet cores.

Two messages that ask the same guide come to lie near each other, whatever their words. Learned from every way of
asking in the library; written to assistant/retrieval/needs.onnx. Needs torch, as evals/adapting.py says.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.guides.library import Library
from assistant.retrieval.affinity import NEEDS
from assistant.retrieval.entries import library_entries
from assistant.retrieval.minilm import WEIGHTS, MiniLM, weights_folder
from assistant.retrieval.topology import build
from assistant.settings import CHECKOUT
from evals.adapting import POINTS, Learner, gathering

RANK = 16
LONGEST = 80  # word pieces; few ways of asking have more
SHARPNESS, DOUBT, LEFT_OUT = 16.0, 0.1, 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval.adapt", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without", default="", help="topics to leave out, with commas")
    parser.add_argument("--out", type=Path, default=NEEDS)
    chosen = parser.parse_args(arguments)
    left_out = set(chosen.without.split(","))
    asked = [
        entry
        for entry in library_entries(Library.load(CHECKOUT / "knowledge" / "guides"))
        if entry.kind == "asked" and entry.target.partition("/")[0] not in left_out
    ]
    groups = {target: number for number, target in enumerate(sorted({entry.target for entry in asked}))}
    texts, places = [entry.text for entry in asked], [groups[entry.target] for entry in asked]
    learner = Learner.beginning(RANK, chosen.seed)
    loss = gathering(learner, places, MiniLM().embed(texts), SHARPNESS, DOUBT, LEFT_OUT)
    learned = dict(learner.learn(texts, loss, LONGEST))
    del learned[POINTS]
    chosen.out.write_bytes(build(weights_folder() / WEIGHTS, learned))
    sys.stdout.write(f"{chosen.out.name}: {chosen.out.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
