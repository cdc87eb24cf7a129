"""Many questions from a file, answered one by one. A bad line is reported in its place and the rest goes on."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from assistant.conversation import Assistant, readable
from assistant.errors import AssistantError, InputError
from assistant.messages import Concern, Triage, Turn
from assistant.situation import Situation

Record = dict[str, Any]


def answer_lines(assistant: Assistant, lines: Iterable[str]) -> Iterator[Record]:
    """Yield `{"id", "replies"}` for each JSON line, or `{"line", "id", "error"}` for one that cannot be answered."""
    return _each(lines, lambda row: {"id": row.get("id"), "replies": converse(assistant, row)})


def triage_lines(triage: Triage, lines: Iterable[str]) -> Iterator[Record]:
    """Yield `{"id", "triage"}` for each JSON line: of its last turn in the light of the others."""
    return _each(lines, lambda row: {"id": row.get("id"), "triage": asdict(_triaged(triage, turns_of(row)))})


def converse(assistant: Assistant, row: Mapping[str, Any]) -> list[Record]:
    """Answer the turns of one row in order, each in the light of those before. One reply per turn."""
    situation = Situation.parse(row)
    history: list[Turn] = []
    replies: list[Record] = []
    for text in turns_of(row):
        reply = assistant.reply(text, situation, history)
        replies.append(reply.as_dict())
        history += [Turn("person", text), reply.turn()]
    return replies


def turns_of(row: Mapping[str, Any]) -> list[str]:
    """The messages of a row. Raises InputError when there are none, or when they are not text."""
    turns = row["turns"] if row.get("turns") is not None else [row.get("text")]
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise InputError('give "text": "...", or "turns": ["...", ...]')
    return turns


def _triaged(triage: Triage, turns: list[str]) -> Concern:
    history: list[Turn] = []
    concern = Concern()
    for text in map(readable, turns):
        concern = triage(text, history)
        history += [Turn("person", text, concern=concern), Turn("assistant", "", concern=concern)]
    return concern


def _each(lines: Iterable[str], work: Callable[[Mapping[str, Any]], Record]) -> Iterator[Record]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = _row(line)
            yield work(row)
        except AssistantError as error:
            known = row.get("id") if isinstance(row, dict) else None
            yield {"line": number, "id": known, "error": str(error)}


def _row(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("this line is not JSON") from None
    if not isinstance(row, dict):
        raise InputError("this line is not a JSON object")
    return row
