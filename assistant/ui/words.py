"""The words on the screens for the values of the vocabulary. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.guides.guide import Evidence
from assistant.meant import NOT_THAT
from assistant.messages import About
from assistant.situation import Role
from assistant.store import Reason

NOT_SURE = "Not sure"
CHECKED = """\
- **The words shown when somebody may be in danger:** {told}
- **The guides:** written by the project; each says how well founded it is and who has checked it."""
UNREVIEWED = "Written by the project, not yet checked by a safeguarding professional."
UNCHECKED = "Not yet checked by anyone outside the project"
NOT_BY_ONE = "not yet checked by a safeguarding professional either"


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the situation as people choose it."""

    question: str
    unset: str
    """What the chip says while nothing is known."""
    options: Mapping[str, str]


CHOICES: Mapping[str, Choice] = {
    "role": Choice(
        "What are you to each other?",
        "Who are you here?",
        {
            "mentee": "Someone more experienced guides me",
            "mentor": "I guide someone",
            "peer": "We're at a similar level",
            "coordinator": "I run a programme",
        },
    ),
    "relationship": Choice(
        "What is it for?",
        "What is it for?",
        {
            "mentorship": "Growing over the long run",
            "mentoring": "Getting better at a job or skill",
            "peer_mentoring": "Learning side by side",
            "peer_support": "Being there for each other",
        },
    ),
    "moment": Choice(
        "When is this?",
        "When is this?",
        {
            "starting": "We're just starting",
            "prepare": "Before we meet",
            "in_session": "I'm with them now",
            "between": "Between meetings",
            "reflect": "Looking back",
            "ending": "It's coming to an end",
        },
    ),
    "age": Choice(
        "Is anyone in this under 18?",
        "Under 18?",
        {"adult": "All adults", "minor": "Someone under 18"},
    ),
}

READERS: Mapping[str, str] = {
    "mentee": "For mentees",
    "mentor": "For mentors",
    "peer": "For peers",
    "coordinator": "For coordinators",
}
HEADINGS: Mapping[str, str] = {
    "first_words": "First",
    "in_short": "In short",
    "do": "What to do",
    "say": "Words to say",
    "ask": "Questions to ask",
    "avoid": "What to leave out",
    "get_help_when": "Get help when",
    "reflect": "To think over",
    "why": "Why",
}
EVIDENCE: Mapping[Evidence, str] = {
    "trial": "Tested in trials",
    "review": "Backed by reviews of research",
    "standard": "A professional standard",
    "practice": "Practice wisdom: experience, not trials",
}
EVIDENCE_MEANS: Mapping[Evidence, str] = {
    "trial": "Studies compared people who had it with people who did not. It may still be different for you.",
    "review": "Researchers looked at many studies together. What they find is mostly a small or middling effect.",
    "standard": "A professional body, a law or a known programme asks for it. That makes it agreed, not tested.",
    "practice": "It is what experienced people and programmes advise. No study has tested it, so keep what fits you.",
}
READER: Mapping[Role, str] = {"mentee": "Mentee", "mentor": "Mentor", "peer": "Peer", "coordinator": "Coordinator"}
REASONS: Mapping[Reason, str] = {
    "clear": "Clear",
    "fits_me": "Fits my situation",
    "words_to_use": "Words I can use",
    "not_my_question": "Not what I asked",
    "not_my_role": "Not for my role",
    "not_true": "Not right",
    "too_long": "Too long",
    "too_vague": "Too vague",
    "unkind": "Unkind",
    "unsafe": "Unsafe",
}
EXAMPLES: Mapping[Role, tuple[str, ...]] = {
    "mentee": (
        "I'm meeting my mentor on Thursday and I don't know what to ask",
        "My mentor gave me feedback that stung. How do I answer?",
    ),
    "mentor": (
        "She keeps cancelling on me last minute",
        "I kept handing my mentee solutions and he switched off",
    ),
    "peer": (
        "He failed the exam and says he's useless. What do I even say?",
        "My peer texts me at midnight and I'm worn out",
    ),
    "coordinator": (
        "One of our mentors wants to give a present. What do I tell them?",
        "How should a first meeting go in our programme?",
    ),
}

AFTER_URGENT: Mapping[About | None, tuple[str, ...]] = {
    "self": ("I can't call", "They'd tell my parents", "It's getting worse", "I'm safe now"),
    "other": ("I can't call", "They say no", "They're safe now", "Tell me what to write down"),
    None: ("I can't call", "It's getting worse", "We're safe now", "Tell me what to write down"),
}
"""What people say next after fixed words, to be pressed instead of typed."""
MISSED, MISSED_HINTS = "one worrying message in eleven", "more than one in five where danger is only hinted at"
ALARMED, MEASURED_ON = "one of twelve", "1,635 messages it had not seen"
"""How triage did in its own test (`python -m evals.safety --split test`), wherever it is told."""
AFTER_CAUTION = ("Tell me what to write down", "It\u2019s getting worse", NOT_THAT)


WITH_AI = {
    True: "Only you and the AI service see this; names and numbers are taken out first, as far as they are recognised.",
    False: "Only you and the AI service see this, names and numbers included.",
}
UNMASKED = "Send names and numbers as they are (this message only)"
UNMASKED_HELP = (
    "Names, numbers and addresses are otherwise replaced before anything goes to the AI, and put back into its answer. "
    "Under each answer you can see what was replaced. Some may be missed."
)


def chosen(field: str, value: str) -> str:
    """How a chip says a value."""
    return CHOICES[field].options.get(value, NOT_SURE)


def privacy(model: str | None, *, keep: bool | None, masking: bool = True) -> str:
    """The line beside the box: who sees this, what is kept, that nobody is alerted, who words the answers."""
    kept = {
        True: "Kept on this device.",
        False: "Not kept: gone when you close this tab.",
        None: "Not saved unless you say so.",
    }[keep]
    seen, worded = (
        (WITH_AI[masking], f"An AI ({model}) words the answers.")
        if model
        else ("Only you see this.", "Answers come from a guide library, not an AI.")
    )
    return f"{seen} {kept} Nobody is alerted. {worded}"
