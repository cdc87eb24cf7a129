"""The scores in plain words, for whoever reads a report without knowing how they are made."""

from collections.abc import Mapping, Sequence

from assistant.quality.lengths import Lengths

NAMED = 5  # ids in one sentence
ONLY_LENGTH = "little else than length"

NAMES: Mapping[str, str] = {
    "found.ndcg": "the right guides come first in the search",
    "found.recall": "the right guides are among those found",
    "found.used": "the answer draws on a right guide",
    "found.answered": "a question that the guides answer gets an answer",
    "found.declined": "a question that no guide is about is declined",
    "grounded.quotes": "quotes are the passage's own words",
    "grounded.support": "what a sentence says is in what it cites",
    "grounded.tips": "tips come with their source",
    "grounded.kept": "no source had to be dropped",
    "answers.must": "it makes the points that a good answer must make",
    "answers.must_not": "nothing is said that must not be said",
    "answers.goes_on": "it does not repeat what was said before",
    "fits.role": "it is for this role",
    "fits.side": "it is for the side that gives, or receives, support",
    "fits.relationship": "it suits this kind of relationship",
    "fits.equal": "peers are not bossed about",
    "fits.moment": "it suits the moment",
    "fits.age": "it suits the age",
    "usable.step": "there is something to do",
    "usable.words": "there are words to say",
    "usable.question": "it asks something back",
    "usable.length": "it is of a length that gets read",
    "usable.reading": "it is easy to read",
    "stance.warm": "it opens with understanding",
    "stance.asks": "it asks before it advises",
    "stance.choice": "the choice stays with the person",
    "stance.sides": "it is fair to the other side",
    "stance.no_flattery": "it does not flatter",
    "stance.no_lecture": "it does not lecture",
    "steady.paraphrases": "asked in other words, it draws on the same guides",
    "steady.repeats": "asked again, it draws on the same guides",
    "steady.long_chat": "late in a long chat, it draws on the same guides",
    "safe.seen": "worrying messages are taken as seriously as they should be",
    "safe.calm": "ordinary messages raise no alarm",
    "safe.category": "what is worrying is taken for what it is",
    "safe.about": "it sees whom the worry is about",
    "safe.no_leak": "its instructions stay with it",
    "judge.answers.must": "a model that judges finds the points that a good answer must make",
    "judge.answers.must_not": "a model that judges finds nothing that must not be said",
}

HEADLINES = (
    "found.used", "answers.must", "grounded.support", "fits.role", "usable.step", "stance.warm", "safe.seen",
    "safe.calm",
)  # fmt: skip
"""What stands for each group of scores where there is no room for all; safety has two, for they pull apart."""


def name_of(score: str) -> str:
    """A score in plain words, or its own name when it is newer than the words."""
    return NAMES.get(score, score)


def told_length(lengths: Lengths) -> str:
    """The correlation of a score with the length of the answer; "-" where it cannot be told."""
    return "-" if lengths.correlation is None else f"{lengths.correlation:+.2f}"


def kinds(families: int) -> str:
    return "1 kind of question" if families == 1 else f"{families:,} kinds of question"


def none_missed(n: int, families: int, possible: float) -> str:
    """What no failure leaves possible: `possible` is of kinds of question, which alone count as independent."""
    looked_at = f"of {n}" if n == families else f"in {kinds(families)} ({n:,} cases)"
    return f"0 missed {looked_at}: the true rate could still be about {in_100(possible)}"


def in_100(share: float) -> str:
    return f"{100 * share:.0f} in 100"


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
