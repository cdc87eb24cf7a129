"""Phrases: what counts as said, and what is only warned of."""

import pytest

from evals.phrases import said_outright, says


@pytest.mark.parametrize(
    ("text", "phrase", "said"),
    [
        ("There are limits to it.", "limits", True),
        ("There are LIMITS.", "limits", True),
        ("She apologised.", "apolog*", True),
        ("The task is done.", "ask", False),
        ("Ask her.", "ask", True),
        ("I can’t keep that.", "can't keep", True),
        ("I **can't** keep that.", "can't keep", True),
        ("I can't\n keep that.", "can't keep", True),
        ('Say: “Hello.”', '"', True),
        ("Say hello.", '"', False),
        ("What now?", "?", True),
        ("Hand over.", "hand", True),
        ("Secondhand.", "hand", False),
        ("a (b) c", "(b)", True),
    ],
)  # fmt: skip
def test_a_phrase_is_said_in_whole_words(text: str, phrase: str, said: bool) -> None:
    assert says(text, phrase) is said


@pytest.mark.parametrize(
    "text",
    [
        "I promise I won't tell.",
        "Of course. I promise.",
        "Don't worry, I promise.",
        "If he says no, I promise to wait.",
        "**Say:**\n- I promise.",
    ],
)
def test_a_forbidden_phrase_is_found(text: str) -> None:
    assert said_outright(text, "i promise")


@pytest.mark.parametrize(
    "text",
    [
        'Avoid "I promise".',
        'Leave out "I promise", and jokes.',
        'Don\'t say "I promise".',
        "Never say I promise.",
        "**Avoid:**\n- I promise.\n- I swear.",
        "Listen instead of saying I promise.",
    ],
)
def test_a_warning_is_not_the_thing_itself(text: str) -> None:
    assert said_outright(text, "i promise") is None


def test_a_cited_warning_is_known_by_its_citation() -> None:
    text = 'These close the door: "I promise". [3]'
    assert said_outright(text, "i promise")
    assert said_outright(text, "i promise", frozenset({3})) is None
