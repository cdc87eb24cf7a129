"""Whom is it about: the one who writes, or somebody else? Read from the words around a match.

Two questions. Who does it ("she wants to die"): the nearest subject. Whom is it done to ("my dad hits me"): the nearest
object. Both know that an "I" may be another's words: he texted me "I can't go on".
"""

from collections.abc import Sequence
from itertools import pairwise

from assistant.messages import About
from assistant.safety.reading import STOP, Reading
from assistant.safety.rulebook import Marked
from assistant.safety.signals import Whom
from assistant.safety.spelling import vocabulary

SPEECH_REACH = 4  # words between "he texted me" and the "I" that is then his
QUOTE_REACH = 40  # words after "he texted me:" that are still his
LOOK_BACK = 200  # words searched for who was spoken of last
CLOSE = vocabulary(
    "mentee friend mate flatmate roommate housemate brother sister son daughter student girl boy kid child colleague "
    "coworker classmate buddy peer pal cousin teammate client pupil neighbour nephew niece bestie apprentice trainee "
    "participant teenager kids children students mentees team group guy lad"
)
"""Those a helper writes about: "my mentee" is somebody else, whatever "my" says."""
OTHERS = CLOSE | vocabulary(
    "he she they someone somebody person man woman mentor partner boyfriend girlfriend husband wife ex mum dad mother "
    "father uncle aunt stepdad stepmum volunteer manager boss fiance fiancee teen youth grandad gran nan"
)
_OURS = frozenset({"me", "us", "myself", "ourselves", "i", "am", "we"})
_THEIRS = frozenset({"him", "her", "them", "his", "their"})
_SMALL = frozenset({"year", "old", "young", "little", "younger", "own", "new"})
_PRONOUNS = frozenset({"he", "she", "they"})
_BEING = frozenset({"was", "were", "been", "being", "got", "gets", "getting", "get", "is", "are", "has", "had"})
_PLACES = vocabulary("hotel room flat place house car apartment hand hands office")
"""What an offender's "his" often belongs to: his hotel room, his hands."""
_NOTICING = vocabulary(
    "noticed notice saw see seen found find spotted think thought guess reckon heard hear know suspect feel"
)
"""What a witness does: "I noticed fresh cuts" is not about the one who noticed."""
_HELPING = vocabulary("support supported mentor mentored help helped know teach coach guide tutor buddy")
"""What ties a helper to whom they write about: the lad I support."""
_BESIDE = frozenset({"to", "with", "for", "from", "about", "tell", "told", "texted", "asked"})


def person(asks: Whom, first: int, end: int, reading: Reading, marked: Marked) -> About:
    """Answer for the words first..end-1, which a rule asking `asks` has matched."""
    if asks == "self":
        return "self"
    if asks == "other":
        return "other"
    found = (_done_to if asks == "object" else _doer)(first, end, reading, marked)
    return found or _last_resort(first, reading)


def _done_to(first: int, end: int, reading: Reading, marked: Marked) -> About | None:
    left, _ = reading.sentence(first, end)
    words, weak = reading.words, False
    for at in range(end - 1, left - 1, -1):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else STOP
        if word in _OURS:
            return _unless_reported(at, reading, marked)
        if word == "my":
            return "other" if _whose(at, words) in CLOSE else _unless_reported(at, reading, marked)
        if _is_theirs(word, after) or (word in CLOSE and at < first):
            return "other"
        weak = weak or word in _PRONOUNS or word in CLOSE
    return "other" if weak else None


def _whose(at: int, words: Sequence[str]) -> str:
    """The word that "my" belongs to: my 15 year old mentee."""
    return next((word for word in words[at + 1 : at + 6] if word not in _SMALL and not word.isdigit()), STOP)


def _is_theirs(word: str, after: str) -> bool:
    """Does this word name the one it is done to: her, his arm, she was?"""
    if word in _PRONOUNS:
        return after in _BEING
    return word in _THEIRS and not (word in {"his", "their"} and after in _PLACES)


def _doer(first: int, end: int, reading: Reading, marked: Marked) -> About | None:
    words = reading.words
    inside = words[first:end]
    if {"himself", "herself", "themselves", "themself"} & set(inside):
        return "other"
    for at in range(first, end):
        if words[at] in {"i", "am", "myself"} or words[at : at + 2] == ("without", "me"):
            return _unless_reported(at, reading, marked)
        if words[at] in _PRONOUNS and ("without", "me") not in pairwise(inside):
            return "other"
    return _subject_before(first, reading, marked) or _owner(inside)


def _owner(inside: Sequence[str]) -> About | None:
    """Nobody is named but by what is theirs: fresh cuts on his arm."""
    owners = [word for word in inside if word in {"my", "his", "her", "their"}]
    if not owners:
        return None
    return "self" if owners[0] == "my" else "other"


def _subject_before(first: int, reading: Reading, marked: Marked) -> About | None:
    left, _ = reading.sentence(first, first + 1)
    words = reading.words
    if first > left and words[first - 1] in {"me", "him", "her", "them"}:
        return _unless_reported(first - 1, reading, marked) if words[first - 1] == "me" else "other"
    for at in range(first - 1, left - 1, -1):
        if at + 1 in marked.ends("reported"):
            return "other"
        if _helps(at, words):
            return "other"
        if words[at] in {"i", "we", "am", "myself"} and not _notices(at, first, reading):
            return _unless_reported(at, reading, marked)
        if words[at] in OTHERS and not _beside(at, reading):
            return "other"
    return None


def _helps(at: int, words: Sequence[str]) -> bool:
    """The lad I support: a helper tells whom they mean."""
    return words[at] == "i" and at > 0 and words[at - 1] in OTHERS and words[at + 1] in _HELPING


def _notices(at: int, first: int, reading: Reading) -> bool:
    """I noticed her cuts: a witness, as long as somebody else is named near by."""
    near = set(reading.words[at:first]) | set(reading.words[first : first + 12])
    return reading.words[at + 1] in _NOTICING and bool(near & (_THEIRS | _PRONOUNS | OTHERS))


def _beside(at: int, reading: Reading) -> bool:
    """Only spoken to or about ("I told my mentor"), so not the one who does it."""
    before = reading.words[max(at - 2, 0) : at]
    return bool(before) and (
        before[-1] in _BESIDE or (before[-1] in {"my", "a", "the", "our"} and before[0] in _BESIDE)
    )


def _unless_reported(at: int, reading: Reading, marked: Marked) -> About:
    ends = marked.ends("reported")
    for end in range(at, max(at - QUOTE_REACH, 0), -1):
        if end in ends and (end in reading.pauses or _just_said(end, at, reading)):
            return "other"
    return "self"


def _just_said(end: int, at: int, reading: Reading) -> bool:
    return at - end <= SPEECH_REACH and _PRONOUNS.isdisjoint(reading.words[end:at])


def _last_resort(first: int, reading: Reading) -> About:
    """Nobody is named in the sentence: go by the form of the verb, then by who was spoken of last."""
    word = reading.words[first]
    if word.endswith("s") and word not in {"was", "this", "always", "pills", "tablets"}:
        return "other"
    for before in reversed(reading.words[max(first - LOOK_BACK, 0) : first]):
        if before in OTHERS | _THEIRS:
            return "other"
        if before in {"i", "me", "am", "my"}:
            return "self"
    return "self"
