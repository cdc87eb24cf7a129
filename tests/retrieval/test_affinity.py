"""Affinity: what all the ways of asking a guide have in common."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from assistant.messages import Vectors
from assistant.retrieval.affinity import (
    ADAPTED,
    FEW,
    FILE,
    LEAST,
    TEACH,
    Affinity,
    read_affinity,
    read_taught,
    teachers,
    untaught,
    write_affinity,
)
from assistant.retrieval.entries import Entry, key
from assistant.retrieval.minilm import MiniLM

EAST, NORTH, UP = np.eye(3, dtype=np.float32)


class Told:
    """An embedder that is told where everything lies."""

    name = "told"

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector for _ in texts])


def asked(guide: str, words: str, count: int = LEAST) -> list[Entry]:
    return [Entry("asked", guide, f"{words} {number}") for number in range(count)]


def kept(home: Path, entries: list[Entry], message: Vectors = EAST) -> Affinity | None:
    """What is learned, asked about a message that lies there."""
    towards = {"a": EAST, "b": NORTH, "c": EAST + NORTH}
    vectors: dict[str, Vectors] = {key(entry.text): towards[entry.target[0]] for entry in entries}
    write_affinity(home, entries, vectors)
    return read_affinity(home, Told(message))


def test_a_message_belongs_to_the_guide_whose_ways_of_asking_it_is_like(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "he is late") + asked("b/one", "she cries"))
    assert affinity is not None
    scores = affinity("he is late again", 9)
    assert scores["a/one"] > 0.5 > scores["b/one"]


def test_its_words_tell_where_its_meaning_does_not(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "he is late") + asked("a/two", "the bus"), UP)
    assert affinity is not None
    scores = affinity("missed the bus", 9)
    assert scores["a/two"] > scores["a/one"]


def test_of_many_guides_only_the_best_and_those_asked_for_are_scored(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "late") + asked("b/one", "cries") + asked("c/one", "both"))
    assert affinity is not None
    assert affinity("late", 1, {"b/one", "of another version"}).keys() == {"a/one", "b/one"}


def test_a_guide_with_too_few_ways_of_asking_is_not_learned(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "late") + asked("b/one", "cries", LEAST - 1))
    assert affinity is not None
    assert affinity("late", 9).keys() == {"a/one"}


def test_where_there_is_nothing_to_learn_that_is_kept(tmp_path: Path) -> None:
    assert kept(tmp_path, [Entry("line", "a/one#do", "ask")]) is None


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-400])])
def test_a_file_that_is_gone_or_cut_is_noticed(tmp_path: Path, damage: object) -> None:
    kept(tmp_path, asked("a/one", "late"))
    assert callable(damage)
    damage(tmp_path / FILE)
    with pytest.raises((OSError, ValueError, KeyError, BadZipFile)):
        read_affinity(tmp_path)


def test_of_many_ways_of_asking_one_in_three_of_every_guide_teaches() -> None:
    many = asked("b/one", "she cries", 300) + asked("a/one", "he is late", FEW) + asked("c/one", "x", LEAST - 1)
    numbers = Counter(entry.target for entry in teachers(many))
    assert numbers == {"a/one": -(-FEW // TEACH), "b/one": 300 // TEACH}
    assert teachers(many[:FEW]) == sorted(many[:FEW], key=lambda entry: entry.target)


def test_what_has_taught_is_not_read_again(tmp_path: Path) -> None:
    before, more = asked("a/one", "late"), asked("b/one", "cries")
    kept(tmp_path, before)
    taught = read_taught(tmp_path)
    assert {name: vector.tolist() for name, vector in taught.items()} == {key(e.text): EAST.tolist() for e in before}
    assert untaught(before + more, taught) == {key(entry.text): entry.text for entry in more}


def test_messages_that_ask_the_same_lie_nearer_by_need_than_by_meaning() -> None:
    texts = ["she hasnt replied in three weeks", "my mentee has gone quiet on me", "she talks for the whole hour"]
    by_need, by_meaning = (vectors @ vectors.T for vectors in (ADAPTED.embed(texts), MiniLM().embed(texts)))
    assert by_need[0, 1] - by_need[0, 2] > by_meaning[0, 1] - by_meaning[0, 2]
