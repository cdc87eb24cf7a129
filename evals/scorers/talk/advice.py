"""The scorer `advice`: does a text advise, and did it ask first? The score is how surely it advises.

Asking leave ("would it help if I ..."), leaving the choice ("it's up to you") and what others do count as permission;
that is how MITI 4.2.1 tells "giving information and advice with permission" from without.
"""

import re
from collections.abc import Mapping, Sequence

from evals.scorers.rows import Row, Scored, Unscored
from evals.scorers.speech import VAGUE, VERBS
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.questions import SUGGESTS, asks
from evals.scorers.talk.utterance import bare, sentences

YES = 0.5
ALONE = 0.75  # what likeness counts for without the form: two thirds of a full one make it advice
TELLS = re.compile(
    r"\b(?:you(?:'ll)? (?:really |just |probably |definitely |still |also |all )?(?:should(?:n't)?"
    r"|need to|needn't|have to|must(?:n't)?|ought to"
    r"|had better|might want to|may want to|could (?:try|always|also|maybe|ask|talk|start|see|go|use"
    r"|write|say)|want to make sure"
    r"|can (?:try|always|also|use|ask|start))"
    r"|you'd better|you've got to|if i were you|my advice|one thing (?:to do|you could do)"
    r"|you (?:really |just |simply )?can't (?:put|keep|go on|hang|let|afford)"
    r"|i(?:'d| would) (?:suggest|recommend|advise"
    r"|say|try|go|definitely|encourage)"
    r"|i (?:suggest|recommend|advise|encourage|urge)|what i(?:'d| would) do|it(?:'s| is| would be"
    r"|'d be| might be) (?:best|better|good|helpful"
    r"|useful|wise|important|a good idea|worth) (?:to|if|for you to)|the best thing (?:to do|is"
    r"|you can)|try (?:to|not to|and|\w+ing)"
    r"|make sure|be sure to|don't (?:forget|give up on|let|be|do|go|drink|eat|smoke|take|argue|push"
    r"|stop|look|answer|drive|diet|rush|worry about)"
    r"|never (?:stop|go|let|take|drink)|why not|you shouldn't)\b",
    re.I,
)
ASKS_LEAVE = re.compile(
    r"\b(?:(?:is|would|will) (?:it|that) (?:be )?(?:ok|okay|all right|alright|fine|helpful|useful"
    r"|any help|of use|of interest)\b.{0,20}?\b(?:if|for me|to|with you)"
    r"|(?:(?:can|could|may|might|shall) i|i (?:can|could)) (?:just |maybe |perhaps |possibly )?(?:offer|suggest|share"
    r"|tell|give|make|say|mention|ask|add|show|explain|throw|run)"
    r"|(?:do|would) you mind (?:if|me)|mind if i|would it help (?:to|if)"
    r"|would (?:\w+ ){1,6}be (?:useful|helpful|of use)\b|(?<!how )(?<!what )(?<!who )would you (?:like"
    r"|want|be (?:interested|open|up|willing))\b.{0,40}?\b(?:hear|know|to try|openers|it|what|me"
    r"|idea\w*|suggestion\w*|information"
    r"|thought\w*|option\w*|some|tips?|advice)|do you want (?:me to|to hear|ideas|my|some|some ideas"
    r"|a suggestion|advice)|want to hear|if (?:you'd|you would) (?:like|want)|if you like|if you want"
    r"|if (?:it's|that's|it is|that is) (?:ok|okay|all right|alright|any help|of any use|helpful)"
    r"|if you're (?:open|interested|up)|if i may|with your permission"
    r"|(?:it's|that's|this is) (?:entirely |totally |completely |all )?(?:up to you|your (?:choice"
    r"|decision|call))|feel free to (?:say no|ignore|disagree)"
    r"|you (?:may|can|might) (?:disagree|say no|bin it|ignore|see it differently)"
    r"|you (?:can )?tell me (?:if|whether) (?:it|that|this) (?:fits|makes)|you know (?:yourself|best)"
    r"|i (?:have|'ve got|'ve) (?:an idea|a suggestion|a thought|one thought|some information"
    r"|got a suggestion|got an idea|some ideas)"
    r"|(?:what|some things?) (?:has|have|that has|that have)? ?(?:helped|worked) (?:for )?(?:other"
    r"|some) (?:people|parents|mentors|patients|clients|folks|students))",
    re.I,
)
NO_ADVICE = re.compile(
    r"\byou must (?:feel|have (?:been|felt)|be (?:so|feeling|going|really|very|\w+ed|\w+ing|tired|sad"
    r"|gutted|worn|proud))\b|\byou (?:don't|do not) (?:have|need) to\b|\bnever\b.{0,20}\bbefore\b"
    r"|^(?:i|we) (?:should|need to|have to|must)\b",
    re.I,
)


class Advice:
    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def __call__(self, row: Row) -> Scored | Unscored:
        said = sentences(row.said)
        if not said:
            return Unscored(row.id, "no text")
        found = [advises(each, like) for each, like in zip(said, self._likeness(said), strict=True)]
        place = max(range(len(said)), key=found.__getitem__)
        if found[place] < YES:
            return Scored(row.id, found[place], "none")
        allowed = any(ASKS_LEAVE.search(each) for each in said)
        label = "with permission" if allowed else "without permission"
        return Scored(row.id, found[place], label, (f"{label}: {said[place]!r}",), {"sentences": _count(found)})


def advises(sentence: str, like: Mapping[str, float]) -> float:
    """0 to 1: half by its form, half by its likeness to advice; a strong likeness is enough."""
    words = bare(sentence)
    formed = _has_the_form(NO_ADVICE.sub(" ", words))
    alike = min(max((like["advises"] + 1) / 2, 0.0), 1.0)
    return max(0.55 * formed + 0.45 * alike, ALONE * alike)


def _has_the_form(words: str) -> float:
    if TELLS.search(words) or SUGGESTS.match(words) or ASKS_LEAVE.search(words):
        return 1.0
    first = (re.findall(r"[a-z']+", words) or [""])[0]
    if first in VERBS and not VAGUE.search(words) and len(words.split()) > 2 and asks(words) == "none":
        return 0.6 if first in {"thank", "welcome", "help", "say", "let", "notice", "look", "see"} else 0.9
    return 0.0


def _count(found: Sequence[float]) -> int:
    return sum(each >= YES for each in found)
