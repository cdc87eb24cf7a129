"""What was taken out before a model was sent a message, in words: for pages and the terminal. Plain data.

The terminal's line for logs and pipes counts and quotes nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.messages import MaskKind, Replacement, Sent

KINDS: Mapping[MaskKind, tuple[str, str]] = {
    "name": ("a name", "names"),
    "place": ("the name of a place", "names of places"),
    "phone": ("a phone number", "phone numbers"),
    "email": ("an e-mail address", "e-mail addresses"),
    "web": ("a web address", "web addresses"),
    "user_name": ("a user name", "user names"),
    "address": ("a street address", "street addresses"),
    "postcode": ("a postcode", "postcodes"),
    "id": ("an ID number", "ID numbers"),
    "birth": ("a date of birth", "dates of birth"),
}
BEFORE = "Before it was sent to the AI: "
AS_WRITTEN = "Sent to the AI as you wrote it, names and numbers included."
NOTHING_FOUND = "Sent to the AI as you wrote it: no name or number was found to take out."
MODERATED = (
    "Alongside's own check saw no danger in this. The AI's moderation service, which your programme has turned on, "
    "did: it read your message with names and numbers taken out, as far as they are recognised."
)
MOST_NAMED = 3  # names in one line; the others are counted


def summary(sent: Sent) -> str:
    """One line that says who became what, and what else was taken out."""
    if not sent.replaced:
        return NOTHING_FOUND if sent.masked else AS_WRITTEN
    if not sent.masked:
        return f"{AS_WRITTEN} In earlier messages: {listed(sent.replaced)}."
    return f"{BEFORE}{listed(sent.replaced)}."


def counted(sent: Sent) -> str:
    """The same without a word of what was written."""
    if not sent.replaced or not sent.masked:
        return summary(Sent("", sent.masked))
    return f"{BEFORE}{_taken_out(_counts(sent.replaced))}."


def listed(replaced: Sequence[Replacement]) -> str:
    people = [each for each in replaced if each.kind == "name"]
    named = [f"{each.was} became “{each.instead}”" for each in people[:MOST_NAMED]]
    others = [each for each in replaced if each.kind != "name"]
    taken = [*([f"{len(people) - MOST_NAMED} more names"] if len(people) > MOST_NAMED else []), *_counts(others)]
    return ", ".join([*named, *([_taken_out(taken)] if taken else [])])


def _taken_out(taken: Sequence[str]) -> str:
    one = len(taken) == 1 and not taken[0][0].isdigit()
    return f"{_joined(taken)} {'was' if one else 'were'} taken out"


def _counts(replaced: Sequence[Replacement]) -> list[str]:
    many = Counter(each.kind for each in replaced)
    return [KINDS[kind][0] if count == 1 else f"{count} {KINDS[kind][1]}" for kind, count in many.items()]


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
