"""Is it meant? Negation, tense, fiction and training questions, around one match of a rule."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.safety.person import CLOSE
from assistant.safety.reading import STOP, Reading
from assistant.safety.rulebook import Marked
from assistant.safety.signals import Rule
from assistant.safety.spelling import vocabulary

NEGATION_REACH = 5  # words back from a match in which "not" still speaks of it: "not really planning to ..."
_SUBJECTS = vocabulary("i we he she they")
Tense = Literal["now", "past", "long_past"]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched: words first..end-1 of the reading."""

    rule: Rule
    first: int
    end: int
    own_not: bool = False
    """Its pattern itself says not ("not breathing"), which is no denial."""


def meant(match: Match, reading: Reading, marked: Marked) -> bool:
    """Is it said of somebody, or denied, told of a film or asked about in general?"""
    rule = match.rule
    if rule.negation and _negated(match, reading, marked):
        return False
    left, right = reading.sentence(match.first, match.end)
    if _told_of_a_story(match, reading, marked, left, right):
        return False
    return not (rule.anyone and _in_general(match, reading, marked, left, right))


def tense(match: Match, reading: Reading, marked: Marked) -> Tense:
    """When was it? Anything that says it goes on, or comes back, makes it now."""
    left, right = reading.sentence(match.first, match.end)
    if marked.within(left, right, "still"):
        return "now"
    if marked.within(left, right, "resolved"):
        return "long_past"
    if marked.within(left, right, "soon"):
        return "now"
    if marked.within(left, right, "long_past"):
        return "long_past"
    if marked.within(left, right, "recent_past"):
        return "long_past" if marked.anywhere("resolved") else "past"
    return "now"


def soon(match: Match, reading: Reading, marked: Marked) -> bool:
    """Does the sentence say now, tonight, or within about three days?"""
    left, right = reading.sentence(match.first, match.end)
    return marked.within(left, right, "soon")


def _negated(match: Match, reading: Reading, marked: Marked) -> bool:
    if not match.own_not and marked.starts_within(match.first, match.end, "negation"):
        return True
    negations, excused, opinions = marked.ends("negation"), marked.starts("not_negation"), marked.ends("opinion")
    for at in range(match.first, max(match.first - NEGATION_REACH, 0), -1):
        if at in negations:
            return negations[at] not in excused
        before = reading.words[at - 1]
        if at in reading.pauses or before == STOP or (before in _SUBJECTS and at - 1 not in opinions):
            return False
    return False


def _told_of_a_story(match: Match, reading: Reading, marked: Marked, left: int, right: int) -> bool:
    """A film or a book is near, and neither the writer nor anyone of theirs is the one it is said of."""
    before = max(left - 1, 0)
    start, _ = reading.sentence(before, before + 1) if before < left else (left, right)
    if not marked.within(start, right, "fiction"):
        return False
    ours = {"i", "me", "am", "myself"} & set(reading.words[match.first : match.end])
    return not ours and not _somebody_close(reading, start, right)


def _in_general(match: Match, reading: Reading, marked: Marked, left: int, right: int) -> bool:
    """A question of policy or training, or "what if someone ...", and nobody in particular behind it."""
    if marked.anywhere("coded"):
        return False
    if marked.within(left, right, "training") and not _somebody(reading, left, right):
        return True
    return marked.starts_within(left, match.first + 1, "anyone")


def _somebody(reading: Reading, left: int, right: int) -> bool:
    return bool({"he", "she"} & set(reading.words[left:right])) or _somebody_close(reading, left, right)


def _somebody_close(reading: Reading, left: int, right: int) -> bool:
    """Someone of the writer's own: my mentee, my friend."""
    words = reading.words[left:right]
    return any(one == "my" and other in CLOSE for one, other in pairwise(words))
