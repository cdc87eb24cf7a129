"""What of an answer is said to the person, and what is offered as words to say aloud. Plain text; no models."""

import re
from collections.abc import Iterator

from evals.answers import QUOTED, Answer, Sentence, sentences
from evals.cases import Case
from evals.scorers.phrasebook import phrases, verbs

MIN_SPOKEN = 4  # words; a shorter quotation names a word or a label, such as "fine" or "at least"
INNER_MARKS = re.compile(r"\*+|^\s*(?:[-•>]|\d+[.)])\s+", re.M)
LEAVES_OUT = re.compile(r"^(?:leave out|avoid|don't say|do not say|not:)", re.I)
SPOKEN_TO = re.compile(r"\b(?:i|i'm|i'd|i've|i'll|me|my|we|us|our|you|you're|you've|your|shall|let's)\b|[?!]", re.I)
VERBS = verbs()
LEAD = re.compile(
    r"^(?:(?:first|then|next|now|please|instead|also|and|or|so|just|today|tonight|afterwards|later)[, ]+)+"
)
CLAUSE = re.compile(r"^(?:if|when|before|after|once|where|in|at|for|on|with|until|while)\b[^.?!]*?[,:]\s+")
CAN = re.compile(r"^(?:perhaps |maybe )?you (?:could|can|might|may)(?: also| always| simply| then)? (\w+)")
VAGUE = phrases("vague")


def composed(case: Case, answer: Answer) -> bool:
    """Is there an answer in words of its own? Fixed words and "I found nothing" are judged elsewhere."""
    return case.found is not False and answer.found and bool(answer.text.strip())


def told(text: str) -> str:
    """The text without the words it offers to be said aloud."""
    return QUOTED.sub(" ", text)


def spoken(text: str) -> list[str]:
    """The words it offers to be said aloud, in order; what it warns of is not among them."""
    return [
        quoted[0].strip('"“” ')
        for sentence in sentences(text)
        if not LEAVES_OUT.search(_bare(sentence))
        for quoted in QUOTED.finditer(sentence.text)
        if len(quoted[0].split()) >= MIN_SPOKEN and SPOKEN_TO.search(quoted[0])
    ]


def paragraphs(text: str) -> Iterator[str]:
    yield from (part for part in re.split(r"\n\s*\n", text) if part.strip())


def steps(text: str) -> list[str]:
    """The sentences that say what to do: an order or "you could", with something to do in it."""
    return [each.text for each in sentences(text) if not each.is_label and not each.is_question and _is_step(each)]


def questions_back(text: str) -> list[str]:
    """Questions put to the person who asked, not words to say to somebody else."""
    return [each.text for each in sentences(told(text)) if each.is_question]


def _is_step(sentence: Sentence) -> bool:
    words = CLAUSE.sub("", LEAD.sub("", told(_bare(sentence)).strip().casefold()))
    words = LEAD.sub("", words)
    if VAGUE.search(words):
        return False
    can = CAN.match(words)
    first = can[1] if can else (re.findall(r"[a-z']+", words) or [""])[0]
    return first in VERBS or words.startswith(("don't ", "do not "))


def _bare(sentence: Sentence) -> str:
    return INNER_MARKS.sub("", sentence.text).strip()
