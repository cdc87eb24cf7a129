import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import IndexMissingError
from assistant.guides.library import Library
from assistant.messages import Vectors
from assistant.retrieval.current import CurrentIndex, silent
from tests.guides.samples import LATE
from tests.retrieval.toy import WordBag, small_library, version_folders

BUILDS = """
import sys
from pathlib import Path
from assistant.guides.library import Library
from assistant.retrieval.current import CurrentIndex, silent
from tests.retrieval.toy import WordBag
print(CurrentIndex(Path(sys.argv[2]), Library.load(Path(sys.argv[1])), WordBag()).ensure(silent))
"""


def build_elsewhere(guides: Path, folder: Path) -> str:
    """Build the index in another process."""
    command = [sys.executable, "-c", BUILDS, str(guides), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def version(current: CurrentIndex) -> str:
    return current.index().pointer.version


def test_nothing_is_found_before_an_index_is_built(folder: Path, short_guides: Library, bag: WordBag) -> None:
    with pytest.raises(IndexMissingError, match="have not been indexed"):
        CurrentIndex(folder, short_guides, bag).index()


def test_a_missing_index_is_built_once(folder: Path, short_guides: Library, bag: WordBag) -> None:
    current = CurrentIndex(folder, short_guides, bag)
    assert (current.ensure(silent), current.ensure(silent)) == (len(bag.embedded), 0)
    assert current.line_vectors().keys() == short_guides.lines.keys()


def test_an_index_of_other_guides_is_brought_up_to_date(folder: Path, tmp_path: Path, bag: WordBag) -> None:
    CurrentIndex(folder, small_library(tmp_path), bag).ensure(silent)
    changed = small_library(tmp_path, late=LATE.replace("later hour", "new place"))
    current = CurrentIndex(folder, changed, bag)
    assert (current.ensure(silent), current.index().pointer.library) == (2, changed.version)


def test_vectors_of_another_model_are_never_compared(folder: Path, short_guides: Library, bag: WordBag) -> None:
    CurrentIndex(folder, short_guides, WordBag("other")).ensure(silent)
    with pytest.raises(IndexMissingError, match=r"^The index was made by another embedding model. Run `alongside"):
        CurrentIndex(folder, short_guides, bag).index()


def test_a_version_is_opened_once_and_kept(folder: Path, short_guides: Library, bag: WordBag) -> None:
    current = CurrentIndex(folder, short_guides, bag)
    current.ensure(silent)
    assert current.index() is current.index()


def test_a_reader_sees_what_another_process_has_built(folder: Path, tmp_path: Path, bag: WordBag) -> None:
    current = CurrentIndex(folder, small_library(tmp_path), bag)
    current.ensure(silent)
    before = version(current)
    small_library(tmp_path, late=LATE.replace("later hour", "quieter cafe"))
    assert build_elsewhere(tmp_path / "knowledge" / "guides", folder) == "2\n"
    assert version(current) != before
    assert current.index().keywords.search("cafe", 1)[0].target == "commitment/late#do"


class Held(WordBag):
    """Embeds only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked.set()
        self.go.wait(30)
        return super().embed(texts)


def test_of_two_builders_at_once_the_second_waits_and_finds_it_done(folder: Path, short_guides: Library) -> None:
    first, second = Held(), WordBag()
    with ThreadPoolExecutor() as threads:
        one = threads.submit(CurrentIndex(folder, short_guides, first).ensure, silent)
        first.asked.wait(30)
        other = threads.submit(CurrentIndex(folder, short_guides, second).ensure, silent)
        time.sleep(0.2)  # the second is at the lock by now
        first.go.set()
        assert (one.result(30), other.result(30)) == (len(first.embedded), 0)
    assert (second.embedded, len(version_folders(folder))) == ([], 1)


def test_threads_that_ask_at_once_get_one_open_index(folder: Path, short_guides: Library, bag: WordBag) -> None:
    current = CurrentIndex(folder, short_guides, bag)
    current.ensure(silent)
    with ThreadPoolExecutor(8) as threads:
        got = [index.result() for index in [threads.submit(current.index) for _ in range(8)]]
    assert {id(index) for index in got} == {id(current.index())}


def test_an_index_deleted_while_open_is_told_and_built_anew(folder: Path, short_guides: Library, bag: WordBag) -> None:
    current = CurrentIndex(folder, short_guides, bag)
    current.ensure(silent)
    before = version(current)
    (folder / "current.json").unlink()
    with pytest.raises(IndexMissingError):
        current.index()
    current.ensure(silent)
    assert version(current) != before
