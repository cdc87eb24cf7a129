"""The scorer `stance`: how a text stands to whoever wrote the context.

Three parts are those of Sharma et al. (2020, empathy in text-based peer support), each 0 to 1 and a level of 0 none,
1 weak, 2 strong: `emotional_reaction` (warmth, compassion, concern), `interpretation` (says what the other may feel, or
tells of the like), `exploration` (asks after what was not said). Four are ours, 1 when nothing speaks against it:
`asks` (no advice that was not asked for), `choice` (no orders), `no_flattery`, `no_lecture`. The score is
the mean of the mean of the three and the mean of the four.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from evals.scorers.phrasebook import phrases
from evals.scorers.rows import Row, Scored, Unscored
from evals.scorers.stance import COLD, DANGER, FLATTERY, LECTURE, NO_ORDER, ORDER
from evals.scorers.talk.advice import ASKS_LEAVE, YES, advises
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.questions import SUGGESTS, asks
from evals.scorers.talk.utterance import bare, sentences, shared, stems

LEVELS = {"emotional_reaction": (0.2, 0.55), "interpretation": (0.3, 0.5), "exploration": (0.3, 0.6)}
"""From where a part counts as weak, and as strong; on held-out families."""
ABOUT_THEM = re.compile(
    r"\b(?:you|your|yours|you're|you've|u|ur|he|she|they|him|her|them|it|that|this|what happened"
    r"|what's wrong|going on|anyone)\b",
    re.I,
)
STOCK = re.compile(
    r"^(?:what happened|what's (?:up|wrong|going on|the matter)|what is (?:wrong|going on)"
    r"|how are (?:you|things)(?: doing| feeling)?(?: now| today)?"
    r"|are you (?:ok|okay|alright|all right|safe)|(?:do you |you )?(?:wanna|want to) (?:talk|chat"
    r"|vent)(?: about it)?|why|really|how come|how so|can i help"
    r"|how can i help|need (?:to talk|anything)|anything (?:else )?(?:i can do)?)\W*$"
)
ABOUT_ME = re.compile(r"\b(?:can|could|may|shall|should|do|did|am|have|would) i\b", re.I)
STRONG_REACTION, WEAK_REACTION = phrases("strong_reaction"), phrases("weak_reaction")
INFERS, TELLS_THE_LIKE, WEAKLY_UNDERSTANDS = phrases("infers"), phrases("tells_the_like"), phrases("weakly_understands")


class Stance:
    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def __call__(self, row: Row) -> Scored | Unscored:
        said = sentences(row.said)
        if not said:
            return Unscored(row.id, "no text")
        alike = self._likeness(said)
        empathy = _empathy(said, alike, "\n".join(row.context))
        respect, reasons = _respect(row.said, said, alike)
        parts = {name: round(value, 4) for name, value in {**empathy, **respect}.items()}
        levels = {name: level(name, value) for name, value in empathy.items()}
        score = _mean(empathy.values()) / 2 + _mean(respect.values()) / 2
        return Scored(row.id, score, None, tuple(reasons), {**parts, "levels": levels})


def level(part: str, value: float) -> int:
    """0 none, 1 weak, 2 strong."""
    return sum(value >= start for start in LEVELS[part])


def _empathy(said: Sequence[str], alike: Sequence[Mapping[str, float]], context: str) -> dict[str, float]:
    pairs = list(zip(said, alike, strict=True))
    return {
        "emotional_reaction": max(_reacts(sentence, like["reaction"]) for sentence, like in pairs),
        "interpretation": max(_interprets(sentence, like["interpretation"]) for sentence, like in pairs),
        "exploration": max(_explores(sentence, context) for sentence in said),
    }


def _reacts(sentence: str, alike: float) -> float:
    formed = 1.0 if STRONG_REACTION.search(sentence) else 0.55 if WEAK_REACTION.search(sentence) else 0.0
    return _both(formed, alike)


def _interprets(sentence: str, alike: float) -> float:
    if asks(sentence) != "none":
        alike *= 0.5
    understands = INFERS.search(sentence) or TELLS_THE_LIKE.search(sentence)
    return _both(1.0 if understands else 0.45 if WEAKLY_UNDERSTANDS.search(sentence) else 0.0, alike)


def _explores(sentence: str, context: str) -> float:
    """A question about them: more when it names something, less when it is one that fits anybody or hides advice."""
    words = bare(sentence)
    if asks(sentence) == "none" or ASKS_LEAVE.search(words) or not ABOUT_THEM.search(words):
        return 0.0
    if SUGGESTS.match(words) or ABOUT_ME.search(words):
        return 0.2
    if STOCK.match(words):
        return 0.45
    return min(0.6 + 0.1 * len(stems(words)) + 0.2 * shared(words, context), 1.0)


def _both(formed: float, alike: float) -> float:
    """The form and the likeness, the higher one counting more."""
    alike = min(max(alike, 0.0), 1.0)
    return 0.7 * max(formed, alike) + 0.3 * min(formed, alike)


def _respect(
    text: str, said: Sequence[str], alike: Sequence[Mapping[str, float]]
) -> tuple[dict[str, float], list[str]]:
    """The four parts, and what spoke against them."""
    told = [each for each, like in zip(said, alike, strict=True) if advises(each, like) >= YES]
    unasked = [] if any(ASKS_LEAVE.search(each) for each in said) else told
    orders = [found[0] for each in said if not DANGER.search(each) for found in ORDER.finditer(NO_ORDER.sub(" ", each))]
    orders += [found[0] for found in COLD.finditer(text)]
    flattery, lectures = FLATTERY.findall(text), LECTURE.findall(text)
    parts = {
        "asks": 1 - len(unasked) / len(said),
        "choice": 1 / (1 + len(orders)),
        "no_flattery": 1 / (1 + len(flattery)),
        "no_lecture": 1 / (1 + len(lectures)),
    }
    reasons = [f"advises unasked: {each!r}" for each in unasked[:2]] + [
        f"decides for them: {each!r}" for each in orders[:2]
    ]
    reasons += ["flatters"] * bool(flattery) + ["lectures"] * bool(lectures)
    return parts, reasons


def _mean(values: Collection[float]) -> float:
    return sum(values) / len(values)
