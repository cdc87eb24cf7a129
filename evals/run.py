"""Run the suite and say what it showed: `python -m evals.run`, which `alongside eval run` calls.

Prints a report, and writes a record that needs no Inspect to read. Inspect's own log is kept beside it, for
`inspect view` and `inspect score`. The record is written when every case has been asked; a run that was stopped goes on
where it stopped when the same is run again. Exit code 1 when a case broke the assistant, 2 when nothing could be run.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.commands.terminal import progress_bar
from assistant.conversation import Assistant
from assistant.errors import AssistantError, InputError
from assistant.guides.library import Library
from assistant.messages import ResponderName
from assistant.quality.records import RunRecord, free_path, write_record
from assistant.quality.report import Report
from assistant.quality.report_output import report_text, report_values
from assistant.quality.setup import Setup
from assistant.quality.wording import listed
from assistant.safety.cardfile import CardFile
from assistant.settings import Settings
from evals.cases import Case
from evals.chance import by_chance, chances
from evals.judge import Judge, open_judge, refuse_documents
from evals.resuming import order_key
from evals.running import Order, run, settle
from evals.suites import SPLITS, file_cases, suite_cases

LOOKED_AT = 300  # cases whose points are held against other answers; a rate of more would be no other
BROKE, NOTHING_RUN = 1, 2
"""Exit codes: a case broke the assistant; there is no record."""


def perform(order: Order, out: Path, case_file: Path | None = None, *, as_json: bool = False) -> int:
    """Run an order, write its record into `out`, print the report, and return the exit code."""
    try:
        cases = _cases(order, case_file)
        judge = _judge(order, case_file)
        with progress_bar("Reading the guides") as progress:
            assistant = build_assistant(responder=order.responder, progress=progress)
        setup = _setup(assistant)
        if judge is not None:
            refuse_documents(setup.documents)
        with progress_bar("Asking the cases") as progress:
            record = run(cases, lambda: assistant, order, out, setup, progress, judge)
        path = free_path(out, record)
        write_record(record, path)
        settle(cases, order, out, setup)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return NOTHING_RUN
    sys.stdout.write((json.dumps(values(record, cases, path)) if as_json else told(record, cases, path)) + "\n")
    return _ended(record)


def _ended(record: RunRecord) -> int:
    broken = list(dict.fromkeys(case.id for case in record.cases if case.error))
    if broken:
        sys.stderr.write(f"{len(broken)} case{'s' * (len(broken) > 1)} got no answer: {listed(broken)}.\n")
    return BROKE if broken else 0


def _cases(order: Order, case_file: Path | None) -> list[Case]:
    if case_file is None:
        return suite_cases(order.suite, order.split)
    cases, odd = file_cases(case_file, order.split)
    sys.stderr.writelines(f"{problem}\n" for problem in odd)
    return cases


def _judge(order: Order, case_file: Path | None) -> Judge | None:
    """Raises InputError or SettingsError when it may not, or cannot, be asked."""
    if order.judge is None:
        return None
    if case_file is not None:
        raise InputError("A judge is sent our own made-up cases only. Leave out --judge, or --cases.")
    return open_judge(order.judge)


def _setup(assistant: Assistant) -> Setup:
    """Raises what keeps the assistant from answering: a run of apologies would measure nothing."""
    if assistant.missing is not None:
        raise assistant.missing
    settings = Settings.from_env()
    documents = assistant.policies.documents.version if assistant.policies else None
    card = order_key(CardFile(settings.programme)().as_dict())
    return Setup(Library.load(settings.knowledge / "guides").version, documents, settings.model, card)


def values(record: RunRecord, cases: Sequence[Case], path: Path) -> dict[str, Any]:
    """What `eval run --json` prints: the report, where its record is, and what of `answers.must` is made by chance."""
    return {"record": str(path), **report_values(Report(record)), "must_by_chance": _by_chance(cases, record)}


def told(record: RunRecord, cases: Sequence[Case], path: Path) -> str:
    chance = _by_chance(cases, record)
    beside = "" if chance is None else f"answers.must by chance (answers to other questions): {chance:.3f}\n\n"
    errors = sum(bool(case.error) for case in record.cases)
    return (
        f"{report_text(Report(record))}\n\n{beside}"
        f"{len(record.cases)} answers, {errors} without one, in {record.seconds:.0f} s. Record: {path}"
    )


def _by_chance(cases: Sequence[Case], record: RunRecord) -> float | None:
    return by_chance(chances(cases[:: len(cases) // LOOKED_AT + 1], record))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.run", description="Run the evaluation suite.")
    parser.add_argument("--suite", default="all", help="guidance, dialogues, safety, out_of_scope or all")
    parser.add_argument("--responder", choices=("library", "model"), default="library")
    parser.add_argument("--split", choices=SPLITS, help="tune on dev only, which is the default; of --cases it is all")
    parser.add_argument("--cases", type=Path, help="a YAML file of cases to ask instead")
    parser.add_argument("--repeats", type=int, choices=range(1, 101), default=1, metavar="N", help="ask each N times")
    parser.add_argument("--judge", metavar="MODEL", help="have a model judge each point too, on our own cases only")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="where the record and Inspect's log go")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parse(arguments)
    order = order_of(chosen.suite, chosen.responder, chosen.split, chosen.cases, chosen.repeats, chosen.judge)
    return perform(order, chosen.out, chosen.cases, as_json=chosen.json)


def order_of(
    suite: str,
    responder: ResponderName,
    split: str | None,
    case_file: Path | None,
    repeats: int,
    judge: str | None = None,
) -> Order:
    """Our own cases are asked of dev unless the other is asked for; somebody's file is asked whole."""
    return Order(
        suite=suite.replace("-", "_"),
        split=split or ("dev" if case_file is None else "all"),
        responder=responder,
        case_file=case_file.name if case_file else None,
        repeats=repeats,
        judge=judge,
    )


if __name__ == "__main__":
    sys.exit(main())
