"""Does it fit the person, can they use it, how does it stand to them: what earns each score, and what loses it."""

from typing import Any

import pytest

from evals.answers import Answer
from evals.cases import Case
from evals.scorers import SCORERS, grade
from tests.evals.test_scorers import answer, case, cite

GOOD = """It's wearing to keep an hour free and have it vanish. Missed meetings are no verdict on you.

**Ask once, plainly.** Agree how much notice you each give.

**You could say:** *"Our last meetings moved on the day. What's getting in the way?"*

**Leave out** daily reminders. They turn asking into chasing.

When you two did last meet, what made that one happen?"""
SCOLDING = "You should always plan. It is important to remember that effective mentors never wait. Research shows it."
PEER = {"role": "peer", "relationship": "peer_support", "side": "giving", "moment": "between", "age": "minor"}


def asked(text: str = "she keeps cancelling on me", *more: str, **situation: str) -> Case:
    return case(turns=[text, *more], situation=situation, guides={"a/one": 2})


def said(text: str, **values: Any) -> Answer:
    return answer(text, **values)


FOR_PEERS = cite(1, "a/one#do", "Ask once, plainly, what is getting in the way.")
MENTORS = Answer("Ask once. [1]", (type(FOR_PEERS)(1, "a/one#do.mentor", "a/one", 0, 9, "Ask once."),), found=True)
LONG = " ".join(["Ask them what is hard about it."] * 20)
HARD = "Facilitating constructive developmental relationships necessitates sustained organisational accountability."

