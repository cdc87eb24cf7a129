"""Put what the vectors found and what the words found in one order, and decide how far to trust it.

Scores are fused, not ranks: with MiniLM, reciprocal rank fusion loses to the vectors alone on long personal questions
(DESIGN.md, measured facts), because it forgets how sure each side was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.guides.guide import Guide
from assistant.retrieval.index import Neighbour
from assistant.retrieval.keywords import Match
from assistant.situation import Situation

ASKED, PASSAGE, WORDS = 0.55, 0.30, 0.15  # shares of the three kinds of evidence; tuned on the dev split
ROLE_FIT, RELATIONSHIP_FIT, MOMENT_FIT, SETTING_FIT = 0.05, 0.04, 0.02, 0.01  # boosts, in units of score
OTHER_READER = 0.25  # taken from a passage that speaks to somebody else


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one guide, each from 0 to 1."""

    asked: float = 0.0
    """Cosine to the nearest way of asking it."""
    passage: float = 0.0
    """Cosine to its nearest passage."""
    words: float = 0.0
    """BM25 of its best entry, as a share of the best these words could reach."""

    @property
    def score(self) -> float:
        closest = max(self.asked, self.passage)
        return ASKED * closest + PASSAGE * (self.asked + self.passage) / 2 + WORDS * self.words


def gather(asked: Iterable[Neighbour], passages: Iterable[Neighbour], matches: Iterable[Match]) -> dict[str, Evidence]:
    """Collect the best evidence of each kind by guide."""
    best_asked = _best((hit.target, hit.similarity) for hit in asked)
    best_passage = _best((guide_of(hit.target), hit.similarity) for hit in passages)
    best_words = _best((guide_of(match.target), match.score) for match in matches)
    guides = {*best_asked, *best_passage, *best_words}
    return {
        guide: Evidence(best_asked.get(guide, 0.0), best_passage.get(guide, 0.0), best_words.get(guide, 0.0))
        for guide in guides
    }


def blend(first: Mapping[str, Evidence], second: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Two searches weighed alike: for a message that leans on what went before, by itself and with it."""
    return {guide: _mean(first.get(guide, Evidence()), second.get(guide, Evidence())) for guide in {*first, *second}}


def fit(guide: Guide, situation: Situation) -> float:
    """How well a guide fits who is asking: a boost or a handicap, never a filter."""
    return (
        _fit(situation.role, guide.readers, ROLE_FIT)
        + _fit(situation.relationship, guide.relationships, RELATIONSHIP_FIT)
        + _fit(situation.moment, guide.moments, MOMENT_FIT)
        + (_fit(situation.setting, guide.settings, SETTING_FIT) if guide.settings else 0.0)
    )


def guide_of(target: str) -> str:
    return target.partition("#")[0]


def _mean(one: Evidence, other: Evidence) -> Evidence:
    return Evidence((one.asked + other.asked) / 2, (one.passage + other.passage) / 2, (one.words + other.words) / 2)


def _fit(value: str | None, accepted: Iterable[str], weight: float) -> float:
    if value is None:
        return 0.0
    return weight if value in accepted else -weight


def _best(pairs: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for name, score in pairs:
        best[name] = max(best.get(name, 0.0), score)
    return best
