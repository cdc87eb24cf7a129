"""Commands for the programme's own documents: add some, list them, remove one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.flags import takes
from assistant.commands.terminal import progress_bar
from assistant.errors import InputError
from assistant.unseen import clean

if TYPE_CHECKING:
    from assistant.guides.documents import Document

KEPT_WORDS = "Answers given before keep the sentences they quoted, until their conversations are deleted."


def register(app: typer.Typer) -> None:
    for command in (add, sources, remove):
        app.command()(command)


@takes("data", "env_file")
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Policies or handbooks: PDF, DOCX, HTML, Markdown, text.")
    ],
) -> None:
    """Add your programme's own policies and handbooks; answers quote them first. One of the same name is replaced."""
    from assistant.build import build_parts
    from assistant.guides.importing.adding import document_of
    from assistant.guides.importing.reading import upload_of

    documents: dict[str, Document] = {}
    troubles: list[InputError] = []
    for file in files:
        try:
            document = document_of(upload_of(file))
            documents[document.name.casefold()] = document
        except InputError as error:
            troubles.append(error)
            typer.echo(clean(str(error)), err=True)
    if documents:
        with progress_bar("Reading the documents") as progress:
            policies = build_parts(progress=progress).policies
            before = {document.name.casefold() for document in policies.documents.all}
            policies.add(list(documents.values()), progress)
        for name, document in documents.items():
            typer.echo(_told(document, replaced=name in before))
    raise typer.Exit(2 if troubles else 0)


@takes("data", "env_file")
def sources(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List your programme's documents, with helpline numbers in them that no longer reach help."""
    from assistant.guides.importing.folder import DocumentFolder
    from assistant.settings import Settings

    documents = DocumentFolder(Settings.from_env().documents).read().all
    if as_json:
        typer.echo(json.dumps([_row(document) for document in documents], ensure_ascii=False))
        return
    for document in documents:
        typer.echo(f"{document.name}  {document.counted}, {document.sized}, added {document.added:%d %b %Y}")
        for warning in _warnings(document):
            typer.echo(f"  {warning}")
    if not documents:
        typer.echo("No document has been added yet. Add a policy or a handbook with `alongside add FILE`.")


@takes("data", "env_file")
def remove(name: Annotated[str, typer.Argument(help="As `alongside sources` lists it.")]) -> None:
    """Remove one of your programme's documents, with all that was made of it."""
    from assistant.build import build_parts

    with progress_bar("Reading the guides") as progress:
        policies = build_parts(progress=progress).policies
        document = policies.documents.find(name)
        policies.remove(document)
    typer.echo(f"{document.name} is removed, with its passages and their index. {KEPT_WORDS}")


def _told(document: "Document", *, replaced: bool) -> str:
    done = "is replaced" if replaced else "is added"
    return "\n".join([f"{document.name} {done}: {document.counted}.", *map("  {}".format, _warnings(document))])


def _warnings(document: "Document") -> list[str]:
    return [
        f"{clean(flag.number)!r} in {flag.place} no longer reaches help. It is left out of answers; put the right "
        "number into the document and add it again."
        for flag in document.flagged
    ]


def _row(document: "Document") -> dict[str, object]:
    return {
        "name": document.name,
        "title": document.title,
        "added": document.added.isoformat(),
        "bytes": document.size,
        "passages": len(document.passages),
        "retired_numbers": [{"number": flag.number, "place": flag.place} for flag in document.flagged],
    }
