"""Three answers lead to a relationship, or to the two they lie between."""

from itertools import product
from typing import get_args

import pytest

from assistant.choosing import Aim, Rhythm, Standing, choose

EVERY = list(product(get_args(Standing), get_args(Aim), get_args(Rhythm)))


def test_every_answer_leads_somewhere() -> None:
    assert {len(choose(*answers)) for answers in EVERY} == {1, 2}


def test_somebody_guided_is_no_peer_mentor_and_equals_have_no_mentor() -> None:
    guided = {found for answers in EVERY if answers[0] == "guided" for found in choose(*answers)}
    level = {found for answers in EVERY if answers[0] == "level" for found in choose(*answers)}
    assert (guided, level) == ({"mentorship", "mentoring", "peer_support"}, {"peer_mentoring", "peer_support"})


@pytest.mark.parametrize(
    ("standing", "aim", "rhythm", "found"),
    [
        ("guided", "growth", "planned", ("mentorship",)),
        ("guided", "skill", "as_needed", ("mentoring",)),  # a single event counts
        ("level", "skill", "planned", ("peer_mentoring",)),
        ("level", "support", "as_needed", ("peer_support",)),
        ("level", "support", "planned", ("peer_support",)),
        ("guided", "support", "as_needed", ("mentorship", "peer_support")),
        ("level", "growth", "as_needed", ("peer_mentoring", "peer_support")),
    ],
)
def test_the_table_of_relationships_is_followed(
    standing: Standing, aim: Aim, rhythm: Rhythm, found: tuple[str, ...]
) -> None:
    assert choose(standing, aim, rhythm) == found
