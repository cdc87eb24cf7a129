"""`alongside eval ...`: what evaluation runs found. Only running one needs a checkout; records are read anywhere."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.unseen import clean

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="A run record, or a folder: its newest.")]
Base = Annotated[Path, typer.Argument(metavar="BASE", help="A run record, or a folder: its newest.")]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The run record to hold against it, or a folder.")]

evaluation = typer.Typer(
    help="How good are the answers? Run the suite, read a run, hold two against each other.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    for command in (report, compare, gate):
        evaluation.command()(command)
    app.add_typer(evaluation, name="eval")


def report(run: Run, as_json: JsonOption = False) -> None:
    """Sum a run up: what to worry about, every score with its range, for whom it is weakest, and what it cost."""
    from assistant.quality.records import find_record, read_record
    from assistant.quality.report import Report
    from assistant.quality.reported import report_text, report_values

    path = find_record(run)
    found = Report(read_record(path))
    _print({"record": str(path), **report_values(found)} if as_json else f"{report_text(found)}\n\nRecord: {path}")


def compare(base: Base, new: New, as_json: JsonOption = False) -> None:
    """Say what changed between two runs: score by score with ranges, and case by case, what got worse first."""
    from assistant.quality import comparison, shown
    from assistant.quality.records import read_record

    found = comparison.compare(read_record(base), read_record(new))
    _print(shown.comparison_values(found) if as_json else shown.comparison_text(found))


def gate(base: Base, new: New, as_json: JsonOption = False) -> None:
    """Decide whether a change may ship. Exit code 0: yes; 1: something got worse; 2: it cannot be told."""
    from assistant.quality import shown
    from assistant.quality.gate import Decision, decide
    from assistant.quality.records import RecordError, read_record

    try:
        decision = decide(read_record(base), read_record(new))
    except RecordError as error:
        if not as_json:
            raise
        decision = Decision("cannot tell", (str(error),))
    _print(shown.decision_values(decision) if as_json else shown.decision_text(decision))
    raise typer.Exit(decision.exit_code)


def _print(shown: dict[str, Any] | str) -> None:
    if isinstance(shown, str):
        typer.echo("\n".join(clean(line) for line in shown.split("\n")))
    else:
        typer.echo(json.dumps(shown, ensure_ascii=False))
