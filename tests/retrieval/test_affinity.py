"""Affinity: what all of a guide's sentences have in common."""

import numpy as np
import pytest

from assistant.retrieval.affinity import RIDGE, Affinity

EAST, NORTH, UP = np.eye(3, dtype=np.float32)


def test_a_message_belongs_to_the_guide_whose_sentences_it_is_like() -> None:
    affinity = Affinity(np.array([EAST, EAST, NORTH, NORTH]), ["a", "a", "b", "b"], [1] * 4)
    scores = affinity(EAST, 9)
    assert scores["a"] > 0.3 > scores["b"]


def test_what_no_guide_talks_about_belongs_to_none() -> None:
    affinity = Affinity(np.array([EAST, NORTH]), ["a", "b"], [1, 1])
    assert affinity(UP, 9) == {"a": 0.0, "b": 0.0}


def test_many_sentences_say_more_than_one() -> None:
    few = Affinity(np.array([EAST, NORTH]), ["a", "b"], [1, 1])
    many = Affinity(np.array([EAST] * 20 + [NORTH]), ["a"] * 20 + ["b"], [1] * 21)
    assert many(EAST, 9)["a"] > few(EAST, 9)["a"]


def test_of_many_guides_only_the_best_and_those_asked_for_are_scored() -> None:
    affinity = Affinity(np.array([EAST, EAST + NORTH, NORTH, UP]), ["a", "b", "c", "d"], [1] * 4)
    scores = affinity(EAST, 1, {"d", "of another version"})
    assert scores.keys() == {"a", "d"}


def test_what_is_learned_is_the_weighted_least_squares_with_the_penalty() -> None:
    rng = np.random.default_rng(7)
    vectors, names = rng.standard_normal((50, 3)).astype(np.float32), [f"g{number % 4}" for number in range(50)]
    belongs = np.array([[name == f"g{column}" for column in range(4)] for name in names], float)
    counts = rng.uniform(0.2, 1, 50)
    products = vectors.T @ np.diag(counts)
    expected = np.linalg.solve(products @ vectors + RIDGE * np.eye(3), products @ belongs)
    scores = Affinity(vectors, names, counts.tolist())(vectors[0], 4)
    assert [scores[f"g{column}"] for column in range(4)] == pytest.approx(vectors[0] @ expected, abs=1e-5)


def test_sentences_taken_in_parts_say_the_same_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, names = np.array([EAST, NORTH, EAST + UP, UP]), ["a", "b", "a", "c"]
    whole = Affinity(vectors, names, [1, 1, 0.5, 1])(EAST, 9)
    monkeypatch.setattr("assistant.retrieval.affinity.ROWS", 3)
    assert Affinity(vectors, names, [1, 1, 0.5, 1])(EAST, 9) == pytest.approx(whole)
