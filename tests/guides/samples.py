"""A guide that breaks no rule, and three short ones that search can tell apart."""

from pathlib import Path

HEAD = """\
---
title: When they arrive late
topics: [commitment]
for: [mentor, peer]
relationships: [mentoring, peer_mentoring]
moments: [between]
settings: []
asked_as:
  - he is always twenty minutes late
  - she turns up late every single time
  - do i say something about being late
  - waiting around again for my mentee
  - late again and no sorry
  - how late is too late
evidence: practice
sources:
  - {title: "A handbook for volunteers"}
written: 2026-11-21
reviewed_by: null
---
"""

BODY = """\

## First words

- It's tiring to sit and wait for somebody.

## In short

Say what you have noticed, once, and ask what would help. Then agree together what happens the next time
one of you is held up, so that it never has to be awkward again.

## Do

- **Name it kindly.** Say when it happened and what it meant for the time you had together.
- **Offer another shape.** A shorter meeting, a later start or another place may suit them better, so
  ask which of those would be easier to keep.
- **If they shrug:** Leave it for today and come back to it when you are both calmer and have more time.
- **For example:** Meet after their last lesson rather than before it, and see how that goes for a month.

### As a peer

- **Stay level.** You are not their boss, so speak of your own time and not of their manners.

## Say

- "We lost half of our time today. What got in the way?"
- "Would a later start be easier for you?"
- "By message: Running late is fine, just let me know so I can wait inside."

## Ask

- "What is the morning before we meet usually like for you?"
- "What time of day do you find easiest to keep?"
- "What would you like to do when one of us is held up?"

## Avoid

- Guessing at reasons out loud. It can't be unsaid.
- Keeping count in front of them.

## Get help when

- It has happened four times and nothing has changed: tell {coordinator}.
- You are worried that they are not safe on the way: tell {safeguarding lead} today.

## Reflect

- What did you assume about the lateness, and what else could it be?
- When they were last on time, what made that easier?

## Why

Many programmes find that a plain word early on keeps a small thing small. This is practice and not research.
"""

GOOD = HEAD + BODY

SHORT_HEAD = """\
---
title: {title}
topics: [a topic]
for: [{readers}]
relationships: [mentoring, mentorship, peer_mentoring]
moments: [between]
asked_as:
  - {asked}
evidence: practice
sources: [{{title: A handbook}}]
written: 2026-11-21
---
"""


def short(title: str, asked: str, body: str, readers: str = "mentor, mentee, peer") -> str:
    return SHORT_HEAD.format(title=title, asked=asked, readers=readers) + body


LATE = short(
    "When they arrive late",
    "she keeps turning up late",
    "## Do\n\n- Ask once what makes the start so hard.\n- Offer a later hour.\n\n"
    "## Avoid\n\n- Counting minutes aloud.\n",
)
GIFTS = short(
    "Gifts and money",
    "can i lend him cash for the bus",
    "## Do\n\n- Say no to loans and point to the hardship fund.\n\n### As a mentee\n\n- A card is a fine present.\n",
)
GOODBYE = short(
    "Saying goodbye",
    "our last meeting is on friday",
    '## Do\n\n- Look back at what has grown.\n\n## Say\n\n- "Thank you for this year."\n',
    readers="mentor",
)
SHORT_GUIDES = {"commitment/late.md": LATE, "boundaries/gifts.md": GIFTS, "closing/goodbye.md": GOODBYE}


def write_guides(folder: Path, guides: dict[str, str]) -> Path:
    """Write guides below a folder, as a programme's library has them, and return the folder."""
    for name, text in guides.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
