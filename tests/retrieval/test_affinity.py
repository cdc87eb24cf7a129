"""Affinity: what all of a guide's sentences have in common."""

import numpy as np

from assistant.retrieval.affinity import Affinity

EAST, NORTH, UP = np.eye(3, dtype=np.float32)


def test_a_message_belongs_to_the_guide_whose_sentences_it_is_like() -> None:
    affinity = Affinity(np.array([EAST, EAST, NORTH, NORTH]), ["a", "a", "b", "b"])
    scores = affinity(EAST)
    assert scores["a"] > 0.3 > scores["b"]


def test_what_no_guide_talks_about_belongs_to_none() -> None:
    affinity = Affinity(np.array([EAST, NORTH]), ["a", "b"])
    assert affinity(UP) == {"a": 0.0, "b": 0.0}


def test_many_sentences_say_more_than_one() -> None:
    few = Affinity(np.array([EAST, NORTH]), ["a", "b"])
    many = Affinity(np.array([EAST] * 20 + [NORTH]), ["a"] * 20 + ["b"])
    assert many(EAST)["a"] > few(EAST)["a"]
