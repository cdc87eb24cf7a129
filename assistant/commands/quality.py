"""`alongside eval ...`: what evaluation runs found. Only running one needs a checkout; records are read anywhere."""

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.flags import takes
from assistant.commands.terminal import progress_bar
from assistant.errors import InputError
from assistant.unseen import clean

if TYPE_CHECKING:
    from assistant.quality.comparison import Comparison
    from assistant.quality.preferences import Preferences

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="A run record, or a folder: its newest.")]
Base = Annotated[Path, typer.Argument(metavar="BASE", help="A run record, or a folder: its newest.")]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The run record to hold against it, or a folder.")]

evaluation = typer.Typer(
    help="How good are the answers? Run the suite, read a run, hold two against each other.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    for command in (run, report, compare, gate, baseline, readme, sabotage):
        evaluation.command()(command)
    app.add_typer(evaluation, name="eval")


@takes("data", "model", "env_file")
def run(
    suite: Annotated[str, typer.Option("--suite", help="guidance, dialogues, safety, out_of_scope or all")] = "all",
    responder: Annotated[str, typer.Option("--responder", help="library or model")] = "library",
    split: Annotated[
        str | None,
        typer.Option("--split", help="dev, test or all. Tune on dev only, the default; of --cases it is all."),
    ] = None,
    cases: Annotated[Path | None, typer.Option("--cases", help="A YAML file of cases to ask instead.")] = None,
    repeats: Annotated[int, typer.Option("--repeats", min=1, max=100, help="Ask each case so often.")] = 1,
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge", metavar="MODEL", help="Have a model judge each point too. It is sent our made-up cases only."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The folder for the record and Inspect's log.")] = Path("runs"),
    as_json: JsonOption = False,
) -> None:
    """Ask every case of a suite and say what it showed. Exit code 1: a case got no answer; 2: nothing could be run."""
    _one_of("--responder", responder, ("library", "model"))
    _one_of("--split", split or "all", ("dev", "test", "all"))
    suite_run = _of_the_suite("evals.run")
    order = suite_run.order_of(suite, responder, split, cases, repeats, judge)
    raise typer.Exit(suite_run.perform(order, out, cases, as_json=as_json))


def _one_of(option: str, value: str, accepted: tuple[str, ...]) -> None:
    if value not in accepted:
        raise InputError(f"{option} is {value!r}; choose one of {', '.join(accepted)}.")


def _of_the_suite(name: str) -> ModuleType:
    """A module of the evaluation suite, which no installed package holds. Raises InputError, saying how to get it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        what = "the evaluation suite" if missing.partition(".")[0] == "evals" else f"{missing!r}"
        raise InputError(
            f"This needs {what}, which the installed package leaves out. Get Alongside's source and run `make evals` "
            "there. Records of runs can be read without it."
        ) from None


@takes("data", "env_file")
def sabotage(
    split: Annotated[str, typer.Option("--split", help="Whose cases are answered: dev or test.")] = "dev",
    as_json: JsonOption = False,
) -> None:
    """Try the scores on broken assistants: each must lose where it is broken, and nowhere else. Exit code 1: not so."""
    _one_of("--split", split, ("dev", "test"))
    trial = _of_the_suite("evals.sabotage.__main__")
    raise typer.Exit(trial.main(["--split", split, *(["--json"] if as_json else [])]))


def report(
    record: Run,
    split: Annotated[str | None, typer.Option("--split", help="Only the cases of dev, or of test.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Sum a run up: what to worry about, every score with its range, for whom it is weakest, and what it cost."""
    from assistant.quality.records import find_record, read_record
    from assistant.quality.report import Report
    from assistant.quality.report_output import report_text, report_values

    path = find_record(record)
    whole = read_record(path)
    _one_of("--split", split or "dev", ("dev", "test"))
    found = Report(whole.of_split(split) if split else whole)
    _print({"record": str(path), **report_values(found)} if as_json else f"{report_text(found)}\n\nRecord: {path}")


@takes("data", "env_file")
def compare(
    base: Base,
    new: New,
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge",
            metavar="MODEL",
            help="Have a model say which answer it prefers where they differ, in both orders. Kept beside NEW.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what changed between two runs: score by score with ranges, and case by case, what got worse first."""
    from assistant.quality import comparison, comparison_output
    from assistant.quality.preference_file import find_preferences
    from assistant.quality.records import find_record, read_record

    path = find_record(new)
    found = comparison.compare(read_record(base), read_record(path))
    said = _judged(found, path, judge) if judge else find_preferences(path, found.base, found.new)
    values, text = comparison_output.comparison_values, comparison_output.comparison_text
    _print(values(found, said) if as_json else text(found, said))


def _judged(found: "Comparison", path: Path, judge: str) -> "Preferences":
    """What the judge prefers, kept beside the newer record, where the page looks for it."""
    from assistant.quality.preference_file import path_of, write_preferences

    with progress_bar("Asking the judge") as progress:
        said: Preferences = _of_the_suite("evals.pairs").prefer(found, judge, progress)
    write_preferences(said, path_of(path, found.base))
    return said


def gate(base: Base, new: New, as_json: JsonOption = False) -> None:
    """Decide whether a change may ship. Exit code 0: yes; 1: something got worse; 2: it cannot be told."""
    from assistant.quality import comparison_output
    from assistant.quality.gate import Decision, decide
    from assistant.quality.records import RecordError, read_record

    try:
        decision = decide(read_record(base), read_record(new))
    except RecordError as error:
        if not as_json:
            raise
        decision = Decision("cannot tell", (str(error),))
    _print(comparison_output.decision_values(decision) if as_json else comparison_output.decision_text(decision))
    raise typer.Exit(decision.exit_code)


def baseline(
    record: Run,
    release: Annotated[
        bool, typer.Option("--release", help="Keep it as the release's record, which the wheel ships.")
    ] = False,
) -> None:
    """Keep a run as what changes are held to (evals/baseline.json). Prints what changed, for the commit's message."""
    from assistant.quality import comparison, comparison_output, reference_records
    from assistant.quality.records import read_record

    use: reference_records.Use = "release" if release else "baseline"
    path = reference_records.PATHS[use]
    if not reference_records.BASELINE.parent.is_dir():
        raise InputError("A record is kept with the source only. Run this in a checkout of Alongside.")
    before = read_record(path) if path.is_file() else None
    now = reference_records.keep(read_record(record), use)
    if before is not None:
        _print(comparison_output.comparison_text(comparison.compare(before, now)))
    typer.echo(f"Kept as {path}: {len(now.cases)} cases, {path.stat().st_size / 1e3:.0f} kB.", err=True)


def readme(
    record: Annotated[
        Path | None, typer.Argument(metavar="RUN", help="A run record; the release's if left out.")
    ] = None,
) -> None:
    """Write the README's table of quality from a run of the test split, or of both."""
    raise typer.Exit(_of_the_suite("evals.readme").main([str(record)] if record else []))


def _print(shown: dict[str, Any] | str) -> None:
    if isinstance(shown, str):
        typer.echo("\n".join(clean(line) for line in shown.split("\n")))
    else:
        typer.echo(json.dumps(shown, ensure_ascii=False))
