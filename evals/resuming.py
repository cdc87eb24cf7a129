"""A run that was stopped goes on where it stopped: what Inspect logged of the same order is not asked again.

Inspect's own `eval retry` finds a task by its file, and ours is made from the cases chosen; so its logs are read here.
They are written every few cases, so that little is lost even to `kill -9`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from inspect_ai.log import EvalLog, EvalSample, read_eval_log

from evals.cases import Case

KEY = "alongside"
"""Where a log says which order it belongs to."""
NEWEST = 50  # logs looked at; nobody goes on with a run after so many others


def order_key(*parts: object) -> str:
    """What two runs must have in common for the one to go on with the other."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def kept_samples(folder: Path, key: str, cases: Sequence[Case], repeats: int) -> dict[str, list[EvalSample]]:
    """By case, every asking of it, of the cases that were asked as often as wanted since the last whole run."""
    found: dict[str, dict[int, EvalSample]] = {}
    for path in _unfinished(folder, key):
        for sample in read_eval_log(path).samples or ():
            if sample.error is None and sample.scores:
                found.setdefault(str(sample.id), {}).setdefault(sample.epoch, sample)
    wanted = {case.id for case in cases}
    return {
        name: [samples[epoch] for epoch in sorted(samples)]
        for name, samples in found.items()
        if name in wanted and len(samples) >= repeats
    }


def _unfinished(folder: Path, key: str) -> Iterator[str]:
    """Logs of the same order that led to no record, newest first, back to the last that did."""
    recorded = max((path.stat().st_mtime_ns for path in folder.parent.glob("*.json")), default=0)
    logs = sorted(folder.glob("*.eval"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in logs[:NEWEST]:
        log = _header(path)
        if log is None or (log.eval.metadata or {}).get(KEY) != key:
            continue
        if log.status == "success" and path.stat().st_mtime_ns <= recorded:
            return
        yield str(path)


def _header(path: Path) -> EvalLog | None:
    """None for a log that was stopped before it held anything, or is none."""
    try:
        return read_eval_log(str(path), header_only=True)
    except Exception:  # noqa: BLE001 - Inspect raises what its readers raise; such a log is of no use
        return None
