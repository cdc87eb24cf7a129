"""Search the library for one message: dense and keyword evidence, fused, fitted to the situation.

May find nothing: below `RELIABLE` the findings say so and name the nearest guides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from math import inf

from assistant.cues import direction
from assistant.guides.asking import ELSEWHERE
from assistant.guides.library import Library
from assistant.guides.naming import named
from assistant.messages import Embedder, Findings, Hit, Passage, Turn, Vectors
from assistant.retrieval.current import CurrentIndex
from assistant.retrieval.entries import guide_of
from assistant.retrieval.followups import Standalone, standalone
from assistant.retrieval.fusion import Evidence, blend, fit, gather
from assistant.retrieval.index import Index, Neighbour
from assistant.situation import Situation

POOL = 300  # nearest entries of each kind looked at; over-fetched, because a `where` filter is slow (DESIGN.md)
NEAR = 400  # nearest passages by which those of the best guides are put in order
HITS = 12  # passages handed on to a responder
SPREAD = 2  # of one guide when somebody browses what was found
PER_GUIDE = 4  # of one guide among them, so that the second-best guide is there too
CARRIED = 0.09  # what a guide gains when the message leans on an answer drawn from it; tuned on the dev split
NAMED = 3.0  # what a guide gains when the message names it: more than all evidence for another
RELIABLE = 0.35  # the least evidence for the best guide that is still trusted; calibrated on the dev split
SURE, AHEAD = 1.1, 0.2  # the best guide's score, or its lead over the next, from which it is taken to be the one meant
LEANING_GRACE = 0.15  # a few words that lean on what went before say little by themselves
ELSEWHERE_MARGIN = 0.1  # how much more must speak for a guide than for its being about something else; on the dev split


class GuideSearch:
    """Implements the Search protocol over the library's index."""

    def __init__(self, library: Library, current: CurrentIndex, embedder: Embedder) -> None:
        self._library = library
        self._current = current
        """Asked anew for every message, as another process may have swapped the version in use."""
        self._embedder = embedder

    def __call__(self, text: str, situation: Situation, history: Sequence[Turn] = ()) -> Findings:
        return self.search(standalone(text, history), situation, HITS, PER_GUIDE)

    def search(self, message: Standalone, situation: Situation, count: int, per_guide: int) -> Findings:
        """Find up to `count` passages, at most `per_guide` of any one guide, best first."""
        return self._current.reading(lambda index: self._search(index, message, situation, count, per_guide))

    def _search(self, index: Index, message: Standalone, situation: Situation, count: int, per_guide: int) -> Findings:
        texts = [message.alone, message.query] if message.context else [message.alone]
        vectors = self._embedder.embed(texts)
        near = [index.nearest("passage", vector, NEAR) for vector in vectors]
        evidence = self._evidence(index, message.alone, vectors[0], near[0][:POOL])
        strays = _is_elsewhere(evidence, ELSEWHERE_MARGIN - (LEANING_GRACE if message.leans else 0.0))
        if message.context:
            together = self._evidence(index, message.query, vectors[1], near[1][:POOL])
            evidence = blend(evidence, together, message.own)
        evidence.pop(ELSEWHERE, None)
        chosen = message.picked or self._library.titled.get((named(message.alone) or "").lower())
        if chosen and chosen in self._library.guides:
            evidence.setdefault(chosen, Evidence())
        said = direction(message.query)
        gained = {guide: self._carried(guide, message) + NAMED * (guide == chosen) for guide in evidence}
        scores = {
            guide: found.score + fit(self._library.guides[guide], situation, said) + gained[guide]
            for guide, found in evidence.items()
        }
        ranked = sorted(scores, key=lambda guide: (-scores[guide], guide))
        if not ranked:
            return Findings(message.query, vector=vectors[0], topic=vectors[-1])
        nearness = self._nearness(near[-1], situation)
        enough = evidence[ranked[0]].strength + gained[ranked[0]] >= RELIABLE
        return Findings(
            query=message.query,
            hits=tuple(islice(self._hits(nearness, ranked, scores, per_guide), count)),
            reliable=enough and (chosen is not None or not strays),
            sure=scores[ranked[0]] >= SURE or _lead([scores[guide] for guide in ranked]) >= AHEAD,
            nearest=tuple(self._library.guides[guide].title for guide in ranked[:2]),
            vector=vectors[0],
            topic=vectors[-1],
        )

    def _evidence(self, index: Index, text: str, vector: Vectors, passages: Sequence[Neighbour]) -> dict[str, Evidence]:
        asked, lines = index.nearest("asked", vector, POOL), index.nearest("line", vector, POOL)
        matches = index.keywords.search(text, POOL)
        led_to = {guide_of(hit.target) for hits in (asked, passages, lines, matches) for hit in hits}
        found = gather(asked, passages, lines, matches, index.affinity(text, POOL, led_to))
        known = {*self._library.guides, ELSEWHERE}
        return {name: evidence for name, evidence in found.items() if name in known}

    @staticmethod
    def _carried(guide: str, message: Standalone) -> float:
        return CARRIED if message.leans and guide in message.guides[:1] else 0.0

    @staticmethod
    def _nearness(passages: Sequence[Neighbour], situation: Situation) -> Callable[[Passage], tuple[bool, float]]:
        """Words for somebody else come last, however near they are."""
        near = {hit.target: hit.similarity for hit in passages}

        def nearness(passage: Passage) -> tuple[bool, float]:
            meant = passage.reader is None or situation.role in {None, passage.reader}
            return meant, near.get(passage.id, 0.0)

        return nearness

    def _hits(
        self,
        nearness: Callable[[Passage], tuple[bool, float]],
        ranked: Sequence[str],
        scores: dict[str, float],
        per_guide: int,
    ) -> Iterator[Hit]:
        """The passages of the best guides: guides in their order, within each its nearest passages."""
        score = inf
        for guide in ranked:
            passages = sorted(self._library.guides[guide].passages, key=nearness, reverse=True)
            for place, passage in enumerate(passages[:per_guide]):
                score = min(score, scores[guide] - 0.001 * place)
                yield Hit(passage, round(max(0.0, score), 4))


def _lead(scores: Sequence[float]) -> float:
    """How far the first is ahead of the second."""
    return scores[0] - scores[1] if len(scores) > 1 else inf


def _is_elsewhere(evidence: Mapping[str, Evidence], margin: float) -> bool:
    """Does nearly as much or more speak for a question no guide is about as for the best guide?"""
    elsewhere = evidence.get(ELSEWHERE, Evidence()).strength
    best = max((found.strength for name, found in evidence.items() if name != ELSEWHERE), default=0.0)
    return best - elsewhere < margin
