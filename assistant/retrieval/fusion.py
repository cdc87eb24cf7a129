"""Put what the vectors found and what the words found in one order, and decide how far to trust it.

Scores are fused, not ranks: with MiniLM, reciprocal rank fusion loses to the vectors alone on long personal questions
(DESIGN.md, measured facts), because it forgets how sure each side was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from heapq import nlargest

from assistant.guides.guide import Direction, Guide
from assistant.retrieval.entries import guide_of
from assistant.retrieval.index import Neighbour
from assistant.retrieval.keywords import Match
from assistant.situation import Situation

ASKED, PASSAGE, LINE, WORDS, AFFINITY = 0.5, 0.2, 0.05, 0.6, 2.0  # weights of evidence; chosen on the dev split (n=174)
VOTES, VOTE_RANK, VOTERS = 0.6, 20, 200  # weight, rank constant and entries that vote; chosen on the dev split (n=144)
DOCUMENT_WORDS = 0.7  # where there are only documents; from the five collections of evals/retrieval/NOTES.md
NEAREST = 3  # ways of asking that count together: one alone is often a chance likeness
SAME = 0.85  # a way of asking this near is the same question, whatever the others say
VERBATIM = 0.97  # these are its very words: it counts twice, so that votes for another guide do not outweigh it
ROLE_FIT, RELATIONSHIP_FIT, MOMENT_FIT, SETTING_FIT = 0.05, 0.02, 0.03, 0.005  # boosts, in units of score
DIRECTION_FIT = 0.12  # who said it to whom is easily missed by vectors, and the wrong side is the worst answer


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one guide, each at most about 1."""

    asked: float = 0.0
    """Mean cosine to the nearest ways of asking it."""
    passage: float = 0.0
    """Cosine to its nearest passage."""
    line: float = 0.0
    """Cosine to its nearest single line."""
    words: float = 0.0
    """BM25 of its best entry, as a share of the best these words could reach."""

    affinity: float = 0.0
    """How far it is like all the guide's sentences together."""

    votes: float = 0.0
    """How many of its entries were found, and how far up: their reciprocal ranks, summed, up to 1."""

    @property
    def strength(self) -> float:
        """How much speaks for it whatever else there is: votes only tell which of the guides comes first."""
        likeness = ASKED * self.asked + PASSAGE * self.passage + LINE * self.line
        return likeness + WORDS * self.words + AFFINITY * self.affinity

    @property
    def score(self) -> float:
        return self.strength + VOTES * self.votes


def gather(
    asked: Sequence[Neighbour],
    passages: Iterable[Neighbour],
    lines: Sequence[Neighbour],
    matches: Sequence[Match],
    affinity: Mapping[str, float],
) -> dict[str, Evidence]:
    """Collect the best evidence of each kind by guide."""
    kinds = (
        _nearest((hit.target, hit.similarity) for hit in asked),
        _best((guide_of(hit.target), hit.similarity) for hit in passages),
        _best((guide_of(hit.target), hit.similarity) for hit in lines),
        _best((guide_of(match.target), match.score) for match in matches),
        affinity,
        _votes(asked, lines, matches),
    )
    guides = {guide for kind in kinds for guide in kind}
    return {guide: Evidence(*(kind.get(guide, 0.0) for kind in kinds)) for guide in guides}


def fuse(likeness: float, words: float) -> float:
    """The score of a plain document, from its cosine and its BM25 as a share of the best these words could reach.

    The share is small for a long message in common words, so that the words weigh only where they can tell.
    """
    return likeness + DOCUMENT_WORDS * words


def blend(alone: Mapping[str, Evidence], together: Mapping[str, Evidence], own: float) -> dict[str, Evidence]:
    """What a message finds by itself, which weighs `own`, and what it finds with what was said before."""
    return {
        guide: _between(together.get(guide, Evidence()), alone.get(guide, Evidence()), own)
        for guide in {*alone, *together}
    }


def fit(guide: Guide, situation: Situation, direction: Direction | None = None) -> float:
    """How well a guide fits who is asking: a boost or a handicap, never a filter."""
    return (
        _fit(direction, (guide.direction,), DIRECTION_FIT if guide.direction else 0.0)
        + _fit(situation.role, guide.readers, ROLE_FIT)
        + _fit(situation.relationship, guide.relationships, RELATIONSHIP_FIT)
        + _fit(situation.moment, guide.moments, MOMENT_FIT)
        + (_fit(situation.setting, guide.settings, SETTING_FIT) if guide.settings else 0.0)
    )


def _between(one: Evidence, other: Evidence, share: float) -> Evidence:
    pairs = zip(astuple(one), astuple(other), strict=True)
    return Evidence(*((1 - share) * first + share * second for first, second in pairs))


def _fit(value: str | None, accepted: Iterable[str | None], weight: float) -> float:
    if value is None:
        return 0.0
    return weight if value in accepted else -weight


def _nearest(pairs: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """The mean of each guide's nearest; one that was not among those looked at counts as the farthest that was."""
    found: dict[str, list[float]] = {}
    farthest = 1.0
    for name, likeness in pairs:
        found.setdefault(name, []).append(likeness)
        farthest = min(farthest, likeness)
    return {name: _likeness(nlargest(NEAREST, likenesses), farthest) for name, likenesses in found.items()}


def _likeness(near: Sequence[float], farthest: float) -> float:
    if near[0] >= VERBATIM:
        return 2 * near[0]
    mean = (sum(near) + farthest * (NEAREST - len(near))) / NEAREST
    return max(near[0] if near[0] >= SAME else 0.0, mean)


def _votes(asked: Sequence[Neighbour], lines: Sequence[Neighbour], matches: Sequence[Match]) -> Mapping[str, float]:
    """Reciprocal ranks (Cormack, Clarke and Buettcher, 2009), summed over all that a guide's entries came in at.

    Passages don't vote: their vectors are their lines' over again.
    """
    near = sorted((*asked, *lines), key=lambda hit: -hit.similarity)
    votes: dict[str, float] = {}
    for targets in ([hit.target for hit in near], [match.target for match in matches]):
        for rank, target in enumerate(targets[:VOTERS], 1):
            votes[guide_of(target)] = votes.get(guide_of(target), 0.0) + 1 / (VOTE_RANK + rank)
    return {guide: min(1.0, found) for guide, found in votes.items()}


def _best(pairs: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for name, score in pairs:
        best[name] = max(best.get(name, 0.0), score)
    return best
