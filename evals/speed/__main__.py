"""Run the benchmarks and print one table: `python -m evals.speed [--only NAME] [--json]`.

Everything is compared with something measured in turn with it in the same run, so the ratios mean something on a
machine that is busy; the times only say what they were here. It exits with 0 whether the aims are met or not.
"""

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from time import perf_counter

from assistant.errors import AssistantError
from evals.speed import building, crowd, first_sentence, large, long_talk, memory, starting, turns
from evals.speed.bench import FULL, TINY, Bench, Sizes, opened
from evals.speed.figures import Row, table
from evals.speed.machine import machine, versions

MEASURES: dict[str, Callable[[Bench], list[Row]]] = {
    "turn": turns.measure,
    "first-sentence": first_sentence.measure,
    "index": building.measure,
    "large": large.measure,
    "start": starting.measure,
    "memory": memory.measure,
    "crowd": crowd.measure,
    "long": long_talk.measure,
}
NOTE = (
    "Ratios are of measurements taken in turn. The large libraries are the real guides with their real vectors among "
    "synthetic guides (Zipf text, vectors clustered around real ones, fixed seed), asked the library's own questions. "
    "A page is a tab of a real Chromium on this machine; an answer counts when it is whole on the page."
)


def run(names: Sequence[str], sizes: Sizes) -> list[Row]:
    """Measure what is named, in the table's order. Raises AssistantError when it cannot be begun."""
    rows: list[Row] = []
    with opened(sizes, _tell) as bench:
        for name in (name for name in MEASURES if name in names):
            started = perf_counter()
            rows += _measured(name, bench)
            _tell(f"{name}: done in {perf_counter() - started:.0f} s")
    return rows


def _measured(name: str, bench: Bench) -> list[Row]:
    """What breaks takes only its own rows with it: the others took minutes."""
    try:
        return MEASURES[name](bench)
    except Exception as error:  # noqa: BLE001 - whatever it was, the table says so
        traceback.print_exc()
        return [Row(name, f"could not be measured ({type(error).__name__})", 0, "")]


def told(rows: Sequence[Row], sizes: Sizes, seconds: float) -> str:
    missed = sum(row.met is False for row in rows)
    aims = sum(row.met is not None for row in rows)
    here = ", ".join(f"{name} {value}" for name, value in {**machine(), **versions()}.items())
    small = "" if sizes == FULL else "\nSmaller than it is meant to be: the aims say nothing about these figures."
    return (
        f"{table(rows)}\n\n{aims - missed} of {aims} aims met. {datetime.now(UTC).date()}, {seconds:.0f} s; "
        f"{here}.\n{NOTE}{small}"
    )


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description="How quick is it?")
    parser.add_argument("--only", action="append", choices=tuple(MEASURES), help="measure this; may be repeated")
    parser.add_argument("--tiny", action="store_true", help="see that it runs; the aims then mean nothing")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen, started = parse(arguments), perf_counter()
    sizes = TINY if chosen.tiny else FULL
    try:
        rows = run(chosen.only or tuple(MEASURES), sizes)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if chosen.json:
        sys.stdout.write(json.dumps({"machine": machine(), "versions": versions(), "rows": [asdict(r) for r in rows]}))
    else:
        sys.stdout.write(told(rows, sizes, perf_counter() - started))
    sys.stdout.write("\n")
    return 0


def _tell(words: str) -> None:
    sys.stderr.write(f"\r\x1b[K{words}" if sys.stderr.isatty() else f"{words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
