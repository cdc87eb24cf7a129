import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexMissingError
from assistant.guides.library import Library
from assistant.messages import Vectors
from assistant.retrieval.current import silent
from assistant.retrieval.entries import Entry, Kind, library_entries
from assistant.retrieval.index import Index, Neighbour, build_index, is_current, open_index
from assistant.retrieval.pointer import Pointer
from assistant.retrieval.vectors import BATCH
from tests.guides.samples import LATE
from tests.retrieval.toy import WordBag, small_library, version_folders


def build(folder: Path, library: Library, embedder: WordBag) -> int:
    return build_index(folder, library_entries(library), library.version, embedder, silent)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pristine")
    build(folder / "index", small_library(folder), WordBag())
    return folder / "index"


@pytest.fixture
def built(pristine: Path, folder: Path) -> Path:
    """The index of the short guides, to be read, changed and damaged."""
    return shutil.copytree(pristine, folder)


def test_searching_before_indexing_says_what_to_run(folder: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"^The guides have not been indexed. Run `alongside index` and try"):
        open_index(folder)


def test_every_text_that_can_lead_to_a_guide_is_found_by_itself(built: Path, short_guides: Library) -> None:
    index, bag = open_index(built), WordBag()
    entries = library_entries(short_guides)
    found = [index.nearest(entry.kind, bag.embed([entry.text])[0], 1)[0] for entry in entries]
    assert [hit.target for hit in found] == [entry.target for entry in entries]
    whole = [hit.similarity for hit, entry in zip(found, entries, strict=True) if entry.kind != "passage"]
    assert whole == pytest.approx([1.0] * len(whole), abs=1e-5)


def test_a_passage_lies_between_its_lines_and_a_little_towards_its_title(built: Path) -> None:
    title, *lines = WordBag().embed(
        ["When they arrive late", "Ask once what makes the start so hard.", "Offer a later hour."]
    )
    middle = lines[0] + lines[1]
    expected = middle / np.linalg.norm(middle) + 0.3 * title
    found = open_index(built).vectors("passage")["commitment/late#do"]
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-6)


def test_neighbours_come_nearest_first_and_no_more_than_there_are(built: Path) -> None:
    hits = open_index(built).nearest("line", WordBag().embed(["a fine present, a card"])[0], 100)
    assert hits[0].target == "boundaries/gifts#do.mentee@0"
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)
    assert len(hits) == 7


def test_every_line_has_its_vector(built: Path, short_guides: Library) -> None:
    vectors = open_index(built).vectors("line")
    texts = [line.text for line in short_guides.lines.values()]
    assert list(vectors) == list(short_guides.lines)
    np.testing.assert_allclose(np.array(list(vectors.values())), WordBag().embed(texts), atol=1e-6)


def test_an_index_of_no_guides_finds_nothing(folder: Path) -> None:
    build(folder, Library({}), WordBag())
    index = open_index(folder)
    assert index.nearest("passage", WordBag().embed(["late"])[0], 5) == []
    assert (index.vectors("line"), index.keywords.search("late", 5)) == ({}, [])


def test_only_what_changed_is_embedded_again(built: Path, tmp_path: Path, bag: WordBag) -> None:
    changed = small_library(tmp_path, late=LATE.replace("a later hour", "another place"))
    assert build(built, changed, bag) == 2
    assert bag.embedded == ["When they arrive late", "Offer another place."]


def test_a_line_that_has_only_moved_is_not_embedded_again(built: Path, tmp_path: Path, bag: WordBag) -> None:
    build(built, small_library(tmp_path, late=LATE.replace("## Do\n\n", "## Do\n\n- Wait a day.\n")), bag)
    assert bag.embedded == ["When they arrive late", "Wait a day."]


def test_a_guide_that_is_gone_is_gone_from_the_index(built: Path, short_guides: Library, bag: WordBag) -> None:
    fewer = Library({name: guide for name, guide in short_guides.guides.items() if name != "boundaries/gifts"})
    assert build(built, fewer, bag) == 0
    index = open_index(built)
    assert {target for target in index.vectors("line") if "gifts" in target} == set()
    assert index.keywords.search("hardship fund", 5) == []


def test_an_index_of_another_model_is_built_anew(built: Path, short_guides: Library) -> None:
    other = WordBag("other")
    assert is_current(built, short_guides.version, other.name) is False
    texts = {text for entry in library_entries(short_guides) for text in entry.parts or (entry.text,)}
    assert build(built, short_guides, other) == len(texts)


def test_asking_for_what_is_there_builds_nothing(built: Path, short_guides: Library, bag: WordBag) -> None:
    before = Pointer.read(built)
    assert build(built, short_guides, bag) == 0
    assert (Pointer.read(built), bag.embedded) == (before, [])


def test_progress_counts_up_to_all_the_texts(folder: Path, bag: WordBag) -> None:
    seen: list[tuple[int, int]] = []
    entries = [Entry("line", f"a/b#do@{n}", f"line {n}") for n in range(2 * BATCH + 2)]
    build_index(folder, entries, "many", bag, lambda done, total: seen.append((done, total)))
    assert seen == [(done, len(entries)) for done in (BATCH, 2 * BATCH, 2 * BATCH + 2)]


def test_old_versions_do_not_pile_up(folder: Path, tmp_path: Path, bag: WordBag) -> None:
    for number in range(4):
        build(folder, small_library(tmp_path, late=LATE.replace("later hour", f"{number} later")), bag)
    kept = [path.name for path in version_folders(folder)]
    assert len(kept) == 2
    pointer = Pointer.read(folder)
    assert pointer is not None
    assert f"version-{pointer.version}" in kept
    assert {path.name for path in folder.iterdir()} - set(kept) == {"current.json", "writer.lock"}


