"""Is it good enough, and for whom not? One grade, read off one score, in plain words.

The score is `found.used`: an answer from a guide about something else is of no use, however well it is worded. The two
limits are the project's own judgement, with no study behind them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.quality.report import Report
from assistant.quality.statistics import Estimate, estimate
from assistant.quality.subsets import AUDIENCES, Subset

Grade = Literal["not enough", "too few to tell", "fair", "good"]

SCORE = "found.used"
GOOD, FAIR = 0.9, 0.7  # of answers that draw on a right guide
NEVER = "It is never a safety net, whatever the figures say."
HEADLINES: Mapping[Grade, str] = {
    "not enough": "Not good enough to rely on",
    "too few to tell": "Too few to tell",
    "fair": "Fair as a starting point",
    "good": "Good enough as a starting point",
}
FOR_WHOM: Mapping[Grade, str] = {
    "not enough": "Not good enough for",
    "too few to tell": "Too few to tell for",
    "fair": "Fair for",
    "good": "Good enough for",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    grade: Grade
    value: Estimate | None
    """Of `found.used`; None where no question was asked that a guide answers."""

    @property
    def headline(self) -> str:
        return HEADLINES[self.grade]

    @property
    def told(self) -> str:
        """What that means for whoever decides, in sentences."""
        told = {
            "not enough": (
                f"About {self.missed} in 10 answers come from no guide that fits. It may start a thought, for people "
                "who are told so and can ask somebody."
            ),
            "too few to tell": "Too little was asked to say whether it is good enough.",
            "fair": f"About {self.missed} in 10 answers come from no guide that fits. Tell people so.",
            "good": "Most answers come from a guide that fits. People still have to judge each.",
        }
        return f"{told[self.grade]} {NEVER}"

    @property
    def missed(self) -> int:
        """Of ten answers, how many come from no guide that fits."""
        return 0 if self.value is None else round(10 * (1 - self.value.mean))

    @property
    def worth(self) -> str:
        """The range behind it, and n; empty where nothing was asked."""
        value = self.value
        if value is None:
            return ""
        asked = "1 made-up question" if value.n == 1 else f"{value.n:,} made-up questions"
        if value.few:
            return f"Only {asked}."
        return f"Likely {100 * (1 - value.high):.0f} to {100 * (1 - value.low):.0f} in 100, from {asked}."


def verdict(report: Report) -> Verdict:
    return _of(report.scores.get(SCORE))


def _of(value: Estimate | None) -> Verdict:
    if value is None or value.few:
        return Verdict("too few to tell", value)
    grade: Grade = "good" if value.mean >= GOOD else "fair" if value.mean >= FAIR else "not enough"
    return Verdict(grade, value)


def reading(report: Report) -> str:
    """The verdict in one line, for print and the README."""
    found = verdict(report)
    if found.grade == "too few to tell":
        return found.told
    return f"{found.headline}: {found.told[0].lower()}{found.told[1:]}"


def for_whom(report: Report) -> tuple[str, ...]:
    """For whom it is good enough and for whom not, a sentence a grade, the worst first; who never asks is left out."""
    found = dict(_by_whom(report))
    return tuple(filter(None, (_told(grade, found) for grade in HEADLINES)))


def _by_whom(report: Report) -> Iterator[tuple[str, Verdict]]:
    for whom in AUDIENCES:
        subset = Subset(whom)
        cases = [asked for asked in report.cases if SCORE in asked.scores and subset.holds(asked.case)]
        if cases:
            yield whom, _of(estimate([each.scores[SCORE] for each in cases], [each.case.family for each in cases]))


def _told(grade: Grade, found: Mapping[str, Verdict]) -> str:
    those = sorted((whom for whom in found if found[whom].grade == grade), key=lambda whom: -found[whom].missed)
    if not those:
        return ""
    told = (f"{whom.replace('-', ' ')}{_figure(found[whom])}" for whom in those)
    return f"{FOR_WHOM[grade]} {', '.join(told)}."


def _figure(found: Verdict) -> str:
    value = found.value
    return "" if value is None or value.few else f" ({found.missed} in 10; {value.n:,} asked)"
