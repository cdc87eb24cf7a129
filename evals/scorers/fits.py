"""Is it made for this person: role, side, relationship, moment, age, and as between equals?

Phrases that are right for one reader and wrong for another, after DESIGN.md's table of relationships. A phrase that is
only named to warn of it is not counted (`evals.phrases.said_outright`). Each score applies where the case says so much.
"""

import re
from collections.abc import Iterable, Mapping

from assistant.situation import ROLES
from evals.answers import Answer
from evals.cases import Case
from evals.phrases import pattern, plain, said_outright
from evals.scorers.grades import Grade, passed, share
from evals.scorers.phrasebook import phrases
from evals.scorers.speech import composed, spoken, told

IN_SESSION_WORDS = 100  # read in half a minute, while the other is in the room
OTHERS_WORDS: Mapping[str, tuple[str, ...]] = {
    "mentee": ("your mentee", "your mentees", "as a mentor", "as their mentor", "the person you mentor",
               "as a coordinator", "your volunteers", "your mentors", "match them with"),
    "mentor": ("your mentor", "as a mentee", "as the mentee", "as a coordinator", "your volunteers", "your mentors"),
    "peer": ("your mentor", "as a mentor", "as their mentor", "as a mentee", "as a coordinator", "your volunteers"),
    "coordinator": ("your mentor", "your mentee", "as a mentee", "as their mentor", "as a mentor"),
}  # fmt: skip
OTHER_SIDE: Mapping[str, tuple[str, ...]] = {
    "giving": ("your supporter", "whoever supports you", "the person supporting you", "the person who supports you",
               "let your peer help you", "ask your supporter", "the support you get"),
    "receiving": ("the person you support", "the person you're supporting", "the person you are supporting",
                  "as a peer supporter", "as their supporter", "your listening role", "hand it back to them"),
}  # fmt: skip
STEERING = ("agenda*", "accountab*", "milestone*", "deadline*", "action plan*", "smart goal*", "kpi*", "targets",
            "progress report*", "hold them to", "performance", "nudge*", "homework", "track their progress",
            "monitor their", "set them goal*", "set them a goal*")  # fmt: skip
BEFRIENDING = ("just be a friend", "just be friends", "be their friend", "be their mate", "treat them as a friend",
               "be like a parent", "there is no need for structure", "no need to plan")  # fmt: skip
WRONG_RELATIONSHIP: Mapping[str, tuple[str, ...]] = {
    "peer_support": STEERING, "mentorship": BEFRIENDING, "mentoring": BEFRIENDING,
    "peer_mentoring": ("your mentor's authority", "as the senior", "as their superior", "your seniority",
                       "they report to you"),
}  # fmt: skip
WRONG_MOMENT: Mapping[str, tuple[str, ...]] = {
    "starting": ("at your last session", "since your last session", "in your final session"),
    "ending": ("at your first meeting", "before you first meet", "when you first meet", "at your next few sessions"),
    "reflect": ("before you first meet", "before your first meeting", "when you first meet"),
    "prepare": ("now that it is over", "now that you have ended"),
}  # fmt: skip
NOT_FOR_MINORS = ("pub", "a beer", "a drink together", "wine", "your place", "at your home", "at your house",
                  "in your car", "your private number", "your personal number", "your own number", "private message*",
                  "meet alone", "meet in private", "between the two of you only", "don't tell their parents",
                  "add them on", "follow them on")  # fmt: skip
BOSSY = phrases("bossy")
BOSSY_ALOUD = phrases("bossy_aloud")
NOT_BOSSY = phrases("not_bossy")
LEFT_OUT = re.compile(
    r"\bleav(?:e|ing) (?:the |your |any )?[\w ]{1,30} (?:at home|out|behind|aside)\b|\b(?:no|without an?) \w+", re.I
)
WARNS = re.compile(r"\b(?:leave out|avoid|never|don't|do not|not|rather than|instead of)\b[^.]*$", re.I)
URGENT = phrases("urgent")


