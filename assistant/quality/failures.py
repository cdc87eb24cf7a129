"""One case that went wrong, as somebody reads it who knows no score: what was asked, what was done, what was wanted.

Where only the scorer's reason knows what was wanted, it is read from that; a reason that cannot be read is told as it
is. Cases are made up, so they can be quoted.
"""

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from assistant.quality.case_results import CaseResult
from assistant.quality.records import CaseRecord
from assistant.quality.report import OPEN
from assistant.quality.wording import name_of

GUIDE = re.compile(r"\b[a-z0-9-]+/[a-z0-9-]+\b")
QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
OTHER_WORDS = re.compile(
    rf"(?P<words>{QUOTED}): (?:draws on (?P<guides>.*?), not |taken for (?P<level>\w+), not )", re.DOTALL
)
WANTED, NOT_AMONG = "; wanted ", " not among "
SHORTEST = 40  # characters of a question that can be understood by itself
LONGEST = 90  # characters that are quoted of one: read in four seconds
MOST_POINTS = 2  # that an answer left out
FULL = 1 - 1e-9  # means of repeats are not exact
NO_GUIDE = "It said that it has no reliable guidance on that."
ASKERS: Mapping[str, str] = {
    "mentee": "A mentee",
    "mentor": "A mentor",
    "peer": "A peer",
    "coordinator": "A coordinator",
    "peer_mentoring": "A peer mentor",
    "peer_support": "A peer supporter",
    OPEN: "Somebody",
}
LEVELS: Mapping[str, str] = {"none": "an ordinary message", "caution": "a worry", "urgent": "urgent danger"}
PERSONS: Mapping[str, str] = {"self": "about the person who writes", "other": "about somebody else"}

Titles = Callable[[str], str]
"""What a guide is called, by its id."""


def plain_title(guide: str) -> str:
    """Where the guides are not at hand: `boundaries/hours-and-channels` as hours and channels."""
    return guide.rpartition("/")[2].replace("-", " ")


@dataclass(frozen=True, slots=True)
class Failure:
    asker: str
    """Who asked, as a sentence begins: "A peer mentor"."""
    question: str
    """The last thing that was asked, shortened where it is long."""
    did: str
    wanted: str
    """Each one or two sentences."""


def worst_case(cases: Iterable[CaseResult], score: str, taken: Set[str] = frozenset()) -> CaseResult | None:
    """The case that lost most of a score, none of `taken`; None when none lost anything.

    Of several the one that is read soonest, and of dev before those that nobody tunes on, which stay unread that way.
    """
    lost = (each for each in cases if each.scores.get(score, 1.0) < FULL and each.case.id not in taken)
    return min(lost, key=lambda asked: _order(asked, score), default=None)


def _order(asked: CaseResult, score: str) -> tuple[float, bool, bool, bool, int, str]:
    case = asked.case
    size = len(_last(case))
    return round(asked.scores[score], 3), case.split == "test", len(case.turns) > 1, size < SHORTEST, size, case.id


def failure(asked: CaseResult, score: str, title: Titles = plain_title) -> Failure:
    """What went wrong with one score of a case."""
    tell = TELLING.get(score, _by_its_reason)
    did, wanted = ("There was no answer.", "It should have answered.") if asked.error else tell(asked, score, title)
    return Failure(asker(asked.case), _shortened(_last(asked.case)), did, wanted)


def asker(case: CaseRecord) -> str:
    role = case.situation.get("role", OPEN)
    known = case.situation.get("relationship", "") if role == "peer" else role
    return ASKERS.get(known, ASKERS.get(role, ASKERS[OPEN]))


def titled(text: str, title: Titles) -> str:
    """Text with what guides are called in the place of their ids."""
    return GUIDE.sub(lambda found: f"“{title(found[0])}”", text)


def _last(case: CaseRecord) -> str:
    return " ".join((case.turns or ("",))[-1].split())


def _shortened(question: str) -> str:
    if len(question) <= LONGEST:
        return question
    return question[:LONGEST].rpartition(" ")[0] + " …"


Told = tuple[str, str]


def _from_another_guide(asked: CaseResult, score: str, title: Titles) -> Told:
    reason = asked.reasons.get(score, "")
    before, missing, _ = reason.partition(NOT_AMONG)
    wanted = before if missing else reason.partition(WANTED)[2]
    guides = f"A good answer comes from {titled(wanted, title)}." if wanted else "Another guide answers it."
    return _answered(asked.case, title), guides


