"""Commands for keeping conversations safe: a backup and its way back, everything as one file and its way back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.flags import takes

Replace = Annotated[bool, typer.Option("--replace", help="Write over a file of that name.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def register(app: typer.Typer) -> None:
    for command in (backup, restore):
        app.command()(command)


@takes("data", "env_file")
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it. Anybody who can read it can read your words.")],
    replace: Replace = False,
) -> None:
    """Copy every conversation to a file, also while the page is open."""
    from assistant.settings import Settings
    from assistant.store import save_backup

    save_backup(Settings.from_env().database, file, replace=replace)
    typer.echo(f"Everything is copied to {str(file)!r}, readable by you only. Bring it back with `alongside restore`.")


@takes("data", "env_file")
def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `alongside backup`.")],
    yes: Yes = False,
) -> None:
    """Replace every conversation by those of a backup. What is there now is kept aside."""
    from assistant import store
    from assistant.settings import Settings

    if not yes:
        _ask("Replace all conversations by those of the backup? What is there now is kept aside.")
    restored = store.restore(Settings.from_env().database, file)
    typer.echo(f"Everything is as it was in {str(file)!r}.")
    if restored.before is not None:
        typer.echo(f"What was there before is in {str(restored.before)!r}; delete it when you do not need it.")
    if restored.was_damaged:
        typer.echo("If Alongside is open, close it and start it again: it still sees the damaged file.")


def _ask(question: str) -> None:
    """Raises InputError where nobody can answer, and ends the command on a no."""
    if not sys.stdin.isatty():
        raise InputError("This replaces what is there. Add `--yes` to do it without being asked.")
    typer.confirm(question, abort=True)
