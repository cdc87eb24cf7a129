"""Which earlier turns an answer may draw on, when the one who asks now is not the one who told.

On one device a coordinator may write who reported a mentor, and a mentee may ask next. What was told in another role
of somebody's trouble then goes into no search, no answer and no model. Triage still reads all of it.
"""

from collections.abc import Sequence
from itertools import zip_longest

from assistant.messages import Turn
from assistant.situation import Role


def discreet(history: Sequence[Turn], role: Role | None) -> tuple[Turn, ...]:
    """The turns that may lend to an answer for this role: a mentee gets nothing by which to tell who reported."""
    if role != "mentee":
        return tuple(history)
    pairs = zip_longest(history, history[1:])
    return tuple(turn for turn, following in pairs if not _in_confidence(turn, _answer(turn, following)))


def _answer(turn: Turn, following: Turn | None) -> Turn:
    """The turn by which it is known as whom something was told: what was answered to it, or an answer itself."""
    return following if turn.speaker == "person" and following and following.speaker == "assistant" else turn


def _in_confidence(turn: Turn, answer: Turn) -> bool:
    """All that a coordinator says is about others; mentors and peers tell of others where there is a concern."""
    role = answer.role or turn.role
    worried = {turn.concern.level, answer.concern.level} != {"none"}
    return role == "coordinator" or (role in {"mentor", "peer"} and worried)
