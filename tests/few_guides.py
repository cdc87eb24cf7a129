"""Three topics of the real guides as content of their own, for tests to which it is all the same what the guides say.

To open the index of all guides takes a process two seconds, to write it anew twenty.
"""

import shutil
from pathlib import Path

import pytest

from assistant.guides.library import Library
from assistant.retrieval.current import silent
from assistant.retrieval.entries import library_entries
from assistant.retrieval.index import build_index, open_index
from assistant.retrieval.minilm import MiniLM
from assistant.settings import CHECKOUT

TOPICS = ("boundaries", "closing", "commitment")


@pytest.fixture(scope="session")
def few_guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the program reads; `Settings.content`."""
    content = tmp_path_factory.mktemp("few")
    own = shutil.ignore_patterns("guides", "asked_as")
    shutil.copytree(CHECKOUT / "knowledge", content / "knowledge", ignore=own)
    for topic in TOPICS:
        shutil.copytree(CHECKOUT / "knowledge" / "guides" / topic, content / "knowledge" / "guides" / topic)
        asked = content / "knowledge" / "asked_as" / f"{topic}.yaml"
        asked.parent.mkdir(exist_ok=True)
        shutil.copy(CHECKOUT / "knowledge" / "asked_as" / asked.name, asked)
    for name in ("app.py", "prompts", ".streamlit"):
        (content / name).symlink_to(CHECKOUT / name)
    return content


@pytest.fixture(scope="session")
def few_index(tmp_path_factory: pytest.TempPathFactory, few_guides: Path, index_folder: Path, embedder: MiniLM) -> Path:
    """Their index, of vectors that the index of all guides holds. Read it only; a test that writes takes a copy."""
    folder = tmp_path_factory.mktemp("few-index")
    library = Library.load(few_guides / "knowledge" / "guides")
    build_index(folder, library_entries(library), library.version, embedder, silent, open_index(index_folder))
    return folder
