"""What is asked at the command line is on standard output and nowhere else, even when something breaks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import CHECKOUT
from tests.leaks.places import MARK, MARKED, holders

RUN = """
import sys
from pathlib import Path
from assistant import cli, settings
from assistant.retrieval.search import GuideSearch
from assistant.responders.library import LibraryResponder

def broken(*given, **more):
    sentence = str(given) + str(more)
    raise fault(sentence)

faults = {"bug": KeyError, "interrupt": KeyboardInterrupt, "end of memory": MemoryError, "disk": OSError}
content = Path(sys.argv.pop(1))
settings.content_folder = lambda: content
fault = faults.get(sys.argv.pop(1))
if fault:
    GuideSearch.search = broken
cli.main()
"""
JSON_LINE = f'{{"id": 1, "text": "{MARKED}"}}\n'


class Place:
    """A home of its own, so that whatever is left behind is found, and a few guides: what they say is all the same."""

    def __init__(self, root: Path, content: Path, index: Path) -> None:
        self.folders = [root / name for name in ("home", "tmp", "here")]
        for folder in self.folders:
            folder.mkdir()
        self._content, self._data = content, root / "data"
        shutil.copytree(index, self._data / "index")

    def run(self, fault: str, *arguments: str, said: str) -> subprocess.CompletedProcess[str]:
        home, tmp, here = self.folders
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(tmp), "ALONGSIDE_DATA": str(self._data),
            "ALONGSIDE_LOG_LEVEL": "debug", "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "-c", RUN, str(self._content), fault, *arguments], cwd=here, env=environment, input=said,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def holders(self) -> list[str]:
        return holders([*self.folders, self._data])


@pytest.fixture
def place(tmp_path: Path, few_guides: Path, few_index: Path) -> Place:
    return Place(tmp_path, few_guides, few_index)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("ask", "-", "--json"), MARKED),
        (("chat",), f"{MARKED}\n\n"),
        (("search", "-"), MARKED),
        (("ask", "--batch", "-"), JSON_LINE),
    ],
    ids=["ask", "chat", "search", "batch"],
)
@pytest.mark.parametrize("fault", ["none", "bug"])
def test_a_command_leaves_nothing_behind(place: Place, command: tuple[str, ...], said: str, fault: str) -> None:
    ran = place.run(fault, *command, said=said)
    assert MARK not in ran.stderr
    assert place.holders() == []
    assert (ran.returncode == 0) == (fault == "none" or "--batch" in command)


@pytest.mark.parametrize("fault", ["interrupt", "end of memory", "disk"])
def test_however_it_breaks_no_word_is_told(place: Place, fault: str) -> None:
    ran = place.run(fault, "ask", "-", said=MARKED)
    assert MARK not in ran.stdout + ran.stderr
    assert place.holders() == []
    assert ran.returncode != 0


def test_triage_tells_only_what_it_made_of_the_words(place: Place) -> None:
    ran = place.run("none", "triage", "-", said=f"{MARKED} and I want to kill myself")
    assert (ran.stdout, ran.stderr) == ("urgent: suicide\n", "")
    assert place.holders() == []