TABLE = [
    ("fits.role", asked(role="mentor"), said(GOOD), 1.0, None),
    ("fits.role", asked(role="mentee"), said("Ask your mentee what is hard."), 0.0, "not for a mentee: 'Ask"),
    ("fits.role", asked(role="mentor"), said('You could say: "I\'m your mentor, not your boss."'), 1.0, None),
    ("fits.role", asked(role="mentee"), MENTORS, 0.0, "lines for another reader: mentor"),
    ("fits.role", asked(role="mentor"), MENTORS, 1.0, None),
    ("fits.role", asked(role="peer"), said("This is what the guides tell the mentor: Wait."), 0.0, "reader: mentor"),
    ("fits.role", asked(), said(GOOD), None, None),
    ("fits.side", asked(**PEER), said(GOOD), 1.0, None),
    ("fits.side", asked(**PEER), said("Tell your supporter that you are tired."), 0.0, "for the other side"),
    ("fits.side", asked(role="peer", side="receiving"), said("Hear the person you support."), 0.0, "the person"),
    ("fits.side", asked(role="mentor"), said(GOOD), None, None),
    ("fits.relationship", asked(**PEER), said("Leave the agenda at home. Ask how she is."), 1.0, None),
    ("fits.relationship", asked(**PEER), said("Bring an agenda and three targets."), 0.0, "wrong in peer support"),
    ("fits.relationship", asked(relationship="mentorship"), said("Bring an agenda and three targets."), 1.0, None),
    ("fits.relationship", asked(relationship="mentoring"), said("Just be a friend."), 0.0, "wrong in mentoring"),
    ("fits.relationship", asked(role="mentor"), said(GOOD), None, None),
    ("fits.equal", asked(**PEER), said(GOOD), 1.0, None),
    ("fits.equal", asked(**PEER), said("Tell her to come. She must ring you."), 0.0, "'Tell her to', 'She must'"),
    ("fits.equal", asked(**PEER), said('Say: "You need to come on time, mate."'), 0.0, "'You need to'"),
    ("fits.equal", asked(**PEER), said("If she is in danger, tell her to ring 999."), 1.0, None),
    ("fits.equal", asked(**PEER), said("Don't tell her to come on time."), 1.0, None),
    ("fits.equal", asked(role="mentor", relationship="mentoring"), said("Tell her to come."), None, None),
    ("fits.moment", asked(moment="in_session"), said("Ask what is hard, and wait."), 1.0, None),
    ("fits.moment", asked(moment="in_session"), said(LONG), 100 / 140, "140 words for somebody in a session"),
    ("fits.moment", asked(moment="ending"), said("Plan it before you first meet."), 0.0, "wrong moment (ending)"),
    ("fits.moment", asked(), said(GOOD), None, None),
    ("fits.age", asked(**PEER), said(GOOD), 1.0, None),
    ("fits.age", asked(**PEER), said("Take her to the pub."), 0.0, "not with somebody under 18: 'Take her"),
    ("fits.age", asked(**PEER), said("Don't take her to the pub."), 1.0, None),
    ("fits.age", asked(age="adult"), said("Take her to the pub."), None, None),
    ("usable.step", asked(), said(GOOD), 1.0, None),
    ("usable.step", asked(), said("First, when you meet, agree on a day."), 1.0, None),
    ("usable.step", asked(), said("Every pair is different. Be patient and stay positive."), 0.0, "names nothing"),
    ("usable.step", asked(), said("", signposting="Ring 999."), None, None),
    ("usable.words", asked(), said(GOOD), 1.0, None),
    ("usable.words", asked(), said('Leave out "You never come on time, do you?"'), 0.0, "gives no words to say"),
    ("usable.words", asked(), said('She may say "fine".'), 0.0, "gives no words to say"),
    ("usable.words", asked("a", "why?"), said("Ask her."), None, None),
    ("usable.question", asked(), said(GOOD), 1.0, None),
    ("usable.question", asked(), said('Say: "What is in the way?"'), 0.0, "asks nothing back"),
    ("usable.question", asked(), said("Who? Or when? Where? And why?"), 0.0, "asks 4 questions back"),
    ("usable.question", asked(moment="in_session"), said("Ask her."), None, None),
    ("usable.length", asked(), said(LONG), 1.0, None),
    ("usable.length", asked(), said("Ask her, and wait. " * 10), 0.5, "40 words; wanted 80 to 180"),
    ("usable.length", asked("a", "shorter"), said(LONG), 80 / 140, "140 words; wanted 20 to 80"),
    ("usable.length", asked("a", "shorter"), said("Ask her, and wait. " * 10), 1.0, None),
    ("usable.reading", asked(), said(GOOD), 1.0, None),
    ("usable.reading", asked(), said(HARD), None, None),
    ("usable.reading", asked(), said((HARD + " ") * 6), 0.3, "reading grade"),
    ("stance.warm", asked(), said(GOOD), 1.0, None),
    ("stance.warm", asked(), said("Send a calendar invitation. Book the room."), 0.0, "without a word"),
    ("stance.warm", asked(), said("That's hard. Calm down and ring her."), 0.0, "cold: 'Calm down'"),
    ("stance.warm", asked("a", "why?"), said("Send it."), None, None),
    ("stance.asks", asked(), said(GOOD), 1.0, None),
    ("stance.asks", asked(), said("Send her a calendar invitation."), 0.0, "without asking anything"),
    ("stance.choice", asked(), said(GOOD), 1.0, None),
    ("stance.choice", asked(), said("You must ring her. Trust me."), 0.0, "decides for them: 'You must', 'Trust me'"),
    ("stance.choice", asked(), said("You don't have to ring her. Ask what you should bring."), 1.0, None),
    ("stance.choice", asked(), said("If she is in danger you must ring 999."), 1.0, None),
    ("stance.sides", asked(), said(GOOD), 1.0, None),
    ("stance.sides", asked(), said("Book another hour. Put it in the diary."), 0.0, "leaves out how it may be"),
    ("stance.sides", asked("what do i bring"), said("Book another hour."), None, None),
    ("stance.no_flattery", asked(), said(GOOD), 1.0, None),
    ("stance.no_flattery", asked(), said("Great question! You're such an amazing mentor."), 0.0, "flatters: 'Great"),
    ("stance.no_lecture", asked(), said(GOOD), 1.0, None),
    ("stance.no_lecture", asked(), said(SCOLDING), 0.0, "lectures: 'should always', 'It is important to'"),
    ("stance.no_lecture", asked(), said(LONG), 0.0, "a paragraph of 140 words"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "question", "given", "score", "reason"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)]
)
def test_a_score_is_earned_or_lost(
    name: str, question: Case, given: Answer, score: float | None, reason: str | None
) -> None:
    group, _, key = name.partition(".")
    found = SCORERS[group][key](question, given)
    assert (found and found.score) == (score if score is None else pytest.approx(score, abs=0.1))
    assert (reason or "") in ((found and found.reason) or "")
    assert (found is None or found.reason is None) is (score in {1.0, None})


def test_every_score_is_seen_both_to_pass_and_to_fail() -> None:
    names = {f"{group}.{name}" for group in ("fits", "usable", "stance") for name in SCORERS[group]}
    assert {row[0] for row in TABLE if row[3] == 1.0} == names
    assert {row[0] for row in TABLE if row[3] is not None and row[3] < 1.0} == names


def test_fixed_words_and_nothing_found_are_not_judged_by_their_manners() -> None:
    question = asked(**PEER)
    for given in (said("", signposting="Ring 999.", level="urgent"), said("I found nothing.", found=False)):
        for group in ("fits", "usable", "stance"):
            assert set(grade(group, question, given).values()) == {None}
