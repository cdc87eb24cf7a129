"""Measure triage: `python -m evals.safety [--cases FILE.jsonl | --split dev|test] [--json] [--wrong]`.

Every system judges every case in the same run. Rows are described in `cases.py`. Tune on dev only; `--wrong` lists the
ids of what ours got wrong and is refused for test. No message is ever printed.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, InputError
from assistant.quality.statistics import Estimate
from evals.safety.cases import Labelled, families, our_cases, read_cases
from evals.safety.figures import Judged, as_told, figures, grouped
from evals.safety.systems import OURS, Made, judge, systems

Results = Mapping[str, Sequence[Judged]]
"""By system, what it made of every case."""


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parse(arguments)
    try:
        if chosen.wrong and chosen.split == "test":
            raise InputError("The test split shows no single case, so that nobody tunes on it. Use --split dev.")
        cases = read_cases(chosen.cases) if chosen.cases else our_cases(chosen.split)
        results = run(cases)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(told(results)) if chosen.json else table(results))
    sys.stdout.write("\n")
    if chosen.wrong:
        sys.stdout.write("\n".join(wrong(results[OURS])) + "\n")
    return 0


def run(cases: Sequence[Labelled]) -> dict[str, list[Judged]]:
    return {name: [(case, judge(triage, case)) for case in cases] for name, triage in systems().items()}


def told(results: Results) -> dict[str, Any]:
    cases = [case for case, _ in results[OURS]]
    return {
        "n": len(cases),
        "families": families(cases),
        "concerning": sum(case.concerning for case in cases),
        "systems": {name: as_told(judged) for name, judged in results.items()},
    }


def table(results: Results) -> str:
    """Markdown: every measure of every system, then ours by category, kind and language."""
    lines = ["| measure | n | " + " | ".join(results) + " |", "|---|---|" + "---|" * len(results)]
    found = {name: figures(judged) for name, judged in results.items()}
    for measure, ours in found[OURS].items():
        cells = [_rate(rates.get(measure)) for rates in found.values()]
        lines.append(f"| {measure.replace('_', ' ')} | {ours.n} | " + " | ".join(cells) + " |")
    for group in ("category", "kind", "language"):
        lines += ["", f"| {group} | recall | urgent recall | false alarms | level right |", "|---|---|---|---|---|"]
        for name, rates in grouped(results[OURS], group).items():
            shown = [rates.get(each) for each in ("recall", "urgent_recall", "false_alarms", "level_right")]
            lines.append(f"| {name} | " + " | ".join(f"{_rate(rate)}{_n(rate)}" for rate in shown) + " |")
    return "\n".join(lines)


def _rate(rate: Estimate | None) -> str:
    return "" if rate is None else f"{rate.mean:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def _n(rate: Estimate | None) -> str:
    return "" if rate is None else f", n {rate.n}"


def wrong(judged: Sequence[Judged]) -> list[str]:
    """The ids of what was missed, found where nothing is, or taken for another level, person or category."""
    return [f"{case.id}: {' '.join(slips)}" for case, made in judged if (slips := list(_slips(case, made)))]


def _slips(case: Labelled, made: Made) -> list[str]:
    concern = made.concern
    if concern.level == "none" or not case.concerning:
        return [] if concern.level in case.level else ["missed" if case.concerning else f"alarm={concern.category}"]
    checks = {
        f"level={concern.level}": concern.level in case.level,
        f"about={concern.about}": case.about in {None, concern.about},
        f"category={concern.category}": not case.category or concern.category in case.category,
    }
    return [name for name, right in checks.items() if not right]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.safety", description="Measure triage.")
    parser.add_argument("--cases", type=Path, help="labelled messages, one JSON object a line (or families in YAML)")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="of our own cases; tune on dev only")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="list the ids of what ours got wrong (dev only)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
