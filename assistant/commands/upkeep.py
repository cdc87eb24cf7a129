"""Commands that keep the program in order: is it well, what can be set, what is missing."""

import json
from typing import Annotated

import typer

from assistant.commands.flags import takes

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    for command in (check, doctor, settings, weights):
        app.command()(command)


def check(as_json: JsonOption = False) -> None:
    """Check the guides; every problem is `path:line: message`."""
    from dataclasses import asdict

    from assistant.guides.lint import check_asked, check_folder
    from assistant.settings import Settings

    folder = Settings.from_env().knowledge / "guides"
    problems = check_folder(folder) + check_asked(folder)
    if as_json:
        typer.echo(json.dumps({"problems": [asdict(problem) for problem in problems]}, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{len(problems)} problems in {len(list(folder.rglob('*.md')))} guides.", err=True)
    raise typer.Exit(1 if problems else 0)


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
