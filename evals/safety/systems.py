"""What is measured side by side, each a `Triage`: ours, each of its two signals alone, and a plain list of keywords."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import yaml

from assistant.build import build_likeness
from assistant.conversation import readable
from assistant.messages import Concern, Triage, Turn
from assistant.retrieval.minilm import MiniLM
from assistant.safety.likeness import Alike
from assistant.safety.signals import CATEGORIES
from assistant.safety.triage import RuleTriage
from assistant.safety.weighing import Ruled, weighed
from assistant.settings import CHECKOUT
from evals.safety.cases import HERE, Labelled

OURS, RULES, EXAMPLES, KEYWORDS = "triage", "rules alone", "classifier alone", "keywords"
KNOWLEDGE = CHECKOUT / "knowledge"
THIRD_PERSON = frozenset({"he", "she", "they", "him", "her", "them", "his", "their", "mentee", "friend"})


@dataclass(frozen=True, slots=True)
class Made:
    """What a system made of a case."""

    concern: Concern
    ms: float
    """For its last message; the earlier ones had been read."""


def systems() -> dict[str, Triage]:
    alike = build_likeness(MiniLM())
    return {
        OURS: RuleTriage(KNOWLEDGE, alike),
        RULES: RuleTriage(KNOWLEDGE),
        EXAMPLES: Compared(alike),
        KEYWORDS: Keywords(HERE / "keywords.yaml"),
    }


class Compared:
    """The classifier alone: each message by itself."""

    def __init__(self, alike: Alike) -> None:
        self._alike = alike

    def __call__(self, text: str, history: Sequence[Turn]) -> Concern:  # noqa: ARG002 - as a Triage
        return weighed(Ruled(), self._alike(text))


class Keywords:
    """What most chatbots have: a worrying word anywhere is an emergency, whatever stands around it."""

    def __init__(self, path: Path) -> None:
        self._words: Mapping[str, Sequence[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))

    def __call__(self, text: str, history: Sequence[Turn]) -> Concern:  # noqa: ARG002 - as a Triage
        said = text.lower()
        for category in CATEGORIES:
            if any(word in said for word in self._words.get(category, ())):
                return Concern("urgent", category, "self" if THIRD_PERSON.isdisjoint(said.split()) else "other")
        return Concern()


def judge(triage: Triage, case: Labelled) -> Made:
    """Triage the turns of a case in order, as a conversation would; what counts is the last."""
    history: list[Turn] = []
    for text in map(readable, case.turns[:-1]):
        concern = triage(text, history)
        history += [Turn("person", text, concern=concern), Turn("assistant", "", concern=concern)]
    started = perf_counter()
    concern = triage(readable(case.turns[-1]), history)
    return Made(concern, (perf_counter() - started) * 1000)
