"""The index that the tests keep between runs is used again, and never when it is not what a fresh one would be."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.guides.library import Library
from assistant.messages import Vectors
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.index import open_index
from tests.guides.samples import LATE
from tests.kept_index import KeptIndex
from tests.retrieval.toy import WordBag, small_library


class Turned(WordBag):
    """Another model under the same name."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return super().embed([text[::-1] for text in texts])


@pytest.fixture
def kept(tmp_path: Path) -> KeptIndex:
    """The index of three guides, kept."""
    kept = KeptIndex("this code", tmp_path / "cache")
    CurrentIndex(tmp_path / "made", small_library(tmp_path), WordBag()).ensure(silent)
    kept.keep(tmp_path / "made")
    return kept


def embedded_anew(kept: KeptIndex, folder: Path, library: Library, embedder: WordBag) -> int:
    """How many texts had to be embedded for an index, with what is kept."""
    kept.take(folder, library, embedder)
    embedder.embedded.clear()
    CurrentIndex(folder, library, embedder).ensure(silent)
    assert open_index(folder).keywords.search("late", 1)
    return len(embedder.embedded)


def test_what_was_kept_is_used_again(kept: KeptIndex, tmp_path: Path) -> None:
    assert embedded_anew(kept, tmp_path / "index", small_library(tmp_path), WordBag()) == 0


def test_what_has_changed_in_the_guides_is_all_that_is_embedded(kept: KeptIndex, tmp_path: Path) -> None:
    changed = small_library(tmp_path / "changed", late=LATE.replace("later hour", "later day"))
    assert embedded_anew(kept, tmp_path / "index", changed, WordBag()) == 2  # the line and its title


def foreign(_kept: KeptIndex) -> KeptIndex:
    return KeptIndex("other code", _kept.cache)


def flipped(kept: KeptIndex) -> KeptIndex:
    vectors = next(kept.cache.rglob("vectors.npz"))
    held = bytearray(vectors.read_bytes())
    held[len(held) // 2] ^= 1
    vectors.write_bytes(held)
    return kept


def halved(kept: KeptIndex) -> KeptIndex:
    keywords = next(kept.cache.rglob("keywords.db"))
    keywords.write_bytes(keywords.read_bytes()[:1_000])
    return kept


def added(kept: KeptIndex) -> KeptIndex:
    (next(kept.cache.rglob("keywords.db")).parent / "more").write_text("")
    return kept


def unsigned(kept: KeptIndex) -> KeptIndex:
    next(kept.cache.rglob("hashes.json")).write_text(json.dumps(["?"]))
    return kept


def gone(kept: KeptIndex) -> KeptIndex:
    next(kept.cache.rglob("hashes.json")).unlink()
    return kept


@pytest.mark.parametrize("spoil", [foreign, flipped, halved, added, unsigned, gone])
def test_what_is_not_what_was_kept_by_this_code_is_made_anew(
    kept: KeptIndex, tmp_path: Path, spoil: Callable[[KeptIndex], KeptIndex]
) -> None:
    library = small_library(tmp_path)
    assert embedded_anew(spoil(kept), tmp_path / "index", library, WordBag()) == embedded_anew(
        KeptIndex("none", tmp_path / "empty"), tmp_path / "fresh", library, WordBag()
    )


def test_vectors_that_the_embedder_does_not_give_are_made_anew(kept: KeptIndex, tmp_path: Path) -> None:
    assert embedded_anew(kept, tmp_path / "index", small_library(tmp_path), Turned()) > 0


def test_only_the_last_two_are_kept(kept: KeptIndex, tmp_path: Path) -> None:
    for name in ("newer code", "newest code"):
        KeptIndex(name, kept.cache).keep(tmp_path / "made")
    assert {path.name for path in kept.cache.iterdir() if path.is_dir()} == {"newer code", "newest code"}
