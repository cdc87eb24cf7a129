"""What commands read from and print to the terminal and files. The only module that knows about standard streams."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from assistant.errors import InputError
from assistant.unseen import clean
from assistant.wholefile import for_its_owner, unfinished

if TYPE_CHECKING:
    from assistant.commands.batch import Record
    from assistant.conversation import Reply
    from assistant.messages import Progress, Sent


def forgive_broken_characters() -> None:
    """What cannot be decoded or printed is replaced: it must not end a command."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def text_of(text: str | None) -> str:
    if text == "-":
        return sys.stdin.read()
    if text is None:
        raise InputError('Write your question after the command, in quotes: alongside ask "..."')
    return text


def prompt() -> str:
    try:
        return str(typer.prompt("\nyou", default="", show_default=False, prompt_suffix="> "))
    except typer.Abort:
        return ""


def confirm(question: str, otherwise: str) -> None:
    """End the command on a no. Raises InputError, which says what to do otherwise, where nobody can answer."""
    if not sys.stdin.isatty():
        raise InputError(otherwise)
    typer.confirm(question, abort=True)


def print_reply(reply: "Reply") -> None:
    from assistant.sent import MODERATED

    if reply.signposting:
        typer.echo(f"{clean(reply.signposting.text)}\n")
    if reply.concern.moderated:
        typer.echo(f"  ({MODERATED})", err=True)
    for words in reply:
        typer.echo(clean(words), nl=False)
    typer.echo()
    for citation in reply.grounding.citations:
        typer.echo(f"  [{citation.n}] {clean(f'{citation.guide}: {citation.quote}')}")
    if sent := reply.draft.sent:
        print_sent(sent)
    if kind := reply.draft.withheld:
        typer.echo(f"  (words of the model were withheld: {kind})", err=True)
    if tokens := reply.draft.tokens:
        cost = "" if tokens.cost is None else f", {tokens.cost:.5f} at the prices set"
        typer.echo(f"  ({tokens.prompt} tokens sent, {tokens.completion} received{cost})", err=True)


def print_sent(sent: "Sent") -> None:
    """On standard error: to a person in full, and without a word of theirs to a file, which may be a log."""
    from assistant.sent import counted, summary

    typer.echo(f"  ({clean(summary(sent) if sys.stderr.isatty() else counted(sent))})", err=True)


def read_lines(name: str) -> Iterable[str]:
    """Read a file at once, before anything is written: it may be the one to write to. Standard input as it comes."""
    if name == "-":
        return sys.stdin
    try:
        return Path(name).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError as error:
        raise InputError(f"{name!r} cannot be read ({error.strerror}).") from error


def text_in(name: str) -> str:
    """The whole of a file, or of standard input."""
    return "\n".join(line.rstrip("\n") for line in read_lines(name))


def write_lines(name: str | None, records: Iterable["Record"]) -> None:
    """Write each record as it comes, so that a run that is stopped loses nothing."""
    with _output(name) as file:
        for number, record in enumerate(records, start=1):
            file.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            file.flush()
            typer.echo(f"\r{number} done", err=True, nl=False)
    typer.echo("", err=True)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner only."""
    try:
        with unfinished(file) as part:
            part.write_bytes(content)
    except OSError as error:
        raise InputError(f"{str(file)!r} cannot be written ({error.strerror}).") from error


@contextmanager
def _output(name: str | None) -> Iterator[BinaryIO]:
    if name in {None, "-"}:
        yield sys.stdout.buffer
        return
    try:
        file = open(str(name), "wb", opener=for_its_owner)  # noqa: SIM115 - closed below; only opening it may fail here
    except OSError as error:
        raise InputError(f"{name!r} cannot be written ({error.strerror}).") from error
    with file:
        yield file


@contextmanager
def progress_bar(title: str) -> Iterator["Progress"]:
    """A progress bar on standard error that appears only when there is something to do."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task: list[Any] = []

        def report(done: int, total: int) -> None:
            if not task:
                task.append(bar.add_task(title, total=total))
            bar.update(task[0], completed=done)

        yield report
