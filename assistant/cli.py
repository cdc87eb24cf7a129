"""The command line. Heavy imports happen inside the commands, so that `--help` is quick."""

import json
import sys
from typing import Annotated

import typer

from assistant.commands import documents, keeping, programme, quality, upkeep
from assistant.commands.flags import takes
from assistant.commands.terminal import (
    forgive_broken_characters,
    print_reply,
    progress_bar,
    prompt,
    read_lines,
    text_of,
    write_lines,
)
from assistant.errors import AssistantError, InputError
from assistant.situation import Situation
from assistant.unseen import clean
from assistant.wordless import outline, wordless

app = typer.Typer(
    name="alongside",
    help="Guidance for mentors, mentees and peer supporters, with a checkable source behind every tip.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
)

Text = Annotated[
    str | None,
    typer.Argument(help="What is on your mind, in your own words; - reads standard input, which no shell remembers."),
]
RoleOption = Annotated[str | None, typer.Option("--role", help="mentee, mentor, peer or coordinator")]
SideOption = Annotated[str | None, typer.Option("--side", help="giving, receiving or both (peers)")]
RelationshipOption = Annotated[
    str | None, typer.Option("--relationship", help="mentorship, mentoring, peer_mentoring or peer_support")
]
MomentOption = Annotated[
    str | None, typer.Option("--moment", help="starting, prepare, in_session, between, reflect or ending")
]
SettingOption = Annotated[
    str | None, typer.Option("--setting", help="workplace, university, school, community, healthcare or other")
]
AgeOption = Annotated[str | None, typer.Option("--age", help="adult, minor or unknown: is anyone here under 18?")]
CountryOption = Annotated[str | None, typer.Option("--country", help="two-letter code, for helplines")]
ResponderOption = Annotated[str | None, typer.Option("--responder", help="library or model")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
UnmaskedOption = Annotated[
    bool, typer.Option("--unmasked", help="Send a model names and numbers as they are, in this run only.")
]
BatchOption = Annotated[str | None, typer.Option("--batch", help="A file of JSON lines; - is standard input.")]
OutOption = Annotated[str | None, typer.Option("--out", help="Where to write JSON lines; - is standard output.")]


def main() -> None:
    """Run the command line; an AssistantError is one line on standard error and exit code 1.

    So is any other error, by its kind and place only: its message and its traceback could quote what a person wrote.
    """
    forgive_broken_characters()
    with wordless():
        _run()


def _run() -> None:
    try:
        app()
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except AssistantError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last to see it
        typer.echo(
            f"Alongside has a fault: {outline(error)}. Please report this line; nothing you wrote is in it.", err=True
        )
        sys.exit(1)


@app.command()
@takes("port", "host", "data", "model", "retention", "log_level", "env_file")
def serve(
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """Open the page on this machine."""
    from assistant import serving
    from assistant.build import check_content
    from assistant.logs import kept_log
    from assistant.settings import Settings

    settings = Settings.from_env()
    serving.refuse_other_hosts(settings.host)
    chosen = serving.free_port(settings.host, settings.port)
    if chosen != settings.port:
        typer.echo(f"Port {settings.port} is in use, so this is on {chosen}.")
    with kept_log(settings):
        try:
            settings.prepare_data()
            check_content(settings)
        except AssistantError as error:
            typer.echo(f"{error}\nThe page opens all the same: it shows where help is.", err=True)
        typer.echo(f"Alongside is at http://{settings.host}:{chosen}  (Ctrl+C stops it)")
        raise typer.Exit(serving.serve(settings, settings.host, chosen, headless=headless))


@app.command()
@takes("data", "env_file")
def index() -> None:
    """Build the search index, or bring it up to date with the guides."""
    from assistant.build import build_parts

    with progress_bar("Reading the guides") as progress:
        parts = build_parts(progress=progress)
    typer.echo(f"{len(parts.library.guides)} guides are indexed.", err=True)


@app.command()
@takes("data", "model", "env_file")
def ask(
    text: Text = None,
    role: RoleOption = None,
    side: SideOption = None,
    relationship: RelationshipOption = None,
    moment: MomentOption = None,
    setting: SettingOption = None,
    age: AgeOption = None,
    country: CountryOption = None,
    responder: ResponderOption = None,
    as_json: JsonOption = False,
    batch: BatchOption = None,
    out: OutOption = None,
    unmasked: UnmaskedOption = False,
) -> None:
    """Answer one question, or a file of them."""
    from assistant.build import build_assistant
    from assistant.commands.batch import answer_lines

    situation = _situation(role, side, relationship, moment, setting, age, country)
    _one_of(responder, ("library", "model"))
    lines = None if batch is None else read_lines(batch)
    words = text_of(text) if lines is None else ""
    with progress_bar("Reading the guides") as progress:
        assistant = build_assistant(responder=responder, progress=progress)
    if lines is not None:
        write_lines(out, answer_lines(assistant, lines, situation, unmasked=unmasked))
        return
    reply = assistant.stream(words, situation, unmasked=unmasked)
    if as_json:
        typer.echo(json.dumps(reply.finish().as_dict(), ensure_ascii=False))
    else:
        print_reply(reply)


@app.command()
@takes("data", "model", "env_file")
def chat(
    role: RoleOption = None,
    side: SideOption = None,
    relationship: RelationshipOption = None,
    moment: MomentOption = None,
    setting: SettingOption = None,
    age: AgeOption = None,
    country: CountryOption = None,
    responder: ResponderOption = None,
) -> None:
    """Talk with the assistant in the terminal. Nothing is kept; an empty line ends it."""
    from assistant.build import build_assistant
    from assistant.messages import Turn

    situation = _situation(role, side, relationship, moment, setting, age, country)
    _one_of(responder, ("library", "model"))
    assistant = build_assistant(responder=responder)
    typer.echo("Nothing you write here is kept, and nobody is alerted. An empty line ends it.")
    history: list[Turn] = []
    while (said := prompt()).strip():
        try:
            reply = assistant.stream(said, situation, history)
            print_reply(reply)
        except AssistantError as error:
            typer.echo(str(error), err=True)
            continue
        history += [Turn("person", said), reply.turn()]


@app.command()
@takes("data", "env_file")
def search(
    text: Text = None,
    k: Annotated[int, typer.Option("--k", min=1, max=200, help="How many passages.")] = 8,
    role: RoleOption = None,
    relationship: RelationshipOption = None,
    moment: MomentOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search the guides."""
    from assistant.build import build_parts
    from assistant.conversation import readable, refuse_unusable
    from assistant.retrieval.followups import Standalone
    from assistant.retrieval.search import SPREAD

    words = readable(text_of(text))
    refuse_unusable(words)
    situation = _situation(role, None, relationship, moment, None, None, None)
    with progress_bar("Reading the guides") as progress:
        parts = build_parts(progress=progress)
    hits = parts.search.search(Standalone(words), situation, k, SPREAD).hits
    rows = [
        {
            "passage": hit.passage.id, "guide": hit.passage.guide, "title": hit.passage.title,
            "source": hit.passage.source, "score": hit.score, "text": hit.passage.text,
        }
        for hit in hits
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        words = f"{row['score']:.3f}  {row['title']}  ({row['passage']})\n       {str(row['text'])[:160]}"
        typer.echo(clean(words))


@app.command()
def triage(text: Text = None, as_json: JsonOption = False, batch: BatchOption = None, out: OutOption = None) -> None:
    """Say whether somebody may be at risk. Needs no index, no model and no network."""

    from assistant.build import build_safety
    from assistant.commands.batch import triage_lines
    from assistant.conversation import readable

    judge, _signpost = build_safety()
    if batch is not None:
        write_lines(out, triage_lines(judge, read_lines(batch)))
        return
    concern = judge(readable(text_of(text)), ())
    if as_json:
        typer.echo(json.dumps(concern.as_dict()))
    else:
        typer.echo(concern.level if concern.category is None else f"{concern.level}: {concern.category}")


def _situation(*values: str | None) -> Situation:
    names = ("role", "side", "relationship", "moment", "setting", "age", "country")
    return Situation.parse(dict(zip(names, values, strict=True)))


def _one_of(value: str | None, accepted: tuple[str, ...]) -> None:
    if value is not None and value not in accepted:
        raise InputError(f"--responder is {value!r}; choose one of {', '.join(accepted)}.")


upkeep.register(app)
documents.register(app)
keeping.register(app)
programme.register(app)
quality.register(app)