def test_the_folder_is_for_its_owner_alone(built: Path) -> None:
    assert [stat.S_IMODE(path.stat().st_mode) for path in (built, *version_folders(built))] == [0o700, 0o700]


def _truncate_pointer(folder: Path) -> None:
    path = folder / "current.json"
    path.write_text(path.read_text()[:20])


def _point_elsewhere(folder: Path) -> None:
    path = folder / "current.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": "gone"}))


def _older_format(folder: Path) -> None:
    path = folder / "current.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 1}))


def _each(pattern: str, change: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        paths = list(folder.glob(pattern))
        assert paths
        for path in paths:
            change(path)

    return damage


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


DAMAGE = {
    "no pointer": _each("current.json", Path.unlink),
    "half a pointer": _truncate_pointer,
    "a pointer of something else": _each("current.json", lambda path: path.write_text("[1]")),
    "a pointer to nothing": _point_elsewhere,
    "a pointer of an older format": _older_format,
    "no keyword file": _each("version-*/keywords.db", Path.unlink),
    "an empty keyword file": _each("version-*/keywords.db", lambda path: path.write_bytes(b"")),
    "half a keyword file": _each("version-*/keywords.db", _halve),
    "no chroma folder": _each("version-*/chroma", shutil.rmtree),
    "no chroma database": _each("version-*/chroma/chroma.sqlite3", Path.unlink),
    "half a chroma database": _each("version-*/chroma/chroma.sqlite3", _halve),
    "rubbish for a database": _each("version-*/chroma/chroma.sqlite3", lambda path: path.write_bytes(b"rubbish")),
    "no vectors": _each("version-*/vectors.npz", Path.unlink),
    "half a file of vectors": _each("version-*/vectors.npz", _halve),
    "a flipped byte in the vectors": _each("version-*/vectors.npz", _flip),
    "no version at all": _each("version-*", shutil.rmtree),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_is_noticed_and_built_anew(
    built: Path, short_guides: Library, bag: WordBag, damage: Callable[[Path], None]
) -> None:
    damage(built)
    assert is_current(built, short_guides.version, bag.name) is False
    with pytest.raises(IndexMissingError, match="Run `alongside index`"):
        open_index(built)
    build(built, short_guides, bag)
    assert open_index(built).nearest("asked", bag.embed(["our last meeting"])[0], 1)[0].target == "closing/goodbye"


@pytest.mark.parametrize(("found", "opens"), [(0.9, True), (0.3, False)], ids=["a few", "most"])
def test_chroma_may_overlook_a_few_entries_but_not_most(
    large: Path, monkeypatch: pytest.MonkeyPatch, found: float, *, opens: bool
) -> None:
    asked: list[Vectors] = []

    def overlook(index: Index, kind: Kind, vectors: Sequence[Vectors], count: int) -> list[list[Neighbour]]:
        each = as_it_is(index, kind, vectors, count)
        asked.extend(vectors)
        return [
            near if place % 10 < 10 * found else [replace(near[0], similarity=0.9)] for place, near in enumerate(each)
        ]

    as_it_is = Index.nearest_each
    monkeypatch.setattr(Index, "nearest_each", overlook)
    assert is_current(large, "many", "word-bag") is opens
    assert len(asked) >= 8


IS_CURRENT = """
import sys
from pathlib import Path
from assistant.retrieval.index import is_current
print(is_current(Path(sys.argv[1]), "many", "word-bag"))
"""
DEEP_DAMAGE = {
    "no vector files": _each("version-*/chroma/*/", shutil.rmtree),
    "half a vector file": _each("version-*/chroma/*/data_level0.bin", _halve),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many entries that their vectors are in files of their own."""
    folder = tmp_path_factory.mktemp("large") / "index"
    entries = [Entry("line", f"a/b#do@{n}", f"line {n}") for n in range(1_100)]
    build_index(folder, entries, "many", WordBag(), silent)
    return folder


@pytest.mark.parametrize("damage", DEEP_DAMAGE.values(), ids=DEEP_DAMAGE.keys())
def test_vectors_that_cannot_be_read_are_noticed(large: Path, folder: Path, damage: Callable[[Path], None]) -> None:
    """Asked of another process: Chroma keeps what it has read in memory, by collection, as long as it runs."""
    shutil.copytree(large, folder)
    damage(folder)
    asked = subprocess.run([sys.executable, "-c", IS_CURRENT, str(folder)], capture_output=True, text=True, timeout=60)
    assert (asked.stdout, asked.stderr) == ("False\n", "")


def test_a_build_that_dies_before_the_swap_leaves_the_old_index_in_use(built: Path, bag: WordBag) -> None:
    before = Pointer.read(built)
    killed = subprocess.run([sys.executable, "-c", DIES, str(built)], capture_output=True, timeout=60)
    assert (killed.returncode, Pointer.read(built), len(version_folders(built))) == (9, before, 2)
    assert open_index(built).nearest("asked", bag.embed(["last meeting"])[0], 1)[0].target == "closing/goodbye"


def test_what_a_dead_build_left_is_swept_by_the_next(built: Path, tmp_path: Path, bag: WordBag) -> None:
    shutil.copytree(version_folders(built)[0], built / "version-dead")
    (built / "current.dead.tmp").write_text("{")
    build(built, small_library(tmp_path, late=LATE.replace("later hour", "new place")), bag)
    assert [path for path in built.iterdir() if "dead" in path.name] == []


DIES = """
import os, sys
from pathlib import Path
from assistant.retrieval import index
from assistant.retrieval.entries import Entry
from tests.retrieval.toy import WordBag
index.Pointer.write = lambda *_: os._exit(9)
index.build_index(Path(sys.argv[1]), [Entry("line", "a/b#do@0", "new")], "new", WordBag(), lambda *_: None)
"""
