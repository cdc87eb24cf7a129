"""The question that is meant when fixed words came for it, and the person says that it was not that.

A caution can be wrong, and who gets fixed words for an ordinary question should not have to write it again. What is
urgent is not set aside by a word: triage goes on seeing it until it is clear that the person has moved on.
"""

import re
from collections.abc import Sequence

from assistant.messages import Turn

NOT_THAT = "That\u2019s not it. Answer my question."
"""What the page offers beneath fixed words for a caution, to be pressed instead of typed."""
_SAYS_SO = re.compile(
    r"^\W*(?:(?:no|sorry|please|but|just|ok(?:ay)?)\W+)*"
    r"(?:(?:that|it|this)(?:'s| is| was)? ?(?:not|n't) "
    r"(?:it|that|like that|about that|what i (?:meant|mean|asked))\W+)?"
    r"(?:(?:so|but|just|please|can you|could you|and)\W+)*answer (?:my|the|what i)\b[^.!?\n]{0,30}[.!?]*\W*$",
    re.IGNORECASE,
)


def meant(text: str, history: Sequence[Turn]) -> tuple[str, tuple[Turn, ...]] | None:
    """The question that stands when a message says only that it was not that, and the turns before that question.

    None when it says something else, when no fixed words came before, or when they came for something urgent.
    """
    if not _SAYS_SO.match(text.replace("\u2019", "'")):
        return None
    place = len(history)
    while place >= 2 and history[place - 1].signposting and history[place - 2].speaker == "person":
        place -= 2
    set_aside = history[place:]
    if not set_aside or any(turn.concern.level == "urgent" for turn in set_aside):
        return None
    return set_aside[0].text, tuple(history[:place])
