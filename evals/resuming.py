"""A run that was stopped goes on where it stopped: what Inspect logged of the same order is not asked again.

Inspect's own `eval retry` finds a task by its file, and ours is made from the cases chosen; so its logs are read here.
They are written every few cases, so that little is lost even to `kill -9`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from inspect_ai.log import EvalLog, EvalSample, read_eval_log

from evals.cases import Case
from evals.tasks import REPLY

KEY = "alongside"
"""Where a log says which order it belongs to."""
RECORDED = "recorded.txt"
"""Beside the logs: the names of those that a record has been made of, one a line."""
NEWEST = 50  # logs looked at; nobody goes on with a run after so many others


def order_key(*parts: object) -> str:
    """What two runs must have in common for the one to go on with the other."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def kept_samples(folder: Path, key: str, cases: Sequence[Case], repeats: int) -> dict[str, list[EvalSample]]:
    """By case, every asking of it, of the cases that were answered as often as wanted since the last whole run.

    What failed is left out: a run is often stopped because of that, and goes on when it is mended.
    """
    found: dict[str, dict[int, EvalSample]] = {}
    for path in _unfinished(folder, key):
        for sample in read_eval_log(path).samples or ():
            if _answered(sample):
                found.setdefault(str(sample.id), {}).setdefault(sample.epoch, sample)
    wanted = {case.id for case in cases}
    return {
        name: [samples[epoch] for epoch in sorted(samples)]
        for name, samples in found.items()
        if name in wanted and len(samples) >= repeats
    }


def mark_recorded(folder: Path, key: str) -> None:
    """Say of all logs of an order that its record is written. Where that cannot be said, their times have to tell."""
    names = [f"{path.name}\n" for path, _ in _logs(folder, key)]
    with suppress(OSError), (folder / RECORDED).open("a", encoding="utf-8") as file:
        file.writelines(names)


def _answered(sample: EvalSample) -> bool:
    failed = sample.error or (sample.store.get(REPLY) or {}).get("error")
    return not failed and bool(sample.scores)


def _unfinished(folder: Path, key: str) -> Iterator[str]:
    """Logs of the same order that led to no record, newest first, back to the last that did."""
    recorded = max((path.stat().st_mtime_ns for path in folder.parent.glob("*.json")), default=0)
    for path, log in _logs(folder, key):
        if log.status == "success" and path.stat().st_mtime_ns <= recorded:
            return
        yield str(path)


def _logs(folder: Path, key: str) -> Iterator[tuple[Path, EvalLog]]:
    """What was logged of an order and is not marked as recorded, newest first, without the samples."""
    spent = _recorded(folder)
    logs = sorted(folder.glob("*.eval"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in logs[:NEWEST]:
        log = None if path.name in spent else _header(path)
        if log is not None and (log.eval.metadata or {}).get(KEY) == key:
            yield path, log


def _recorded(folder: Path) -> frozenset[str]:
    try:
        return frozenset((folder / RECORDED).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return frozenset()


def _header(path: Path) -> EvalLog | None:
    """None for a log that was stopped before it held anything, or is none."""
    try:
        return read_eval_log(str(path), header_only=True)
    except Exception:  # noqa: BLE001 - Inspect raises what its readers raise; such a log is of no use
        return None
