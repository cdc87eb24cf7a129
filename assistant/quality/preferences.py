"""Which of two answers a model that judges would rather have read, over the cases that two runs answered differently.

Each pair is asked in both orders, as judges favour a place: only what they say both times counts, and what flips with
the order is a tie (Zheng et al. 2023, "Judging LLM-as-a-judge with MT-Bench and Chatbot Arena", section 3.4). What
cannot be used is counted apart and takes part in nothing. Plain values.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from assistant.quality.statistics import FEWEST, paired_range

Outcome = Literal["base", "new", "tie", "flipped", "unusable"]
"""The answer that both orders prefer; tie: neither; flipped: one that went with the order, which counts as a tie."""
Verdict = Literal["worse", "better", "no clear change", "too few to tell"]

FORMAT = 1
VALUES: dict[Outcome, float] = {"base": -1.0, "new": 1.0, "tie": 0.0, "flipped": 0.0}
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """The two answers to one case."""

    id: str
    family: str
    outcome: Outcome
    reasons: tuple[str, ...]
    """What the judge said, BASE first and then NEW first; of an unusable one why it is."""


@dataclass(frozen=True)
class Preferences:
    """What a judge preferred between two runs."""

    date: str
    """ISO 8601, UTC."""
    judge: str
    """The name of the model."""
    prompt: str
    """The version of its instructions."""
    base: str
    new: str
    """Fingerprints of the two records."""
    pairs: tuple[Pair, ...]
    format: int = FORMAT

    def count(self, outcome: Outcome) -> int:
        return sum(pair.outcome == outcome for pair in self.pairs)

    @property
    def usable(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.outcome in VALUES)

    @property
    def n(self) -> int:
        return len(self.usable)

    @property
    def families(self) -> int:
        return len({pair.family for pair in self.usable})

    @cached_property
    def lead(self) -> float:
        """The share of pairs that NEW wins less that which BASE wins, -1 to 1; 0 when there is no pair to use."""
        values = self._values
        return sum(values) / len(values) if values else 0.0

    @cached_property
    def range(self) -> tuple[float, float]:
        """The 95 % range of the lead, over families; everything when there is no pair to use."""
        if not self.usable:
            return -1.0, 1.0
        return paired_range(self._values, [pair.family for pair in self.usable])

    @property
    def verdict(self) -> Verdict:
        low, high = self.range
        if self.families < FEWEST:
            return "too few to tell"
        if high < -TINY:
            return "worse"
        return "better" if low > TINY else "no clear change"

    @property
    def _values(self) -> Sequence[float]:
        return [VALUES[pair.outcome] for pair in self.usable]


def preference_values(found: Preferences) -> dict[str, Any]:
    """What `eval compare --judge --json` adds as `judge`.

    Keys: judge, prompt, date, n and families (of usable pairs), new, base, tie, flipped, unusable (counts), lead, low,
    high (-1 to 1), verdict, pairs (id, family, outcome, reasons).
    """
    low, high = found.range
    counts = {outcome: found.count(outcome) for outcome in ("new", "base", "tie", "flipped", "unusable")}
    return {
        "judge": found.judge,
        "prompt": found.prompt,
        "date": found.date,
        "n": found.n,
        "families": found.families,
        **counts,
        "lead": found.lead,
        "low": low,
        "high": high,
        "verdict": found.verdict,
        "pairs": [asdict(pair) for pair in found.pairs],
    }


def preference_sentences(found: Preferences) -> tuple[str, ...]:
    """For pages and terminals: what was preferred, how sure that is, and what could not be used."""
    new, base, flipped, unusable = (found.count(each) for each in ("new", "base", "flipped", "unusable"))
    low, high = found.range
    sure = {
        "too few to tell": "too few to tell",
        "no clear change": f"no clear change: a lead of {100 * low:+.0f} to {100 * high:+.0f} in 100 is likely",
        "better": f"better now: a lead of {100 * low:+.0f} to {100 * high:+.0f} in 100 is likely",
        "worse": f"worse now: a lead of {100 * low:+.0f} to {100 * high:+.0f} in 100 is likely",
    }
    told = [
        f"The model {found.judge} read both answers of {found.n:,} questions that were answered differently: it would "
        f"rather have the new one in {new:,}, the old one in {base:,} ({sure[found.verdict]}).",
        f"In {found.count('tie') + flipped:,} it had no preference; in {flipped:,} of these what it said went with the "
        "order that it was asked in.",
    ]
    if unusable:
        told.append(f"For {unusable:,} more it gave no verdict that can be used; they are in no count.")
    return tuple(told)
