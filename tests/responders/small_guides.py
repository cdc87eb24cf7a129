"""Two small guides with vectors made by hand, for tests about choosing and composing."""

from collections.abc import Mapping

import numpy as np

from assistant.guides.guide import Guide
from assistant.guides.parsing import parse_guide
from assistant.messages import Vectors
from assistant.responders.overlap import Overlap
from assistant.responders.selection import Aim, Selection
from assistant.situation import Role

HEAD = """---
title: {title}
topics: [commitment]
for: [mentor, mentee, peer]
relationships: [mentorship]
moments: [between]
asked_as: [she keeps cancelling]
evidence: practice
sources: [{{title: A handbook}}]
written: 2026-11-21
---
"""
CANCELLING = """## First words
It is wearing.
## In short
Ask once. Then make yes easier.
## Do
- **Ask once.** Name the pattern.
- **Make yes easier.** Offer a shorter hour.
- **If they say no:** thank them.
- **For example:** three dates fell through, so you try the phone.
### As a mentor
- **Look at your part.** Ask what they would change.
### As a peer
- **Leave it with them.** You are not in charge.
## Say
- "Would twenty minutes be easier?"
- "What is getting in the way?"
- By message: "I missed you today."
## Ask
- "What is it mostly?"
- "What would help?"
## Avoid
- Daily reminders.
## Get help when
- They are in danger: tell {safeguarding lead}.
- Three messages get no answer: tell {coordinator}.
## Reflect
- What have I assumed about my mentee?
## Why
Programmes take it as a sign. Some act on it.
"""
LATENESS = """## Do
- **Agree on notice.** Say how late is late.
## Say
- "How late is too late?"
"""


def guide(name: str, body: str) -> Guide:
    return parse_guide(HEAD.format(title=name.title()) + body, f"commitment/{name}", f"{name}.md")


def selection(
    *near: str, reader: Role | None = None, said: frozenset[str] = frozenset(), guides: tuple[Guide, ...] = ()
) -> Selection:
    """A selection for a message near to the lines that start with these words, the first the nearest."""
    chosen = guides or (guide("cancelling", CANCELLING),)
    return Selection(chosen, reader, AIM, vectors(chosen, near), Overlap([]), said)


def vectors(guides: tuple[Guide, ...], near: tuple[str, ...] = ()) -> Mapping[str, Vectors]:
    """Every line on an axis of its own, leaning towards the message by as much as it is near."""
    lines = [line for one in guides for section in one.sections for line in section.lines]
    return {line.id: _leaning(place, _share(line.text, near)) for place, line in enumerate(lines, start=1)}


def _share(text: str, near: tuple[str, ...]) -> float:
    places = [place for place, start in enumerate(near) if text.startswith(start)]
    return 0.9 - 0.05 * places[0] if places else 0.0


def _leaning(place: int, share: float) -> Vectors:
    return share * _axis(0) + np.float32(np.sqrt(1 - share**2)) * _axis(place)


def _axis(place: int) -> Vectors:
    axis = np.zeros(64, np.float32)
    axis[place] = 1.0
    return axis


AIM = Aim(_axis(0), frozenset())