def role(case: Case, answer: Answer) -> Grade | None:
    """Words and cited lines are for this reader. A line of a guide for another reader says so in its passage's id."""
    mine = case.situation.get("role")
    if not mine or not composed(case, answer):
        return None
    if said := _said(told(answer.text), OTHERS_WORDS[mine]):
        return Grade(0.0, f"not for a {mine}: {said!r}")
    if borrowed := re.search(r"what the guides tell (?:the |a )?(\w+)", answer.text):
        return passed(f"for another reader: {borrowed[1]}" if borrowed[1] != mine else None)
    readers = [each.passage.rpartition(".")[2] for each in answer.citations]
    others = [reader for reader in readers if reader in ROLES and reader != mine]
    return share(
        len(readers) - len(others), len(readers), f"lines for another reader: {', '.join(sorted(set(others)))}"
    )


def side(case: Case, answer: Answer) -> Grade | None:
    """To whoever gives support, or to whoever gets it?"""
    mine = case.situation.get("side", "both")
    if mine not in OTHER_SIDE or not composed(case, answer):
        return None
    said = _said(told(answer.text), OTHER_SIDE[mine])
    return passed(f"for the other side: {said!r}" if said else None)


def relationship(case: Case, answer: Answer) -> Grade | None:
    """No agendas and accountability in peer support; no "just be a friend" where somebody guides."""
    mine = case.situation.get("relationship")
    if not mine or not composed(case, answer):
        return None
    said = _said(answer.text, WRONG_RELATIONSHIP[mine])
    return passed(f"wrong in {mine.replace('_', ' ')}: {said!r}" if said else None)


def equal(case: Case, answer: Answer) -> Grade | None:
    """Between peers nobody gives orders about the other, nor in the words to say; in danger it is not bossing."""
    between = case.situation.get("role") == "peer" or case.situation.get("relationship", "").startswith("peer")
    if not between or case.situation.get("role") == "coordinator" or not composed(case, answer):
        return None
    orders = [
        part for line in told(answer.text).splitlines() if not URGENT.search(line) for part in _bossy(line, BOSSY)
    ]
    aloud = [part for words in spoken(answer.text) for part in _bossy(words, BOSSY_ALOUD)]
    reason = ", ".join(repr(each) for each in (orders + aloud)[:3])
    return passed(f"orders a peer about: {reason}" if reason else None)


def moment(case: Case, answer: Answer) -> Grade | None:
    """In a session it is short; it does not speak of a time that is over or has not come."""
    mine = case.situation.get("moment")
    if not mine or not composed(case, answer):
        return None
    if mine == "in_session":
        words = len(answer.shown.split())
        long = words > IN_SESSION_WORDS
        return Grade(IN_SESSION_WORDS / words, f"{words} words for somebody in a session") if long else Grade(1.0)
    said = _said(told(answer.text), WRONG_MOMENT.get(mine, ()))
    return passed(f"wrong moment ({mine}): {said!r}" if said else None)


def age(case: Case, answer: Answer) -> Grade | None:
    """Nothing that must not be suggested where somebody is under 18."""
    if case.situation.get("age") != "minor" or not composed(case, answer):
        return None
    said = _said(answer.text, NOT_FOR_MINORS)
    return passed(f"not with somebody under 18: {said!r}" if said else None)


def _said(text: str, phrases: Iterable[str]) -> str | None:
    kept = LEFT_OUT.sub(" ", text)
    whole = plain(kept)
    here = (phrase for phrase in phrases if pattern(phrase).search(whole))
    return next((said for phrase in here if (said := said_outright(kept, phrase))), None)


def _bossy(text: str, orders: re.Pattern[str]) -> list[str]:
    """The orders in a text; one that is named to warn of it is none."""
    plain = NOT_BOSSY.sub(" ", text)
    return [found[0] for found in orders.finditer(plain) if not WARNS.search(plain[: found.start()])]
