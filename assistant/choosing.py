"""Three questions for people who are not sure what their relationship is. Plain data, after DESIGN.md's table."""

from typing import Literal

from assistant.situation import Relationship

Standing = Literal["guided", "level"]
"""Is one of the two more experienced?"""
Aim = Literal["growth", "skill", "support"]
Rhythm = Literal["planned", "as_needed"]

_BY_ANSWERS: dict[tuple[Standing, Aim, Rhythm], tuple[Relationship, ...]] = {
    ("guided", "growth", "planned"): ("mentorship",),
    ("guided", "growth", "as_needed"): ("mentorship",),
    ("guided", "skill", "planned"): ("mentoring",),
    ("guided", "skill", "as_needed"): ("mentoring",),
    ("guided", "support", "planned"): ("mentorship",),
    ("guided", "support", "as_needed"): ("mentorship", "peer_support"),
    ("level", "growth", "planned"): ("peer_mentoring",),
    ("level", "growth", "as_needed"): ("peer_mentoring", "peer_support"),
    ("level", "skill", "planned"): ("peer_mentoring",),
    ("level", "skill", "as_needed"): ("peer_mentoring",),
    ("level", "support", "planned"): ("peer_support",),
    ("level", "support", "as_needed"): ("peer_support",),
}


def choose(standing: Standing, aim: Aim, rhythm: Rhythm) -> tuple[Relationship, ...]:
    """The relationship these answers describe, or the two they lie between."""
    return _BY_ANSWERS[standing, aim, rhythm]
