"""Follow-ups: make a message that leans on the conversation stand alone.

"and what if he says no?" means little to a search engine. Whether a message leans on what went before is told by its
words and its length: a new subject takes more words than a reply. What it leans on is what the person has said so far.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.guides.naming import named, picked
from assistant.messages import Turn
from assistant.retrieval.keywords import query_words

MAX_LEANING_WORDS = 14  # a longer message says what it is about
CONTEXT_TURNS = 3  # of the person, counted back
CONTEXT_CHARS = 400  # of an earlier message: what it was about is nearly always said early
LEANING_OWN, SHORT_OWN = 0.2, 0.35  # what a message weighs by itself beside the story so far; chosen on the dev split

LEANS = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|no(?! one\b)|yes|yeah|hmm+|what if|what about|how about|why|how so|which one|can you"
    r"|could you|shorter|longer|more|simpler|too|another|give me|say it|like what|thanks|thank you|ta|cheers|then|or"
    r"|also|even if|i meant|not that|actually)\b",
    re.IGNORECASE,
)
CORRECTS = re.compile(r"^\W*(?:no[, ]+)?(?:sorry[, ]+)?(?:i mean|i meant|not what i meant)\b", re.IGNORECASE)
POINTS_BACK = re.compile(
    r"\b(?:he|she|they|him|her|them|it|that|this|those|these|his|hers|theirs|(?<!no )one|so)\b", re.I
)
RESTYLE = re.compile(
    r"\b(?:shorter|longer|simpler|briefer|in short|more detail|tell me more|say more|rephrase|again|an? example"
    r"|for example|for instance|thanks|thank you|cheers|got it|which source|where does|how do you know|why(?: is)? that"
    r"|a message|text i can send|something i can send|copy and paste|word it|put it)\b",
    re.IGNORECASE,
)


COURTESY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?\W+)?(?:(?:thanks|thank you|thx|cheers)(?: so much| a lot| for that)?\W+"
    r"|(?:great|perfect|brilliant|lovely|that helps(?: a lot)?|got it)\s*[^\w\s]+\s*))+(?:and |but |also |so )*",
    re.IGNORECASE,
)
MIN_OWN_WORDS = 4  # after a thank-you, fewer words are no new question


@dataclass(frozen=True, slots=True)
class Standalone:
    """A message made to stand alone."""

    alone: str
    """The message as it was written."""
    context: str | None = None
    """What was said before it, or None when it stands by itself."""
    guides: tuple[str, ...] = ()
    """The guides the last answer cited, most cited first."""
    picked: str | None = None
    """The guide that was picked among those offered."""
    leans: bool = False
    """Does it make no sense without its context? A short message may be a reply or a new subject."""

    @property
    def query(self) -> str:
        return f"{self.context}\n{self.alone}" if self.context else self.alone

    @property
    def own(self) -> float:
        """What it weighs by itself, the rest being its weight with its context."""
        if self.context is None:
            return 1.0
        return LEANING_OWN if self.leans else SHORT_OWN


def standalone(text: str, history: Sequence[Turn]) -> Standalone:
    """Resolve a message from the conversation so far.

    What was urgent is leant on by nothing: with a wish to die behind it, a plan for Thursday finds a guide to goodbyes.
    """
    text = without_courtesy(text)
    said = [without_courtesy(turn.text) for turn in _not_urgent(history)]
    if not said or len(text.split()) > MAX_LEANING_WORDS:
        return Standalone(text, guides=last_guides(history))
    context = "\n".join(earlier[:CONTEXT_CHARS] for earlier in said[-CONTEXT_TURNS:])
    chosen = picked(text, history)
    return Standalone(text, context, last_guides(history), chosen, leans(text) or chosen is not None)


def _not_urgent(history: Sequence[Turn]) -> Iterator[Turn]:
    """What the person said, but for what was urgent and for what was said of it until it was over."""
    urgent = False
    for turn in history:
        if turn.speaker == "person":
            urgent = turn.concern.level == "urgent" or (urgent and turn.concern.level != "none")
            if not urgent:
                yield turn


def without_courtesy(text: str) -> str:
    """Drop the thank-you in front of a new question."""
    rest = COURTESY.sub("", text, count=1)
    return rest if len(rest.split()) >= MIN_OWN_WORDS else text


def leans(text: str) -> bool:
    """Does the message only make sense after what went before?"""
    words = text.split()
    if len(words) > MAX_LEANING_WORDS:
        return False
    own = len(query_words(text))
    if RESTYLE.search(text) and own <= 4:
        return True
    if CORRECTS.match(text) or named(text):
        return True
    if LEANS.match(text):
        return own <= 6
    return own <= 2 and (POINTS_BACK.search(text) is not None or own <= 1)


def last_guides(history: Sequence[Turn]) -> tuple[str, ...]:
    """The guides the last answer with citations drew on, most cited first."""
    for turn in reversed(history):
        if turn.speaker == "assistant" and turn.citations:
            cited = [citation.guide for citation in turn.citations if citation.source == "guide"]
            return tuple(sorted(dict.fromkeys(cited), key=lambda guide: -cited.count(guide)))
    return ()
