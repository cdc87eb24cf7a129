"""The words of the pages on quality. Plain data, and how a value of a situation is called."""

from collections.abc import Mapping

from assistant.guides.wayfinding import Wayfinding
from assistant.quality.archive import RELEASE_ID, Found
from assistant.quality.report import OPEN
from assistant.quality.sentences import day
from assistant.quality.wording import name_of
from assistant.ui.words import ALARMED, CHOICES, MEASURED_ON, MISSED, MISSED_HINTS

LEAD = (
    "For whoever runs a programme. Alongside is asked made-up questions whose good answers are known, and rules score "
    "what it says. Nothing here was written by anyone in your programme."
)
EMPTY = (
    "Nothing has been measured yet, so there is nothing to show: this copy of Alongside came without the record of a "
    "release. Whoever looks after the computer can make one in Alongside’s source with <code>make evals</code> or "
    "<code>alongside eval run</code>. It takes some minutes, and no network. Records (files ending in .json) are "
    "looked for in"
)
"""HTML of ours."""
MEANWHILE = "Meanwhile you can check that it works here:"
SAFETY_APART = (
    f"These cases say their worries rather plainly. In a harder test made for that alone ({MEASURED_ON}) it missed "
    f"about {MISSED}, {MISSED_HINTS}, and raised an alarm at about {ALARMED} ordinary ones: see"
)
HARDER = f"A harder test missed about {MISSED}: see"
HOW_TO_READ = (
    "“Likely 80 to 90” means: asked very many such questions, the true number would most likely lie there. “Too few to "
    "tell” means what it says. Scores are made by rules: they find whether a point is made, not whether you would say "
    "it like that. “With length”, in the tables, is how far a score goes with the number of words of an answer: from "
    "0.8 on it measures little else, and is called that. Read some of the answers before you decide."
)
WORRIES = "Three things to worry about"
NOT_HERE = "That record is not here any more. This is shown instead:"
EVERYONE, ANY = "everyone", "any"
WHOM: Mapping[str, str] = {
    EVERYONE: "Everyone",
    "mentees": "Mentees",
    "mentors": "Mentors",
    "peer-mentors": "Peer mentors",
    "peer-supporters": "Peer supporters",
    "coordinators": "Coordinators",
}
MEANT: Mapping[str, str] = {
    "mentors": "Mentors here: people who say “I guide someone”, whatever their age.",
    "peer-mentors": "Peer mentors here: people who say “We\u2019re at a similar level”, in peer mentoring.",
    "peer-supporters": "Peer supporters here: people who say “We\u2019re at a similar level”, in peer support.",
}
"""Who is counted where a programme's own name for them may mean another."""
APART: Mapping[str, str] = {
    "all": "All, also those it was improved with",
    "yes": "Only those kept for testing",
}
DIMENSIONS: Mapping[str, str] = {
    "role": "By who asks",
    "relationship": "By relationship",
    "moment": "By moment",
    "topic": "By topic",
    "family": "By kind of question",
}
ROLES = {"mentee": "Mentees", "mentor": "Mentors", "peer": "Peers", "coordinator": "Coordinators"}
RELATIONSHIPS = {
    "mentorship": "Mentorship",
    "mentoring": "Mentoring",
    "peer_mentoring": "Peer mentoring",
    "peer_support": "Peer support",
}
MOMENTS = CHOICES["moment"].options
NOT_SAID = {"role": "Role not said", "relationship": "Relationship not said", "moment": "Moment not said",
            "topic": "No guide is about it"}  # fmt: skip
GROUPS = {
    "found": "Finding the right guides",
    "grounded": "Standing on its sources",
    "answers": "Answering the question",
    "fits": "Fitting the person",
    "usable": "Being of use",
    "stance": "Tone",
    "steady": "Answering alike each time",
    "judge": "What a model says that judged it",
    "safe": "Safety",
}
VERDICTS = {
    "worse": "Worse",
    "better": "Better",
    "no clear change": "No clear change",
    "the same": "The same",
    "too few to tell": "Too few to tell",
}
RESPONDERS = {"library": "guide library", "model": "model"}


def value_of(dimension: str, value: str, signs: Wayfinding) -> str:
    """A group of cases as people call it."""
    if value == OPEN:
        return NOT_SAID.get(dimension, OPEN)
    known = {"role": ROLES, "relationship": RELATIONSHIPS, "moment": MOMENTS}.get(dimension, {})
    if dimension == "topic":
        return signs.topic(value).name
    return known.get(value, sentence(value.replace("-", " ").replace("_", " ")))


def score(name: str) -> str:
    return sentence(name_of(name))


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def record(found: Found) -> str:
    """What a record is called where one is chosen."""
    head = found.head
    if found.id == RELEASE_ID:
        return f"This release, measured {day(found.date)}"
    responder = RESPONDERS.get(str(head.get("responder")), str(head.get("responder")))
    named = f"{responder} {head['model']}" if head.get("model") and head.get("responder") == "model" else responder
    what = head.get("case_file") or f"{head.get('suite', 'all')}, {head.get('split')}"
    return f"{day(found.date)}, {found.date[11:16]}: {named} ({what})"
