"""Affinity: what all the ways of asking a guide have in common."""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from assistant.messages import Vectors
from assistant.retrieval.affinity import FILE, LEAST, Affinity, read_affinity, write_affinity
from assistant.retrieval.entries import Entry, key

EAST, NORTH, UP = np.eye(3, dtype=np.float32)


def asked(guide: str, words: str, count: int = LEAST) -> list[Entry]:
    return [Entry("asked", guide, f"{words} {number}") for number in range(count)]


def kept(home: Path, entries: list[Entry]) -> Affinity | None:
    towards = {"a": EAST, "b": NORTH, "c": EAST + NORTH}
    vectors: dict[str, Vectors] = {key(entry.text): towards[entry.target[0]] for entry in entries}
    write_affinity(home, entries, vectors)
    return read_affinity(home)


def test_a_message_belongs_to_the_guide_whose_ways_of_asking_it_is_like(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "he is late") + asked("b/one", "she cries"))
    assert affinity is not None
    scores = affinity("he is late again", EAST, 9)
    assert scores["a/one"] > 0.5 > scores["b/one"]


def test_its_words_tell_where_its_meaning_does_not(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "he is late") + asked("a/two", "the bus"))
    assert affinity is not None
    scores = affinity("missed the bus", UP, 9)
    assert scores["a/two"] > scores["a/one"]


def test_of_many_guides_only_the_best_and_those_asked_for_are_scored(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "late") + asked("b/one", "cries") + asked("c/one", "both"))
    assert affinity is not None
    assert affinity("late", EAST, 1, {"b/one", "of another version"}).keys() == {"a/one", "b/one"}


def test_a_guide_with_too_few_ways_of_asking_is_not_learned(tmp_path: Path) -> None:
    affinity = kept(tmp_path, asked("a/one", "late") + asked("b/one", "cries", LEAST - 1))
    assert affinity is not None
    assert affinity("late", EAST, 9).keys() == {"a/one"}


def test_where_there_is_nothing_to_learn_that_is_kept(tmp_path: Path) -> None:
    assert kept(tmp_path, [Entry("line", "a/one#do", "ask")]) is None


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-400])])
def test_a_file_that_is_gone_or_cut_is_noticed(tmp_path: Path, damage: object) -> None:
    kept(tmp_path, asked("a/one", "late"))
    assert callable(damage)
    damage(tmp_path / FILE)
    with pytest.raises((OSError, ValueError, KeyError, BadZipFile)):
        read_affinity(tmp_path)
