"""The trigger table as people would meet it: for each row messages, what must be shown and what must not.

`rows/*.yaml`, one file a row of section f.2 of the specification of safety. A point holds when one of its phrases is
there; what a paragraph says to leave out does not count as said. `shown` is the id of the fixed words, null where the
answer is an ordinary one. `right` and `wrong` of a row hold for all its messages; a message adds its own, and has its
own alone with `only`. `afterwards` are later turns for which the row's own points do not hold.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.conversation import Assistant, Reply
from assistant.messages import Turn
from assistant.situation import Situation

ROWS = Path(__file__).with_name("rows")
LEFT_OUT = re.compile(r"^(?:\*\*)?(?:Leave out|No need to)\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class Point:
    text: str
    any_of: tuple[str, ...]

    def said_in(self, words: str) -> bool:
        return any(phrase in words for phrase in self.any_of)


@dataclass(frozen=True)
class Message:
    row: str
    text: str
    situation: Situation
    after: tuple[str, ...]
    """What the person wrote before, in the same conversation."""
    shown: str | None
    right: tuple[Point, ...]
    wrong: tuple[Point, ...]

    def missing(self, reply: Reply) -> list[str]:
        words = words_of(reply)
        return [point.text for point in self.right if not point.said_in(words)]

    def said_wrongly(self, reply: Reply) -> list[str]:
        """What a paragraph says to leave out is not said."""
        words = plain(LEFT_OUT.sub("", shown_by(reply)))
        return [point.text for point in self.wrong if point.said_in(words)]


def messages() -> Iterator[Message]:
    everywhere = _points(_read(ROWS / "every-row.yaml")["wrong"])
    for path in sorted(ROWS.glob("[0-9]*.yaml")):
        row = _read(path)
        right, wrong = _points(row["right"]), (*_points(row["wrong"]), *everywhere)
        for given in row["messages"]:
            yield _message(row["row"], given, () if given.get("only") else right, wrong)
        for given in row.get("afterwards", ()):
            yield _message(row["row"], given, (), wrong)


def answered(assistant: Assistant, message: Message) -> Reply:
    """The answer to the message, after all that was said and answered before it."""
    history: list[Turn] = []
    for earlier in message.after:
        reply = assistant.reply(earlier, message.situation, history)
        history += [Turn("person", earlier), reply.turn()]
    return assistant.reply(message.text, message.situation, history)


def words_of(reply: Reply) -> str:
    """All that a person reads, in small letters and without marks of bold or italic."""
    return plain(shown_by(reply))


def shown_by(reply: Reply) -> str:
    shown = reply.signposting.text if reply.signposting else ""
    return f"{shown}\n{reply.text}"


def plain(text: str) -> str:
    return " ".join(re.sub(r"[*_]|\[\d+\]", "", text).replace("\u2019", "'").lower().split())


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _message(row: str, given: Any, right: Sequence[Point], wrong: Sequence[Point]) -> Message:
    return Message(
        row,
        given["text"],
        Situation.parse(given["as"]),
        tuple(given.get("after", ())),
        given["shown"],
        (*right, *_points(given.get("right", ()))),
        (*wrong, *_points(given.get("wrong", ()))),
    )


def _points(given: Sequence[Any]) -> tuple[Point, ...]:
    return tuple(Point(point["text"], tuple(point["any_of"])) for point in given)
