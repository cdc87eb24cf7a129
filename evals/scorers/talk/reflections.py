"""The scorer `reflections`: does a text say back what the other said, simply or with more in it?

A simple reflection repeats or rephrases; a complex one adds meaning, feeling or a picture (MITI 4.2.1). Each sentence
is weighed by its likeness to labelled ones, by its form and by what it shares with the context; the weights are fitted
on the likeness that held-out families were given, and stand in fitted.json.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from evals.scorers.logistic import Logistic
from evals.scorers.rows import Row, Scored, Unscored
from evals.scorers.talk.advice import advises
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.questions import asks
from evals.scorers.talk.utterance import FILLER, bare, sentences, shared

FITTED = Path(__file__).with_name("fitted.json")
YES = 0.5
ADVISED = 0.7  # how surely a sentence advises
MOSTLY_TOLD = 0.3  # of the score of a sentence that goes on to ask openly, or to advise: that is what it does
TO_YOU = re.compile(r"\byou\w*\b")
SAYS_BACK = re.compile(
    r"\b(?:(?:it|that|this) (?:sounds?|seems?|looks?|feels?) (?:like|as if|as though|to me)"
    r"|sounds? like|seems? like|what i'?m hearing|what i hear"
    r"|i hear (?:you|that)|you'?re saying|you said|you mentioned|in other words|if i (?:understand"
    r"|hear|heard|got)|so for you"
    r"|on (?:the )?one hand|part of you|a part of you)\b",
    re.I,
)
OF_YOU = re.compile(
    r"^(?:you|you're|you've|you'd|your|it|it's|it'd|that|that's|there's|there|he|she|they|his|her"
    r"|their|people|part)\b"
)
TELLS = re.compile(
    r"\b(?:you (?:should|must|need to|have to|ought|could|can|might want|may want|had better|'d better"
    r"|will want)|try|consider|make sure"
    r"|recommend|suggest|advise|don't|never|let's|please|thank(?:s| you)|welcome"
    r"|research|stud(?:y|ies) (?:show|suggest|find)|shows that|percent|on average|guidelines?"
    r"|doctors? (?:say|recommend)|most people|risk of|causes?|can lead to|i'm (?:dr|doctor|here))\b",
    re.I,
)
OF_ME = re.compile(r"^(?:i|i'm|i've|i'd|i'll|we|we're|we'll|my|me|our|let me)\b")
FEELING = re.compile(
    r"\b(?:feel\w*|felt|afraid|scar\w+|frighten\w*|worr\w+|ang(?:er|ry)|sad\w*|hurt\w*|lonel\w+|alone"
    r"|asham\w+|guilt\w*|proud|torn|tired|exhaust\w+"
    r"|trust\w*|miss\w*|hop(?:e|es|ing)|want\w*|wish\w*|matter\w*|love\w*|hate\w*|hard|heavy|stuck"
    r"|trapped|lost|overwhelm\w*|frustrat\w+|as if|like a)\b",
    re.I,
)


class Reflections:
    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def __call__(self, row: Row) -> Scored | Unscored:
        said = sentences(row.said)
        if not said:
            return Unscored(row.id, "no text")
        context = "\n".join(row.context)
        found = [self._weighed(each, context, like) for each, like in zip(said, self._likeness(said), strict=True)]
        place = max(range(len(said)), key=lambda at: found[at][0])
        score = found[place][0]
        deep = max(more for reflects, more in found if reflects >= min(YES, score))
        label = "none" if score < YES else "complex" if deep >= YES else "simple"
        reasons = () if label == "none" else (f"{label}: {said[place]!r}",)
        return Scored(row.id, score, label, reasons, {"complex": round(deep, 4), "with_context": bool(context.strip())})

    def _weighed(self, sentence: str, context: str, like: Mapping[str, float]) -> tuple[float, float]:
        """How surely it reflects, and how surely a reflection like it is complex."""
        measured = features(sentence, context, like)
        reflects, deep = _models()
        told = asks(sentence) == "open" or advises(sentence, like) >= ADVISED
        return (MOSTLY_TOLD if told else 1.0) * reflects.chance(measured), deep.chance(measured)


@cache
def _models() -> tuple[Logistic, Logistic]:
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return Logistic.of(fitted["reflects"]), Logistic.of(fitted["complex"])


def features(sentence: str, context: str, like: Mapping[str, float]) -> Sequence[float]:
    """What the fit is told of a sentence; its length is not among it. Without a context a usual share is taken."""
    words = bare(sentence)
    common = shared(words, context) if context.strip() else 0.3
    opening = FILLER.match(sentence.strip())
    led_in = opening is not None and "so" in re.findall(r"[a-z]+", opening[0].lower())
    return [
        like["reflects"],
        like["complex"],
        like["advises"],
        like["interpretation"],
        float(bool(SAYS_BACK.search(words))),
        float(bool(OF_YOU.match(words))),
        float(words.startswith("you")),
        float(bool(TO_YOU.search(words))),
        float(led_in),
        float(asks(sentence) != "none"),
        float(bool(TELLS.search(words))),
        float(bool(OF_ME.match(words))),
        float(bool(FEELING.search(words))),
        common,
    ]
