"""What all rows of a run share: how large it is, the assistant, the questions, and a folder that goes with it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant.build import Parts, assistant_of, build_parts
from assistant.conversation import Assistant
from assistant.messages import Turn
from assistant.situation import Situation
from evals.cases import Case, load_cases

Tell = Callable[[str], None]
"""Says how far a run has come."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured. The aims hold for the full size only."""

    repetitions: int = 5
    questions: int | None = None
    """Of the dev split; None: all."""
    texts: int = 4_000
    """Embedded and indexed for the throughput."""
    guides: int = 1_000
    """In the library of which one guide changes."""
    small: int = 1_000
    large: int = 100_000
    """Passages in the two libraries that are searched."""
    starts: int = 3
    pages: int = 20
    reading: float = 15.0
    """Seconds between an answer and the next question."""
    evening: float = 75.0
    """Seconds that the pages are open."""
    turns: int = 200


FULL = Sizes()
TINY = Sizes(1, 4, 16, 20, 60, 200, 1, 2, 0.2, 3.0, 6)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the dev split where it stands in its conversation."""

    text: str
    situation: Situation
    history: tuple[Turn, ...]


@dataclass
class Bench:
    sizes: Sizes
    folder: Path
    tell: Tell = field(default=lambda _words: None)

    @cached_property
    def parts(self) -> Parts:
        """Of the settings in force; the guides are indexed first when that has not been done."""
        self.tell("opening the guides' index")
        return build_parts(progress=lambda done, total: self.tell(f"indexing {done} of {total}"))

    @cached_property
    def assistant(self) -> Assistant:
        return assistant_of(self.parts, "library")

    @cached_property
    def asked(self) -> list[Asked]:
        """Every question of the dev split, follow-ups with the real conversation before them."""
        return [asked for case in load_cases("dev")[: self.sizes.questions] for asked in self._conversation(case)]

    def site_data(self, name: str) -> Path:
        """A data folder of its own with the guides' index in it."""
        data = self.folder / name
        shutil.copytree(self.parts.settings.index, data / "index")
        data.chmod(0o700)
        return data

    def _conversation(self, case: Case) -> Iterator[Asked]:
        history: tuple[Turn, ...] = ()
        for text in case.turns:
            asked = Asked(text, Situation.parse(case.situation), history)
            reply = self.assistant.reply(asked.text, asked.situation, asked.history)
            history = (*history, Turn("person", text, (), reply.concern), reply.turn())
            yield asked


@contextmanager
def opened(sizes: Sizes, tell: Tell) -> Iterator[Bench]:
    with TemporaryDirectory(prefix="alongside-bench-") as folder:
        yield Bench(sizes, Path(folder), tell)


def milliseconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    started = perf_counter()
    act()
    return (perf_counter() - started) * 1000
