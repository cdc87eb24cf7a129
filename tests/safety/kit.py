"""What the safety tests share: the real rules, the real words, and conversations made of messages."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.messages import Concern, Signposting, Turn
from assistant.safety.rulebook import Rulebook, load_rulebook
from assistant.safety.signposting import FixedWords
from assistant.safety.triage import RuleTriage
from assistant.settings import CHECKOUT
from assistant.situation import Situation

KNOWLEDGE = CHECKOUT / "knowledge"
SIGNALS = KNOWLEDGE / "signals.yaml"
TRIAGE = RuleTriage(KNOWLEDGE)
WORDS = FixedWords(KNOWLEDGE, triage=TRIAGE)


def book() -> Rulebook:
    return load_rulebook(SIGNALS)


@cache
def table(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def triage(*messages: str) -> Concern:
    """What triage makes of the last message in the light of the others."""
    return talk(*messages)[-1][0]


def talk(*messages: str, situation: Situation | None = None) -> list[tuple[Concern, Signposting | None]]:
    """What triage and the fixed words make of each message of a conversation."""
    history: list[Turn] = []
    made = []
    for message in messages:
        concern = TRIAGE(message, history)
        shown = WORDS(message, concern, situation or Situation(), history)
        history += _turns(message, concern, shown)
        made.append((concern, shown))
    return made


def _turns(message: str, concern: Concern, shown: Signposting | None) -> Sequence[Turn]:
    answer = shown.text if shown else "An ordinary answer."
    return Turn("person", message, concern=concern), Turn("assistant", answer, signposting=shown.id if shown else None)
