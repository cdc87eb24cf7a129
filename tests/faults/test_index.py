"""An index that is damaged, swapped, swept, killed or out of room while others read it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import IndexMissingError
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.entries import Entry
from assistant.retrieval.index import Index, build_index, is_current, open_index
from assistant.retrieval.pointer import Pointer
from assistant.retrieval.search import GuideSearch
from assistant.situation import Situation
from tests.faults.conftest import CHECKOUT, Disk
from tests.retrieval.toy import WordBag, small_library, version_folders

MANY = 1_200  # so many that Chroma writes vector files too


FEW = 100
LATE_AGAIN = "they arrive late again"


def lines(version: str, count: int = MANY) -> list[Entry]:
    return [Entry("line", f"a/b#do@{number}", f"line {number} of {version}") for number in range(count)]


def whole(index: Index) -> bool:
    """Does it hold its own version's lines? Chroma overlooks some: most of these are equally far from each other."""
    asked = WordBag().embed([f"line {number} of {index.pointer.library}" for number in range(20)])
    found = [index.nearest("line", vector, 1)[0].similarity > 0.999 for vector in asked]
    return found.count(True) > len(found) / 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


BUILDS = """
import sys
from pathlib import Path
from assistant.retrieval.index import build_index
from tests.faults.test_index import lines
from tests.retrieval.toy import WordBag
print("ready", flush=True)
sys.stdin.readline()
folder, count, *versions = sys.argv[1:]
for version in versions:
    entries = lines(version, int(count))
    print(build_index(Path(folder), entries, version, WordBag(), lambda *_: None), flush=True)
"""


@contextmanager
def builder(folder: Path, count: int, *versions: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", BUILDS, str(folder), str(count), *versions]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "no pointer": ("current.json", Path.unlink),
    "half a pointer": ("current.json", halve),
    "no version": ("version-*", shutil.rmtree),
    "half a keyword file": ("version-*/keywords.db", halve),
    "half a chroma database": ("version-*/chroma/chroma.sqlite3", halve),
}


@pytest.mark.parametrize(("pattern", "change"), DAMAGE.values(), ids=DAMAGE.keys())
def test_an_index_damaged_under_a_running_server_is_built_anew_by_it(
    folder: Path, tmp_path: Path, pattern: str, change: Callable[[Path], object]
) -> None:
    guides, bag = small_library(tmp_path), WordBag()
    current = CurrentIndex(folder, guides, bag)
    current.ensure(silent)
    search = GuideSearch(guides, current, bag)
    before = search(LATE_AGAIN, Situation())
    for path in folder.glob(pattern):
        change(path)
    after = search(LATE_AGAIN, Situation())
    assert [hit.passage.id for hit in after.hits] == [hit.passage.id for hit in before.hits]
    assert is_current(folder, guides.version, bag.name)
    of_guides = [text for text in bag.embedded if text != LATE_AGAIN]
    assert len(of_guides) == len(set(of_guides))


@pytest.mark.parametrize("megabytes", [0.4, 2.0, 3.5], ids=["at once", "vectors", "files"])
def test_a_full_disk_leaves_the_index_in_use_as_it_was(small_disk: Callable[[float], Disk], megabytes: float) -> None:
    disk, bag = small_disk(8), WordBag()
    folder = disk.folder / "index"
    build_index(folder, lines("one")[:50], "one", bag, silent)
    before = Pointer.read(folder)
    disk.fill(leaving=int(megabytes * 1024 * 1024))
    with pytest.raises(IndexMissingError, match="The disk is full"):
        build_index(folder, lines("two"), "two", bag, silent)
    assert (Pointer.read(folder), len(version_folders(folder))) == (before, 1)
    assert whole(open_index(folder))
    disk.free()
    shutil.rmtree(folder)  # room for the larger one
    assert build_index(folder, lines("two"), "two", bag, silent) == MANY


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_whenever_a_build_is_killed_the_index_is_the_old_one_or_the_new_one(folder: Path) -> None:
    chance, bag = random.Random(20_261_125), WordBag()  # noqa: S311 - moments, not secrets
    build_index(folder, lines("old", FEW), "old", bag, silent)
    for number in range(4):
        with builder(folder, MANY, f"new{number}") as process:
            go(process)
            time.sleep(chance.uniform(0.05, 1.5))
            process.send_signal(signal.SIGKILL)
        assert whole(open_index(folder))
    build_index(folder, lines("last", FEW), "last", bag, silent)
    assert len(version_folders(folder)) == 2


def test_of_two_builders_at_once_one_builds(folder: Path) -> None:
    with builder(folder, FEW, "one") as first, builder(folder, FEW, "one") as second:
        go(first)
        go(second)
        counts = [process.communicate(timeout=60)[0].strip() for process in (first, second)]
    assert (sorted(counts), len(version_folders(folder))) == (["0", str(FEW)], 1)


def test_a_reader_never_misses_an_answer_while_five_versions_come_and_go(folder: Path, tmp_path: Path) -> None:
    build_index(folder, lines("v0", FEW), "v0", WordBag(), silent)
    current, seen = CurrentIndex(folder, small_library(tmp_path), WordBag()), ["v0"]
    with builder(folder, FEW, "v1", "v2", "v3", "v4", "v5") as process:
        go(process)
        while seen[-1] != "v5":
            version, is_whole = current.reading(lambda index: (index.pointer.library, whole(index)))
            assert is_whole
            seen += [version] if version != seen[-1] else []
    assert seen == sorted(seen)
    assert len(version_folders(folder)) == 2


def test_a_version_swept_while_it_is_read_is_read_from_the_new_one(folder: Path, tmp_path: Path) -> None:
    bag = WordBag()
    current = CurrentIndex(folder, small_library(tmp_path), bag)
    build_index(folder, lines("v0", FEW), "v0", bag, silent)
    swept: list[str] = []

    def read(index: Index) -> str:
        if not swept:
            swept.append(index.pointer.version)
            for version in ("v1", "v2"):
                build_index(folder, lines(version, FEW), version, bag, silent)
        index.keywords.search("line", 1)
        return index.pointer.library

    assert current.reading(read) == "v2"
    assert [path for path in version_folders(folder) if swept[0] in path.name] == []
