"""The two records kept with the code: the last release's, which the wheel ships, and the one changes are held to.

Both are runs of all suites with the library responder. The release's is of both splits, so that pages can show what was
measured on cases nobody tuned on; the baseline is of dev only, which is what continuous integration asks.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from assistant.errors import InputError
from assistant.quality.records import CaseRecord, Quote, RunRecord, read_record, write_record
from assistant.settings import CHECKOUT

Use = Literal["release", "baseline"]

RELEASE = Path(__file__).with_name("release.json")
BASELINE = CHECKOUT / "evals" / "baseline.json"
PATHS: dict[Use, Path] = {"release": RELEASE, "baseline": BASELINE}
SPLITS: dict[Use, str] = {"release": "all", "baseline": "dev"}


def release_record() -> RunRecord | None:
    """The last release's record; None until one was measured. Raises RecordError when it is damaged."""
    return read_record(RELEASE) if RELEASE.is_file() else None


def keep(record: RunRecord, use: Use, path: Path | None = None) -> RunRecord:
    """Write a record without what its use has no need of, and return what was written.

    Raises InputError for a run that is not what it is to stand for.
    """
    _refuse_others(record, use)
    slim = _for_pages if use == "release" else _for_the_gate
    kept = replace(record, cases=tuple(slim(case) for case in record.cases))
    write_record(kept, path or PATHS[use])
    return kept


def _refuse_others(record: RunRecord, use: Use) -> None:
    wanted = {"suite": "all", "split": SPLITS[use], "responder": "library", "case_file": None}
    wrong = [f"{name} {getattr(record, name)!r}" for name, value in wanted.items() if getattr(record, name) != value]
    broken = [case.id for case in record.cases if case.error]
    if wrong or broken or not record.cases:
        found = ", ".join([*wrong, *(f"no answer to {name}" for name in broken[:1])]) or "no case"
        raise InputError(
            f"This run has {found}. Make one with `alongside eval run --suite all --split {SPLITS[use]}` in which"
            " every case is answered."
        )


def _for_pages(case: CaseRecord) -> CaseRecord:
    """The quoted words are in the guides."""
    return replace(case, citations=tuple(Quote(each.n, each.passage, "") for each in case.citations))


def _for_the_gate(case: CaseRecord) -> CaseRecord:
    """What the gate tells of a case, it tells from the new run; times would change the file every time."""
    return replace(case, answer="", signposting=None, citations=(), reasons={}, ms=None)
