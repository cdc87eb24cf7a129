"""Cues in what a person writes that tell their situation: who they are to each other, and when."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from assistant.ages import minor_is_meant
from assistant.messages import Turn
from assistant.remembered import Remembered
from assistant.situation import Situation

CUES: tuple[tuple[str, dict[str, str]], ...] = (
    (r"\b(?:i am|i'm|im|as) (?:a |an |the )?(?:programme |program |mentoring )?coordinator\b", {"role": "coordinator"}),
    (r"\b(?:our|my) (?:volunteers|mentors|peer mentors)\b"
     r"|\bi (?:run|manage|lead|coordinate) (?:a|the|our|my|this) (?:[\w-]+ ){0,3}(?:programme|program|scheme)\b",
     {"role": "coordinator"}),
    (r"\bpeer support", {"role": "peer", "relationship": "peer_support"}),
    (r"\b(?:peer[- ]?mentor(?:ing|s|ee)?|buddy scheme|my buddy)\b", {"role": "peer", "relationship": "peer_mentoring"}),
    (r"\bmy peer\b|\bstudy (?:buddy|partner)\b", {"role": "peer"}),
    (r"\b(?:i(?:'m| am|m) (?:a |the |his |her |their )?|as (?:a|the|his|her|their) )mentee\b", {"role": "mentee"}),
    (r"\b(?:my|the|this|our|have a|got a) (?:new |young |first )?mentee\b", {"role": "mentor"}),
    (r"\b(?:i(?:'m| am|m)? (?:a |the |his |her |their )?|as (?:a|the|his|her|their) )mentor(?:ing)?\b",
     {"role": "mentor"}),
    (r"\b(?:my|the|our|have a|got a) (?:new |first )?mentor\b", {"role": "mentee"}),
)  # fmt: skip
MOMENTS: tuple[tuple[str, str], ...] = (
    (r"\b(?:right now|with (?:him|her|them) now|in the (?:room|session|meeting) now|sitting (?:here|with|next to))\b",
     "in_session"),
    (r"\b(?:first (?:meeting|session|time we|chat)|just (?:been )?(?:matched|paired)|about to start)\b", "starting"),
    (r"\b(?:last (?:meeting|session) (?:ever|together)|final (?:meeting|session)|ending (?:the|our)|say goodbye"
     r"|wrap(?:ping)? up (?:the|our) (?:mentor|programme|year))\b", "ending"),
    (r"\b(?:meet(?:ing)? (?:my|him|her|them|up)?\s*(?:\w+ )?(?:tonight|on|next|this|mon|tue|wed|thu|fri|sat|sun)"
     r"|tomorrow|prepar(?:e|ing)|before (?:we|our|the|i) (?:meet|session|next))", "prepare"),
    (r"\b(?:went (?:badly|wrong|well|ok|terribl\w+)|just (?:met|finished|had)|after (?:our|the|my) (?:session|meeting)"
     r"|looking back|i kept|i ended up|we met (?:today|yesterday)|should have said)\b", "reflect"),
)  # fmt: skip
SETTINGS: tuple[tuple[str, str], ...] = (
    (r"\b(?:at work|office|my manager|line manager|colleague|the company|our team)\b", "workplace"),
    (r"\b(?:uni|university|college|dissertation|phd|lecturer|campus|degree)\b", "university"),
    (r"\b(?:at school|my school|pupil|year (?:7|8|9|10|11)|teacher|gcse|homework)\b", "school"),
    (r"\b(?:hospital|ward|clinic|nursing placement)\b", "healthcare"),
)
CORRECTION = re.compile(r"^\W*(?:no|actually|sorry|wait|i mean|i meant)\b", re.IGNORECASE)


def situated(text: str, given: Situation, history: Sequence[Turn] = ()) -> Situation:
    """The situation of a message: what the person set, unless they have since said otherwise, then what is guessed."""
    said = [turn.text for turn in history if turn.speaker == "person"]
    for message in [*said, text]:
        if CORRECTION.match(message):
            given = guess(message).filled_from(given)
    return given.filled_from(guess(text, history))


def guess(text: str, history: Sequence[Turn] = ()) -> Situation:
    """What the words tell of the situation; the newest message wins, what it leaves open earlier ones may fill."""
    earlier = [turn.text for turn in reversed(history) if turn.speaker == "person"]
    situation = Situation()
    for message in [text, *earlier]:
        situation = situation.filled_from(_told(message))
    return situation


def _guess_one(text: str) -> Situation:
    text = text.replace("\u2019", "'")  # as telephones write it
    values: dict[str, Any] = {}
    for pattern, found in CUES:
        if "role" not in values and re.search(pattern, text, re.I):
            values.update(found)
    for name, table in (("moment", MOMENTS), ("setting", SETTINGS)):
        matches = (value for pattern, value in table if re.search(pattern, text, re.I))
        values[name] = next(matches, None)
    values["age"] = "minor" if minor_is_meant(text) else None
    return Situation.parse(values)


_told = Remembered(_guess_one)
"""Every earlier message is looked back on with each new one."""

WHO = (
    r"(?:my |the |our |his |her )?(?:mentor|mentee|boss|manager|tutor|buddy|peer|partner|he|she|they|someone|somebody)"
)
SAYS = (
    r"(?:said|says|told|called|laughed|joked|mocked|commented|shouted|snapped|corrected|criticised|wrote|tore|slated)"
)
RECEIVED = re.compile(rf"\b{WHO} (?:\w+ ){{0,2}}{SAYS}\b", re.IGNORECASE)
ABOUT_ME = re.compile(r"\b(?:me|my|i|im|mine)\b", re.IGNORECASE)
GIVEN = re.compile(rf"(?:\bi (?:\w+ ){{0,2}}|^\W*){SAYS} (?!me\b)\w+", re.IGNORECASE)


def direction(text: str) -> Literal["given", "received"] | None:
    """Did the person say something to somebody, or was it said to them? None when the words do not tell."""
    plain = text.replace("\u2019", "'")
    last = max((match.start() for match in ABOUT_ME.finditer(plain)), default=0)
    received = RECEIVED.search(plain) if last else None
    received = received if received and received.end() <= last else None
    given = GIVEN.search(plain)
    if received and given:
        return "received" if received.start() <= given.start() else "given"
    return "received" if received else "given" if given else None
