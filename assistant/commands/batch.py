"""Many questions from a file, answered one by one. A bad line is reported in its place and the rest goes on."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assistant.conversation import Assistant, readable
from assistant.errors import AssistantError, InputError
from assistant.messages import Concern, Triage, Turn
from assistant.situation import Situation

logger = logging.getLogger(__name__)

Record = dict[str, Any]

BROKEN = "something went wrong inside Alongside with this line; the others are not affected"


def answer_lines(
    assistant: Assistant, lines: Iterable[str], situation: Situation | None = None, *, unmasked: bool = False
) -> Iterator[Record]:
    """Yield `{"id", "replies"}` for each JSON line, or `{"line", "id", "error"}` for one that cannot be answered.

    What a row leaves open of its situation is taken from `situation`. `unmasked`: a model is sent each as it is.
    """
    return _each(
        lines, lambda row: {"id": row.get("id"), "replies": converse(assistant, row, situation, unmasked=unmasked)}
    )


def triage_lines(triage: Triage, lines: Iterable[str]) -> Iterator[Record]:
    """Yield `{"id", "triage"}` for each JSON line: of its last turn in the light of the others."""
    return _each(lines, lambda row: {"id": row.get("id"), "triage": _triaged(triage, turns_of(row)).as_dict()})


def converse(
    assistant: Assistant, row: Mapping[str, Any], given: Situation | None = None, *, unmasked: bool = False
) -> list[Record]:
    """Answer the turns of one row in order, each in the light of those before. One reply per turn."""
    situation = Situation.parse(row).filled_from(given or Situation())
    history: list[Turn] = []
    replies: list[Record] = []
    for text in turns_of(row):
        reply = assistant.reply(text, situation, history, unmasked=unmasked)
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
            yield {"line": number, "id": _id(row), "error": str(error)}
        except Exception as error:  # noqa: BLE001 - one line must not end the others
            logger.error("a line failed: line=%d error=%s", number, type(error).__name__)  # noqa: TRY400
            yield {"line": number, "id": _id(row), "error": BROKEN}


def _id(row: Any) -> Any:
    return row.get("id") if isinstance(row, dict) else None


def _row(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("this line is not JSON") from None
    if not isinstance(row, dict):
        raise InputError("this line is not a JSON object")
    return row
