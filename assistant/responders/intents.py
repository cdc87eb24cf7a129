"""What a message wants done: words to say, questions, something shorter, a reason, or nothing more.

Told by the words alone; what cannot be told is `guidance`.
"""

import re
from collections.abc import Sequence
from typing import Literal

from assistant.guides.naming import picked
from assistant.messages import Turn
from assistant.retrieval.keywords import query_words

Intent = Literal[
    "guidance", "say", "ask", "shorter", "longer", "example", "message", "why", "what_if",
    "thanks", "correction", "choice", "greeting", "about", "unclear",
]  # fmt: skip

WORDS_AT_MOST = 12  # a longer message is about something, whatever small words it holds
SMALL_TALK_WORDS = 7

MESSAGE = (
    r"\b(?:a|the) (?:message|text|email|whatsapp|note)\b.*\b(?:send|write|copy)",
    r"\b(?:send|write|text|email) (?:him|her|them|my \w+)\b",
    r"\bsomething (?:i can|to) send\b|\bdraft\b|\bword it\b|\bwrite (?:it|that|one) for me\b",
    r"\b(?:in|by|as a|over) (?:a )?(?:text|message|email)\b|\bwhat (?:do|should|can|could) i (?:text|write|message)\b",
)
FOLLOW_UPS: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    ("thanks", (
        r"^\W*(?:ok(?:ay)?[, ]*)?(?:thanks|thank you|thx|ty|cheers|ta|great|perfect|brilliant|lovely|nice one)\b",
        r"^\W*(?:that helps?(?:ed)?|got it)\b",
    )),
    ("choice", (
        r"^\W*it(?:'s| is) (?:more )?about [“\"]",
    )),
    ("correction", (
        r"^\W*no[, ]+(?:sorry[, ]+)?(?:i(?:'m| am)|it(?:'s| is)|i mean|the other)\b",
        r"^\W*(?:no[, ]+)?(?:sorry[, ]+)?(?:i mean|i meant|not what i|that'?s not)\b",
        r"^\W*actually[, ]+(?:i|i'm|it|he|she|they)\b|^\W*wrong way|^\W*(?:the )?other way (?:a)?round",
    )),
    ("shorter", (
        r"\b(?:shorter|short version|briefer|in short|too long|tl;?dr|one line|simpler|quick version)\b",
        r"\bsum (?:it|that) up\b",
    )),
    ("example", (
        r"\b(?:an? example|for example|for instance|like what|such as what)\b",
        r"\b(?:what|how) would that (?:look|sound)(?: like)?\b",
    )),
    ("message", MESSAGE),
    ("why", (
        r"^\W*(?:but )?why\b(?! (?:not|should)\b)(?! (?:does|did|do|is|was|won'?t|are|has|would) (?:he|she|they|my))",
        r"^\W*(?:how do you know|says who|where does (?:this|that|it) come|which source)",
        r"^\W*what'?s (?:that|this) based on",
        r"^\W*(?:is there (?:any )?evidence|does (?:that|this|it) (?:really |actually )?work)",
    )),
    ("longer", (
        r"\b(?:longer|tell me more|more detail|say more|expand|go deeper|anything else|what else|more please)\b",
        r"\b(?:more|other) (?:ideas|ways|options)\b|\b(?:something else|another (?:one|idea|way|option))\b",
        r"^\W*more\W*$",
    )),
    ("what_if", (
        r"^\W*(?:but )?why (?:not|should i|can'?t i)\b",
        r"\b(?:what if|what about|how about|and if|but if|even if|suppose|what happens (?:if|when))\b",
    )),
)  # fmt: skip
FIRST: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    ("about", (
        r"\bare you (?:a |an )?(?:real|human|person|ai|bot|robot|therapist|counsellor)\b",
        r"\b(?:who (?:are you|made you)|what are you|what can you do)\W*$",
        r"\bis this (?:chat |app )?(?:private|confidential|anonymous)\b",
        r"\bwho (?:else )?(?:sees|reads|(?:can|will|would|gets to|is going to|could) (?:see|read)) "
        r"(?:this\b|what i (?:write|type|say|put)\b)",
    )),
    ("ask", (
        r"\b(?:what|which|good|any|some|list of)\b.{0,20}\bquestions?\b",
        r"\bwhat (?:to|should i|do i|can i|could i) (?:even )?ask\b|\bdon'?t know what to ask\b",
    )),
    ("message", MESSAGE),
    ("say", (
        r"\b(?:what|how) (?:do|should|can|could|would|to) (?:i )?(?:even )?(?:say|tell|put it|phrase|word|reply)\b",
        r"\bhow (?:do|should|can|could) i (?:even )?bring\b|\b(?:the|find|right) words\b|\bwhat do i even\b",
    )),
)  # fmt: skip
GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|yo|howdy)(?: there| all)?\W*$", re.I
)


_ORDER = r"(?:^|[.!?;,\n]\s*)(?:(?:please|now|so|and|ok(?:ay)?|hey|hi)\W+)*"
_EXPERT = r"(?:therapist|doctor|counsellor|counselor|psychologist|psychiatrist|lawyer)\b"
ORDERS = (
    rf"{_ORDER}(?:ignore|forget|disregard|override|bypass|drop)\b[^.!?\n]{{0,20}}"
    r"\b(?:your|all|any|previous|prior|above|these|those)\b[^.!?\n]{0,20}"
    r"\b(?:rules?|instructions?|prompts?|guidelines|training|restrictions)\b",
    r"\b(?:your|the) (?:system|hidden|initial|secret) (?:prompt|instructions)\b",
    rf"{_ORDER}(?:from now on,? )?you(?:'re| are) (?:now )?(?:dan\b|unrestricted|free of|(?:a|my) {_EXPERT}(?!\s*\?))",
    rf"{_ORDER}(?:pretend (?:to be|that you are|you are|you're)|act (?:as|like)|role-?play as) (?:a|my) {_EXPERT}",
)
"""Told to the program, to make it something else. What people say of a rule to each other begins otherwise."""


def orders_the_program(text: str) -> bool:
    """Does the message tell the program to drop its rules, show them, or be somebody else?"""
    plain = text.replace("\u2019", "'")
    return any(re.search(pattern, plain, re.IGNORECASE) for pattern in ORDERS)


def intent_of(text: str, history: Sequence[Turn]) -> Intent:
    """Return what the newest message wants done."""
    if GREETING.match(text):
        return "greeting"
    answered = any(turn.speaker == "assistant" and turn.text for turn in history)
    if picked(text, history):
        return "choice"
    if answered and (found := _follow_up(text)):
        return found
    found = _first(FIRST, text)
    if found != "about" and not query_words(text) and not (answered and text.strip(" ?!.")):
        return "unclear"
    return found or "guidance"


def _follow_up(text: str) -> Intent | None:
    found = _first(FOLLOW_UPS, text)
    if found == "thanks" and len(text.split()) > SMALL_TALK_WORDS:
        return None
    if found in {"what_if", "correction", "choice", "message"} or len(text.split()) <= WORDS_AT_MOST:
        return found
    return None


def _first(table: Sequence[tuple[Intent, tuple[str, ...]]], text: str) -> Intent | None:
    plain = text.replace("\u2019", "'")
    for intent, patterns in table:
        if any(re.search(pattern, plain, re.IGNORECASE) for pattern in patterns):
            return intent
    return None