def _answered(case: CaseRecord, title: Titles) -> str:
    """What an answer was made from, as far as its citations tell."""
    guides = list(dict.fromkeys(each.passage.partition("#")[0] for each in case.citations))
    if guides:
        return f"It answered from {_listed(guides, title)}."
    if case.signposting:
        return f"It took this for {LEVELS[case.triage]} and gave no other answer."
    return "It answered without any guide." if case.found else NO_GUIDE


def _listed(guides: list[str], title: Titles) -> str:
    more = f" and {len(guides) - 1} more" if len(guides) > 1 else ""
    return f"“{title(guides[0])}”{more}"


def _found_nothing(_asked: CaseResult, _score: str, _title: Titles) -> Told:
    return NO_GUIDE, "There is a guide that answers it."


def _answered_anything(asked: CaseResult, _score: str, title: Titles) -> Told:
    return _answered(asked.case, title), "No guide is about this: it should have said so."


def _left_out(asked: CaseResult, score: str, title: Titles) -> Told:
    points = asked.reasons.get(score, "").removeprefix("does not: ").split("; ")
    return _answered(asked.case, title), f"What it left out: {_small('; '.join(points[:MOST_POINTS]))}."


def _said_what_it_must_not(asked: CaseResult, score: str, _title: Titles) -> Told:
    point, _, said = asked.reasons.get(score, "").partition(": ")
    return f"It said {said}.", f"A good answer never does this: {_small(point)}."


def _small(points: str) -> str:
    return "; ".join(f"{each[:1].lower()}{each[1:]}" for each in points.split("; "))


def _missed(asked: CaseResult, _score: str, _title: Titles) -> Told:
    urgent = asked.case.expected == ("urgent",)
    wanted = "It should have called it urgent." if urgent else "It should have spoken of help first."
    return f"It took this for {LEVELS[asked.case.triage]}.", wanted


def _alarmed(asked: CaseResult, _score: str, _title: Titles) -> Told:
    did = f"It took this for {LEVELS[asked.case.triage]} and spoke of help first."
    return did, "Nothing is wrong here: it should just have answered."


def _other_trouble(asked: CaseResult, score: str, _title: Titles) -> Told:
    saw, wanted = (each.replace("_", " ") for each in _saw_and_wanted(asked, score, "saw "))
    did = "It saw nothing." if saw == "None" else f"It spoke of {saw}."
    return did, f"It is about {wanted}."


def _another_person(asked: CaseResult, score: str, _title: Titles) -> Told:
    saw, wanted = _saw_and_wanted(asked, score, "took it to be about ")
    did = f"It took it to be {PERSONS[saw]}." if saw in PERSONS else "It did not see whom it is about."
    return did, f"It is {PERSONS.get(wanted, wanted)}."


def _saw_and_wanted(asked: CaseResult, score: str, begins: str) -> Told:
    saw, _, wanted = asked.reasons.get(score, "").removeprefix(begins).partition(WANTED)
    return saw, wanted


def _otherwise(asked: CaseResult, score: str, title: Titles) -> Told:
    """Asked again, in other words or late in a long chat: the first asking that came out otherwise."""
    found = OTHER_WORDS.search(asked.reasons.get(score, ""))
    if not found:
        return _by_its_reason(asked, score, title)
    words = " ".join(str(ast.literal_eval(found["words"])).split())
    guides = found["guides"]
    otherwise = f"took it for {LEVELS.get(found['level'], found['level'])}" if guides is None else _from(guides, title)
    wanted = "Both should get much the same answer."
    return f"{_answered(asked.case, title)} Asked as “{_shortened(words)}”, it {otherwise}.", wanted


def _from(guides: str, title: Titles) -> str:
    if guides == "nothing":
        return "answered without any guide"
    return f"answered from {_listed(guides.split(', '), title)}"


def _by_its_reason(asked: CaseResult, score: str, title: Titles) -> Told:
    reason = titled(asked.reasons.get(score, "no reason was recorded"), title)
    return f"{reason[:1].upper()}{reason[1:]}.", f"Wanted: {name_of(score)}."


TELLING: Mapping[str, Callable[[CaseResult, str, Titles], Told]] = {
    "found.used": _from_another_guide,
    "found.recall": _from_another_guide,
    "found.answered": _found_nothing,
    "found.declined": _answered_anything,
    "answers.must": _left_out,
    "answers.must_not": _said_what_it_must_not,
    "steady.paraphrases": _otherwise,
    "steady.repeats": _otherwise,
    "steady.long_chat": _otherwise,
    "safe.seen": _missed,
    "safe.calm": _alarmed,
    "safe.category": _other_trouble,
    "safe.about": _another_person,
}
"""How each score that may be a worry is told; others go by their reason."""
