"""The scorer `questions`: does a text ask, and does it ask openly? By the form of the question, as coders are told to.

Open asks for a story or a thought, closed can be answered with yes, no or a fact (MITI 4.2.1, the coding manual of
motivational interviewing, and MISC 2.5). Of several questions in a text the last decides, unless it is only a tag.
"""

import re
from typing import Literal

from evals.scorers.rows import Row, Scored, Unscored
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.utterance import bare, sentences

Label = Literal["open", "closed", "none"]

AUXILIARY = (
    r"(?:do|does|did|is|are|am|was|were|have|has|had|can|could|will|would|should|shall|may|might|must"
    r"|(?:do|does|did|is|are|was|were|have|has|had|could|wo|would|should|ai)n't|can't)"
)
SUBJECT = (
    r"(?:you|he|she|it|they|we|i|there|that|this|these|those|your|anyone|anybody|anything|someone|something"
    r"|everyone|y'all)"
)
INVERTED = re.compile(rf"^{AUXILIARY}\s+(?:not\s+)?{SUBJECT}\b")
WH_INVERTED = re.compile(
    rf"^(?:what|how|why|who|when|where|which|whose)\b(?:'s|'re|'d|'ve"
    rf"|\s+(?:(?!(?:i|you|we|he|she|they|it|this|that)\b)\w+\s+){{0,2}}?{AUXILIARY}\b|\s+(?:makes?|made|happens?"
    r"|happened|kind|about|comes?|came|brings?|brought|keeps?|kept|helps?|helped|else|else's)\b)"
)
FACT = re.compile(
    r"^(?:how (?:many|much|long|often|old|far|soon|big|tall|heavy|recently|frequently)|what (?:time"
    r"|day|date|year|age|number|month"
    r"|percentage|size|dose|name)|what(?:'s| is| was) (?:your|his|her|the) (?:name|age|address|number"
    r"|date|weight|height|job|dose)"
    r"|who|whose|when|where|which)\b"
)
MAY_BE_OPEN = re.compile(r"^(?:who|when|where)\b")
"""Of a fact or of a life: likeness decides."""
OPEN = re.compile(r"^(?:what|how|why|in what|to what extent|for what|with what|from what|at what)\b")
INVITES = re.compile(
    r"^(?:please )?(?:(?:can|could|would|will|can't|couldn't) you (?:please |maybe |just |possibly )?"
    r"|i'd (?:like|love) (?:you )?to |let's )?"
    r"(?:tell me|describe|explain|talk (?:to me|me|about|more)|walk me|take me through|say (?:more"
    r"|a bit|a little|something)"
    r"|share (?:with me|more|a bit|some|what)|help me (?:to )?understand|give me (?:an example|a sense"
    r"|an idea|a picture)|expand"
    r"|elaborate|hear (?:more|about|a bit))\b"
)
IF = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:if|whether)\b")
WONDERS = re.compile(
    r"^i(?:'m| am|'ve been| was)? ?(?:just )?(?:wonder|wondering|curious"
    r"|interested)\b(?: \w+){0,2}? (what|how|why|if|whether|about)\b"
)
SUGGESTS = re.compile(
    r"^(?:why don't|why not|how about (?:you|we|if)|what if you|what about \w+ing|have you (?:tried"
    r"|thought|considered))\b"
)
TAG = re.compile(
    r"^(?:right|ok|okay|yeah|yes|no|huh|eh|really|you know|know what i mean|correct|makes? sense"
    r"|does that make sense|got it"
    r"|see|pardon|sorry|what|(?:is|isn|do|don|does|doesn|did|didn|have|haven|are|aren|was|wasn|can|can"
    r"|would|wouldn|won)"
    r"(?:'t)? (?:it|you|they|he|she|that|we|i))\W*$"
)
LED_BY_A_CLAUSE = re.compile(r"^(?:when|where|if|after|before|since|as|while|once)\b[^,?]*,")
LATER = re.compile(r"(?:^|[,;:–—-]\s*|\b(?:and|so|but|then|or)\s+)(what|how|why)\b(?!ever)\s*(?!$|\?)")


class Questions:
    """The score is 0 where nothing is asked, half to .75 for a closed question, and more for an open one."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def __call__(self, row: Row) -> Scored | Unscored:
        if not row.said:
            return Unscored(row.id, "no text")
        asked = [(sentence, label) for sentence in sentences(row.said) if (label := asks(sentence)) != "none"]
        if not asked:
            return Scored(row.id, 0.0, "none", (), {"open": 0, "closed": 0})
        kept = [each for each in asked if not TAG.match(bare(each[0]))] or asked
        sentence, form = kept[-1]
        [found] = self._likeness([sentence])
        label = "open" if form == "closed" and MAY_BE_OPEN.match(bare(sentence)) and found["open"] > 0 else form
        counts = {kind: sum(each[1] == kind for each in kept) for kind in ("open", "closed")}
        return Scored(row.id, _score(label, found["open"]), label, (f"{label}: {sentence!r}",), counts)


def _score(label: Label, like_open: float) -> float:
    """The label decides the half it falls in; how much it is like open questions, where in it."""
    alike = min(max((like_open + 1) / 2, 0.0), 1.0)
    return 0.75 + 0.25 * alike if label == "open" else 0.5 + 0.249 * alike


def asks(sentence: str) -> Label:
    """What a sentence asks, by its form; a transcript may have left the question mark out."""
    words, marked = bare(sentence), "?" in sentence
    if wonders := WONDERS.match(words):
        return "closed" if wonders[1] in {"if", "whether"} else "open"
    if invites := INVITES.match(words):
        return "closed" if IF.match(words[invites.end() :]) else "open"
    if SUGGESTS.match(words):
        return "closed" if marked else "none"
    if INVERTED.match(words):
        return "closed"
    return _by_its_word(words, marked or WH_INVERTED.match(words) is not None)


def _by_its_word(words: str, asked: bool) -> Label:
    if not asked:
        return "none"
    if LED_BY_A_CLAUSE.match(words) and LATER.search(words):
        return _later(words)
    if FACT.match(words):
        return "closed"
    if OPEN.match(words):
        return "closed" if TAG.match(words) else "open"
    return _later(words)


def _later(words: str) -> Label:
    """ "When you wake up, what do you do?" asks openly after its comma."""
    found = LATER.search(words)
    return "open" if found and not FACT.match(words[found.start(1) :]) else "closed"
