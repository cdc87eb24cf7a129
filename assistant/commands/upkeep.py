"""Commands that keep the program in order: is it well, what can be set, what is missing."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.flags import takes

if TYPE_CHECKING:
    from assistant.guides.guide import Guide
    from assistant.guides.lint import Problem

SimilarOption = Annotated[
    bool, typer.Option("--similar", help="Look for lines that say the same thing in other words too; takes a minute.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    for command in (check, doctor, settings, weights):
        app.command()(command)


def check(as_json: JsonOption = False, similar: SimilarOption = False) -> None:
    """Check the guides; every problem is `path:line: message`. Then what they cover, holes marked."""
    from dataclasses import asdict

    from assistant.guides.checking import check_library
    from assistant.guides.coverage import table
    from assistant.settings import Settings

    report = check_library(Settings.from_env().knowledge / "guides")
    problems = [*report.problems, *(_similar(report.guides) if similar else ())]
    if as_json:
        rows = {"problems": problems, "coverage": report.coverage}
        typer.echo(json.dumps({key: [asdict(row) for row in found] for key, found in rows.items()}, ensure_ascii=False))
    else:
        for line in (*map(str, problems), *filter(None, [table(report.coverage)])):
            typer.echo(line)
        typer.echo(f"{len(problems)} problem{'s' * (len(problems) != 1)} in {len(report.guides)} guides.")
    raise typer.Exit(1 if problems else 0)


def _similar(guides: "Sequence[Guide]") -> "list[Problem]":
    from assistant.commands.terminal import progress_bar
    from assistant.guides.similar import similar_lines
    from assistant.retrieval.minilm import MiniLM

    with progress_bar("Comparing lines") as report:
        return list(similar_lines(guides, MiniLM(), report))


def weights() -> None:
    """Install the weights of the embedding model, unless they are there and the expected ones."""
    from assistant.doctor.installing import install_weights
    from assistant.errors import WeightsMissingError
    from assistant.retrieval.minilm import MiniLM
    from assistant.settings import Settings

    try:
        MiniLM().count("")
    except WeightsMissingError:
        raise typer.Exit(install_weights(Settings.from_env())) from None
    typer.echo("The weights are installed, and the expected ones.")


def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="As the reference, a table.")] = False,
    env: Annotated[bool, typer.Option("--env", help="As a .env to fill in.")] = False,
) -> None:
    """List every setting: what it is for, what may be given, what holds when nothing is."""
    from assistant.settings import reference

    typer.echo(reference.markdown() if markdown else reference.env_example() if env else reference.plain(), nl=False)


@takes("data", "port", "host", "model", "retention", "log_level", "env_file")
def doctor() -> None:
    """Print every path, version and setting with where it comes from, and how to mend what is missing."""
    from assistant.doctor.examination import examine_all

    findings = list(examine_all())
    for finding in findings:
        typer.echo(f"{finding.name:24} {finding.value}" + (f"\n{'':24} -> run: {finding.fix}" if finding.fix else ""))
    raise typer.Exit(1 if any(finding.fix for finding in findings) else 0)
