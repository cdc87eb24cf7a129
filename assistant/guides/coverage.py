"""What the library covers: topic x reader x moment, a topic being a folder of guides. A hole has none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.guides.guide import Guide
from assistant.guides.wayfinding import folder_of
from assistant.situation import MOMENTS, ROLES, Moment, Role

ABBREVIATED: dict[Moment, str] = {
    "starting": "ST",
    "prepare": "PR",
    "in_session": "IN",
    "between": "BT",
    "reflect": "RE",
    "ending": "EN",
}
CELL, TOPIC = 3, 20  # columns: with four readers of six moments a row has 96, so that a terminal of 100 shows it whole
HOLE = "."


@dataclass(frozen=True, slots=True)
class Cover:
    topic: str
    reader: Role
    moment: Moment
    guides: int


def coverage(guides: Iterable[Guide]) -> list[Cover]:
    """Count the guides of every topic, reader and moment; a topic has all its rows, those with none too."""
    counts: Counter[tuple[str, Role, Moment]] = Counter()
    topics: set[str] = set()
    for guide in guides:
        topic = folder_of(guide.id) or "(no folder)"
        topics.add(topic)
        counts.update((topic, reader, moment) for reader in set(guide.readers) for moment in set(guide.moments))
    places = ((topic, reader, moment) for topic in sorted(topics) for reader in ROLES for moment in MOMENTS)
    return [Cover(*place, counts[place]) for place in places]


def table(covers: Sequence[Cover]) -> str:
    """The coverage as text of at most 100 columns, holes marked; empty without guides."""
    if not covers:
        return ""
    width = len(MOMENTS) * CELL
    found = {(cover.topic, cover.reader, cover.moment): cover.guides for cover in covers}
    holes = sum(not cover.guides for cover in covers)
    return "\n".join(
        [
            _row("", [f" {reader:<{width - 1}}" for reader in ROLES]),
            _row("", ["".join(f"{ABBREVIATED[moment]:>{CELL}}" for moment in MOMENTS)] * len(ROLES)),
            *(
                _row(topic, [_cells([found[topic, reader, moment] for moment in MOMENTS]) for reader in ROLES])
                for topic in dict.fromkeys(cover.topic for cover in covers)
            ),
            ", ".join(f"{short} {moment}" for moment, short in ABBREVIATED.items()),
            f"{HOLE} is a hole: no guide for that reader at that moment. There are {holes} among {len(covers)}.",
        ]
    )


def _cells(counts: Iterable[int]) -> str:
    return "".join(f"{count or HOLE:>{CELL}}" for count in counts)


def _row(topic: str, groups: Iterable[str]) -> str:
    shown = topic if len(topic) <= TOPIC else f"{topic[: TOPIC - 3]}..."
    return f"{shown:<{TOPIC}}{' '.join(groups)}".rstrip()
