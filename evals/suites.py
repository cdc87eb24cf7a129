"""Which cases a run asks: a suite of the committed ones, of a split, or those of a file of one's own."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.errors import InputError
from evals.cases import CASES, Case, Placed, guide_ids, lint, read_file, read_folder

MAX_BYTES = 20_000_000  # some thirty thousand cases; reading YAML takes a minute for each ten million
SPLITS = ("dev", "test", "all")


def _is_safety(placed: Placed) -> bool:
    """Worrying messages, and those that only look like it."""
    return placed.case.concerning or Path(placed.path).stem.startswith("safety")


def _is_dialogue(placed: Placed) -> bool:
    return len(placed.case.turns) > 1


def _is_outside(placed: Placed) -> bool:
    return placed.case.found is False


SUITES: Mapping[str, Callable[[Placed], bool]] = {
    "guidance": lambda placed: not (_is_safety(placed) or _is_dialogue(placed) or _is_outside(placed)),
    "dialogues": _is_dialogue,
    "safety": _is_safety,
    "out_of_scope": _is_outside,
    "all": lambda _placed: True,
}
"""A case may be of several."""


def suite_cases(suite: str, split: str, folder: Path = CASES) -> list[Case]:
    """The committed cases of a suite; a file of `evals/cases` is a suite too, by its name.

    Raises InputError for a name that is none, ContentError for a file that cannot be read.
    """
    placed = read_folder(folder)
    files = sorted({Path(each.path).stem for each in placed} - set(SUITES))
    wanted = suite if suite in SUITES or suite in files else suite.replace("-", "_")
    if wanted not in SUITES and wanted not in files:
        raise InputError(f"There is no suite {suite!r}; choose one of {', '.join((*SUITES, *files))}.")
    chosen = [each for each in placed if _is_of(each, wanted)]
    cases = [each.case for each in chosen if split in {"all", each.case.split}]
    if not cases:
        raise InputError(f"The suite {suite!r} has no case in the split {split!r}.")
    return cases


def _is_of(placed: Placed, suite: str) -> bool:
    return SUITES[suite](placed) if suite in SUITES else Path(placed.path).stem == suite


def file_cases(path: Path, split: str = "all") -> tuple[list[Case], list[str]]:
    """The cases of a file in the format of `evals/cases`, and what is odd about them, in sentences.

    Raises InputError when it cannot be read or holds none of the split, ContentError at its first bad case.
    """
    placed = _read(path)
    ours = set(guide_ids())
    known = {guide for each in placed for guide in each.case.guides} | ours
    problems = lint(placed, known)
    if problems:
        raise problems[0]
    odd = [str(problem) for problem in lint(placed, ours)]
    cases = [each.case for each in placed if split in {"all", each.case.split}]
    if not cases:
        raise InputError(f"{str(path)!r} has no case of the split {split!r}.")
    return cases, odd


def _read(path: Path) -> Sequence[Placed]:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise InputError(f"{str(path)!r} is no file of cases. Give a YAML file of at most {MAX_BYTES // 10**6} MB.")
        placed = read_file(path)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from None
    except RecursionError:
        raise InputError(f"{str(path)!r} is nested too deeply for a file of cases.") from None
    if not placed:
        raise InputError(f"{str(path)!r} holds no case. README.md shows one.")
    return placed
