"""Do the passages hold what a sentence says? Rules for what goes against them, and a fit for how much they cover.

The fit is logistic regression over coverage, nearness and the rules' findings, on sentences labelled in
examples/claims.yaml; fitted.json holds it. `python -m evals.scorers.train` writes that file and tells how well it does
on passages it was not fitted to.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.messages import Embedder
from assistant.ngrams import Matrix
from evals.scorers.claims.conflicts import CHECKS
from evals.scorers.claims.evidence import Evidence, Passages, coverage, exact
from evals.scorers.claims.words import Token
from evals.scorers.logistic import Logistic

EXAMPLES = Path(__file__).parents[1] / "examples" / "claims.yaml"
FRESH = EXAMPLES.with_name("fresh-claims.yaml")
"""Of another kind and never fitted to."""
HELD = 0.5  # covered at least half: the word counts as held
SURE_CHECKS = ("number", "name", "negation", "opposite", "amount", "turned")
"""`place` errs too often to decide by itself: on the examples it fires on one true sentence in twenty."""
FITTED = Path(__file__).with_name("fitted.json")
AT_MOST = 0.3  # the score of a sentence that one of them speaks against
KEPT = 256  # rows' passages; rows often share theirs
MOST_WORDS = 6  # of those that are missing, in a reason


@dataclass(frozen=True, slots=True)
class Example:
    family: str
    passage: str
    text: str
    kind: str
    """`supported`, or what was done to it: `negation`, `number`, `name`, `opposite`, `amount`, `place`, `beyond`."""

    @property
    def supported(self) -> bool:
        return self.kind == "supported"


@dataclass(frozen=True, slots=True)
class Judgement:
    score: float
    """0 to 1; from .5 on it is taken for supported."""
    reason: str | None = None
    """Why it is below .5."""


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    found = []
    for each in yaml.safe_load(path.read_text(encoding="utf-8")):
        family, passage = each["family"], each["passage"]
        found += [Example(family, passage, text, "supported") for text in each["supported"]]
        found += [
            Example(family, passage, text, kind.rstrip("0123456789")) for kind, text in each["unsupported"].items()
        ]
    return found


class ClaimJudge:
    def __init__(self, embedder: Embedder, model: Logistic | None = None) -> None:
        """Without a model, the committed one."""
        self._embedder = embedder
        self._read = lru_cache(maxsize=KEPT)(lambda texts: Passages(texts, embedder))
        self._model = model or Logistic.of(json.loads(FITTED.read_text(encoding="utf-8")))

    def passages(self, texts: Sequence[str]) -> Passages:
        return self._read(tuple(texts))

    def __call__(self, claims: Sequence[str], passages: Passages) -> list[Judgement]:
        vectors = self._embedder.embed(claims)
        return [self._judge(claim, vector, passages) for claim, vector in zip(claims, vectors, strict=True)]

    def _judge(self, claim: str, vector: Matrix, passages: Passages) -> Judgement:
        evidence = passages.evidence(claim, vector)
        against = conflicts(claim, evidence, passages)
        said = passages.read(claim)
        row = features(said, evidence, passages, against)
        score = capped(self._model.chance(row), row)
        reasons = [reason for reason in against.values() if reason] or [_missing(said, evidence)]
        return Judgement(score, "; ".join(reasons) if score < HELD else None)


def measured(examples: Sequence[Example], embedder: Embedder) -> list[list[float]]:
    """The features of each, for a fit."""
    rows = []
    judge = ClaimJudge(embedder)
    vectors = embedder.embed([each.text for each in examples])
    for example, vector in zip(examples, vectors, strict=True):
        passages = judge.passages([example.passage])
        evidence = passages.evidence(example.text, vector)
        against = conflicts(example.text, evidence, passages)
        rows.append(features(passages.read(example.text), evidence, passages, against))
    return rows


def conflicts(claim: str, evidence: Evidence, passages: Passages) -> Mapping[str, str | None]:
    return {name: check(claim, evidence, passages) for name, check in CHECKS.items()}


def capped(score: float, row: Sequence[float]) -> float:
    """What one of the sure rules speaks against is not taken for supported, however much is covered."""
    against = dict(zip(CHECKS, row[-len(CHECKS) :], strict=True))
    return min(score, AT_MOST) if any(against[name] for name in SURE_CHECKS) else score


def features(
    said: Sequence[Token], evidence: Evidence, passages: Passages, against: Mapping[str, str | None]
) -> list[float]:
    """What the fit is told of a sentence; its length is not among it."""
    lost = [held for held in evidence.held.values() if held < HELD]
    return [
        coverage(said, evidence.held),
        coverage(said, exact(said, evidence.tokens)),
        coverage(said, exact(said, passages.tokens)),
        min(evidence.held.values(), default=1.0),
        len(lost) / max(len(evidence.held), 1),
        evidence.near,
        evidence.near * coverage(said, evidence.held),
        *(float(bool(reason)) for reason in against.values()),
    ]


def _missing(said: Sequence[Token], evidence: Evidence) -> str:
    lost = list(_lost(said, evidence))
    if not lost:
        return "put together as no passage puts it"
    return f"no passage says: {', '.join(lost[:MOST_WORDS])}"


def _lost(said: Sequence[Token], evidence: Evidence) -> Iterator[str]:
    seen = set()
    for token in said:
        if token.content and evidence.held.get(token.stem, 1.0) < HELD and token.stem not in seen:
            seen.add(token.stem)
            yield token.text
