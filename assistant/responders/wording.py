"""Turn a guide's line into words of an answer. The words stay the guide's; only their setting changes."""

import re
from collections.abc import Sequence

from assistant.guides.guide import Line
from assistant.messages import Piece, Support
from assistant.responders.phrases import Labels

QUOTED = re.compile(r'"[^"]+"')
BY_MESSAGE = re.compile(r"^by message:\s*", re.IGNORECASE)
FOR_EXAMPLE = re.compile(r"^for example:?\s*", re.IGNORECASE)
KEEPS_CAPITAL = re.compile(r"^(?:I|I'[a-z]+|[A-Z]{2,}.*)$")
TO_READER: tuple[tuple[str, str], ...] = (
    (r"\bam I\b", "are you"), (r"\bwas I\b", "were you"), (r"\bI am\b", "you are"), (r"\bI was\b", "you were"),
    (r"\bI'm\b", "you're"), (r"\bI've\b", "you've"), (r"\bI'd\b", "you'd"), (r"\bI'll\b", "you'll"),
    (r"\bI\b", "you"), (r"\bmyself\b", "yourself"), (r"\bmine\b", "yours"), (r"\bmy\b", "your"), (r"\bme\b", "you"),
    (r"\bWe\b", "You two"), (r"\bwe\b", "you two"), (r"\bus\b", "you both"), (r"\bour\b", "your"),
)  # fmt: skip


def support(line: Line) -> tuple[Support, ...]:
    return (Support(line.passage, line.start, line.end),)


def plain(line: Line) -> Piece:
    return Piece(line.text + " ", support(line))


def action(line: Line) -> Piece:
    """A thing to do, its bold lead kept."""
    rest = line.text[len(line.lead) :] if line.lead else line.text
    return Piece((f"**{line.lead}**" if line.lead else "") + rest, support(line))


def sayable(line: Line) -> str:
    """Words to say, each quotation in italics so that it can be found and copied."""
    return QUOTED.sub(lambda match: f"*{match[0]}*", BY_MESSAGE.sub("", line.text))


def quoted(lines: Sequence[Line], label: str) -> list[Piece]:
    """Words to say one after the other, behind a label."""
    pieces = [Piece(f"{sayable(line)} ", support(line)) for line in lines]
    return _labelled(label, pieces)


def numbered(lines: Sequence[Line], label: str) -> list[Piece]:
    """Questions as a numbered list under a label."""
    items = [Piece(f"{n}. {sayable(line)}\n", support(line)) for n, line in enumerate(lines, start=1)]
    return [Piece(f"**{label}**\n\n"), *items]


def left_out(line: Line, labels: Labels) -> Piece:
    return Piece(f"**{labels.avoid}** {uncapitalised(line.text)} ", support(line))


def help_when(line: Line, labels: Labels) -> Piece:
    return Piece(f"**{labels.help}** when {uncapitalised(line.text)} ", support(line))


def example(line: Line, labels: Labels) -> list[Piece]:
    words = FOR_EXAMPLE.sub("", line.text)
    return _labelled(labels.example, [Piece(f"{words[:1].upper()}{words[1:]} ", support(line))])


def question(line: Line) -> Piece:
    """A question to the reader; one an author wrote as "I" is turned to "you"."""
    parts = re.split(r'("[^"]*")', line.text)
    turned = "".join(part if part.startswith('"') else to_reader(part) for part in parts)
    return Piece(turned[:1].upper() + turned[1:], support(line))


def to_reader(text: str) -> str:
    for pattern, replacement in TO_READER:
        text = re.sub(pattern, replacement, text)
    return text


def uncapitalised(text: str) -> str:
    """Lower the first letter so that the text can follow other words; names and "I" keep theirs."""
    first = text.split(" ", 1)[0]
    return text if KEEPS_CAPITAL.match(first) else text[:1].lower() + text[1:]


def words(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text.split()) for piece in pieces)


def paragraph(pieces: Sequence[Piece]) -> list[Piece]:
    """End a run of pieces with a blank line."""
    if not pieces:
        return []
    *rest, last = pieces
    return [*rest, Piece(last.text.rstrip() + "\n\n", last.support)]


def _labelled(label: str, pieces: list[Piece]) -> list[Piece]:
    if not pieces:
        return []
    return [Piece(f"**{label}** "), *pieces]
