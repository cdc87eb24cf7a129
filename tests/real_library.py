"""The real guides, their real index and an assistant over them, made once and shared by all workers of a run."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.conversation import Assistant
from assistant.guides.library import Library
from assistant.messages import Concern
from assistant.responders.library import LibraryResponder
from assistant.responders.phrases import Phrases, load_phrases
from assistant.responders.support import NearestLine
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.minilm import MiniLM
from assistant.retrieval.pointer import Pointer
from assistant.retrieval.search import GuideSearch
from tests.kept_index import KeptIndex, maker

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load(KNOWLEDGE / "guides")


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return load_phrases(KNOWLEDGE / "phrases.yaml")


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory, library: Library, embedder: MiniLM) -> Path:
    """The index of the real guides. Read it only; a test that writes takes a copy."""
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    folder, kept = shared / "index", KeptIndex(maker())
    with FileLock(shared / "index.lock"):
        if not (shared / "index.made").exists():
            kept.take(folder, library, embedder)
            before = Pointer.read(folder)
            CurrentIndex(folder, library, embedder).ensure(silent)
            if Pointer.read(folder) != before:
                kept.keep(folder)
            (shared / "index.made").touch()
    return folder


@pytest.fixture(scope="session")
def guide_index(index_folder: Path, library: Library, embedder: MiniLM) -> CurrentIndex:
    return CurrentIndex(index_folder, library, embedder)


@pytest.fixture(scope="session")
def library_responder(library: Library, guide_index: CurrentIndex, phrases: Phrases) -> LibraryResponder:
    return LibraryResponder(library, guide_index.line_vectors, phrases)


@pytest.fixture(scope="session")
def calm_assistant(
    library: Library, guide_index: CurrentIndex, embedder: MiniLM, library_responder: LibraryResponder
) -> Assistant:
    """The real thing with no key and no network, but for triage, which here sees no danger anywhere."""
    return Assistant(
        triage=lambda _text, _history: Concern(),
        signpost=lambda _text, _concern, _situation, _history: None,
        search=GuideSearch(library, guide_index, embedder),
        responder=library_responder,
        passages=library.passages,
        find_support=NearestLine(embedder, library.lines, guide_index.line_vectors),
    )


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Path:
    """A data folder of its own with the index already in it."""
    folder = tmp_path_factory.mktemp("data", numbered=True)
    shutil.copytree(index_folder, folder / "index")
    return folder
