"""Adapt MiniLM to triage: `python -m evals.safety.adapt`, a quarter of an hour on two quiet cores.

What two means over a message's tokens tell is learned with it: the outputs of `assistant.safety.likeness`. Written to
assistant/safety/adapted.onnx. Needs torch, as evals/adapting.py says.
"""

import argparse
import sys
from collections.abc import Sequence

from assistant.retrieval.minilm import MAX_TOKENS, WEIGHTS, weights_folder
from assistant.retrieval.topology import adapted
from assistant.safety.disguise import plain
from assistant.safety.likeness import ADAPTED
from assistant.safety.signals import CATEGORIES
from evals.adapting import Learner, telling
from evals.safety.examples import Example, read_examples

RANK = 24
SURE = 0.97  # a label is as likely as this to be right
LEFT_OUT = 0.2  # of the means, at each step
ASKED = 2_500  # ways of asking the guides that teach, evenly taken: with all of them the worrying are one in four
ABOUT = {"other": 1.0, "self": 0.0, None: -1.0}


def labelled(example: Example) -> tuple[float, float, float, float]:
    """Risk, urgent, about another (-1: not known), category (-1: ordinary)."""
    category = CATEGORIES.index(example.category) if example.category in CATEGORIES else -1
    return float(example.category is not None), float(example.urgent), ABOUT[example.about], float(category)


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
    learner = Learner.beginning(RANK, parser.parse_args(arguments).seed)
    examples = teaching(read_examples())
    loss = telling(learner, [labelled(each) for each in examples], SURE, LEFT_OUT)
    learned = learner.learn([plain(each.text).text for each in examples], loss, MAX_TOKENS)
    ADAPTED.write_bytes(adapted(weights_folder() / WEIGHTS, learned))
    sys.stdout.write(f"{ADAPTED.name}: {ADAPTED.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
