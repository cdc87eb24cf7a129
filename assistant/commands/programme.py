"""Commands for the programme: its card of contacts and rules."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.flags import takes
from assistant.commands.terminal import confirm, text_in, write_whole
from assistant.errors import InputError
from assistant.unseen import clean

if TYPE_CHECKING:
    from assistant.safety.card import ProgrammeCard
    from assistant.safety.signoff import SignOff
    from assistant.settings import Settings

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    programme = typer.Typer(no_args_is_help=True, help="The programme's own contacts and rules, in every answer.")
    programme.command()(show)
    programme.command("set")(change)
    programme.command()(sign)
    programme.command()(withdraw)
    app.add_typer(programme, name="programme")
    app.command()(booklet)


@takes("data", "env_file")
def show(as_json: JsonOption = False) -> None:
    """Show the programme card: what it says, what is missing and why that matters."""
    from assistant.safety.cardfile import CardFile
    from assistant.settings import Settings

    settings = Settings.from_env()
    _print(CardFile(settings.programme).read().card, settings, as_json=as_json)


@takes("data", "env_file")
def change(
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE]...", help="An empty value leaves the field open.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", help='A JSON file of {"FIELD": "VALUE"}; - is standard input.')
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Change fields of the programme card. A page that is open takes them over at once."""
    from assistant.safety.cardfile import CardFile
    from assistant.settings import Settings

    values = {**_from_file(file), **_pairs(fields or ())}
    if not values:
        raise InputError('Say what to change, such as: alongside programme set coordinator="Jo Ade, room 4"')
    settings = Settings.from_env()
    settings.prepare_data()
    _print(CardFile(settings.programme).change(values), settings, as_json=as_json)


@takes("data", "env_file")
def sign(
    name: Annotated[str, typer.Option("--name", help="Who signs: a person's name.")],
    role: Annotated[str, typer.Option("--role", help="What they are, such as: safeguarding lead.")],
    yes: Annotated[bool, typer.Option("--yes", help="They have read the whole booklet; do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Sign the safety words as they stand. A changed word ends it."""
    from assistant.build import build_sign_off
    from assistant.safety.signoff import SHORT
    from assistant.settings import Settings

    settings = Settings.from_env()
    settings.prepare_data()
    file = build_sign_off(settings)
    read = file.status().words
    if not yes:
        confirm(f"Have you read the whole booklet with the number {read[:SHORT]}, made by `alongside booklet`?",
                "Read the booklet (`alongside booklet FILE.pdf`), then add `--yes` to say that you have.")  # fmt: skip
    _print_sign_off(file.sign(name, role, read), as_json=as_json)


@takes("data", "env_file")
def withdraw(as_json: JsonOption = False) -> None:
    """Withdraw the sign-off of the safety words."""
    from assistant.build import build_sign_off
    from assistant.settings import Settings

    _print_sign_off(build_sign_off(Settings.from_env()).withdraw(), as_json=as_json)


@takes("data", "env_file")
def booklet(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="Where to write it.")],
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file of that name.")] = False,
) -> None:
    """Write all safety words, with the programme's contacts, into a PDF to read, print and sign."""
    from assistant.build import build_booklet
    from assistant.settings import Settings

    if file.suffix.lower() != ".pdf":
        raise InputError(f"Name the file as a PDF, such as {str(file.with_suffix('.pdf'))!r}.")
    if file.exists() and not replace:
        raise InputError(f"{str(file)!r} is there already. Name another file, or add `--replace`.")
    written = build_booklet(Settings.from_env())
    write_whole(file, written)
    typer.echo(f"The safety words are in {str(file)!r}.")


def _print_sign_off(status: "SignOff", *, as_json: bool) -> None:
    typer.echo(json.dumps(status.as_dict(), ensure_ascii=False) if as_json else status.told())


def _pairs(given: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, pair in enumerate(given, start=1):
        name, sign, value = pair.partition("=")
        name = name.strip().lower().replace("-", "_").replace(" ", "_")
        if not sign:
            raise InputError(f"Write what to change as FIELD=VALUE; number {number} has no '='.")
        if name in values:
            raise InputError(f"{name} is given twice. Give it once.")
        values[name] = value
    return values


def _from_file(name: str | None) -> Mapping[str, Any]:
    if name is None:
        return {}
    try:
        values = json.loads(text_in(name))
    except (ValueError, RecursionError):
        raise InputError(f"{name!r} is not JSON.") from None
    if not isinstance(values, dict):
        raise InputError(f'{name!r} must hold one JSON object of {{"FIELD": "VALUE"}}.')
    return values


def _print(card: "ProgrammeCard", settings: "Settings", *, as_json: bool) -> None:
    from assistant.build import build_sign_off
    from assistant.safety.card import FIELDS, missing

    status = build_sign_off(settings).known()

    if as_json:
        open_fields = {field.name: field.missed for field in missing(card)}
        told = {"card": card.as_dict(), "missing": open_fields, "file": str(settings.programme),
                "sign_off": status.as_dict()}  # fmt: skip
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for field in FIELDS:
        typer.echo(clean(f"{field.name:18} {getattr(card, field.name) or '-'}"))
    if open_fields := {field.name: field.missed for field in missing(card)}:
        typer.echo("\nStill open, and why it matters:")
        for name, why in open_fields.items():
            typer.echo(f"{name:18} {why}")
    typer.echo(clean(f"\nThe safety words: {status.told()}"))
