"""Commands for keeping conversations safe: a backup and its way back, everything as one file and its way back."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.flags import takes
from assistant.commands.terminal import confirm
from assistant.errors import InputError

Replace = Annotated[bool, typer.Option("--replace", help="Write over a file of that name.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def register(app: typer.Typer) -> None:
    for name, command in {"backup": backup, "restore": restore, "export": export, "import": add}.items():
        app.command(name)(command)


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
        confirm("Replace all conversations by those of the backup? What is there now is kept aside.",
                "This replaces what is there. Add `--yes` to do it without being asked.")  # fmt: skip
    restored = store.restore(Settings.from_env().database, file)
    typer.echo(f"Everything is as it was in {str(file)!r}.")
    if restored.before is not None:
        typer.echo(f"What was there before is in {str(restored.before)!r}; delete it when you do not need it.")
    if restored.was_damaged:
        typer.echo("If Alongside is open, close it and start it again: it still sees the damaged file.")


@takes("data", "env_file")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Where to write it.")],
    everything: Annotated[bool, typer.Option("--all", help="Every conversation, with its earlier versions.")] = False,
    replace: Replace = False,
) -> None:
    """Write every conversation to a ZIP file, to be read by you and by another Alongside."""
    from assistant.settings import Settings
    from assistant.store import open_store

    if not everything:
        raise InputError("Add `--all` to export everything; one conversation is exported from its page.")
    with closing(open_store(Settings.from_env().database)) as store:
        count = store.export_all(file, replace=replace)
    typer.echo(f"{count} conversations are in {str(file)!r}, readable by you only.")


@takes("data", "env_file")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A file made by `alongside export`.")],
) -> None:
    """Add the conversations of an export that are not here yet. What is here stays as it is."""
    from assistant.settings import Settings
    from assistant.store import open_store

    settings = Settings.from_env()
    with closing(open_store(settings.database)) as store:
        added = store.import_all(file)
        days = store.retention(settings.retention)
        old = store.older_than(days) if days else 0
    typer.echo(f"{added.conversations} conversations and {added.turns} messages and answers were added.")
    if old:
        typer.echo(f"{old} conversations are older than the {days} days you keep them, and will be deleted soon.")
