"""A conversation as a Markdown file to take along. Pure: values in, text out.

What people and models wrote is quoted as it is, except that nothing in it can load a picture, open a link or hold HTML.
Only our own headings, labels and fixed words stand for themselves.
"""

import re
from datetime import UTC, datetime, tzinfo

from assistant.messages import Citation
from assistant.situation import Situation
from assistant.store.values import Conversation, StoredTurn

ACTIVE = re.compile(r"[\\<@]|:(?=//)|(?<=www)\.|(?<=!)\[|(?<=\])[(\[:]", re.IGNORECASE)
"""What begins HTML, an image, a link or an address that becomes one in Markdown, or would undo its escape."""
LINE_END = re.compile(r"\r\n?|\n")

ENDINGS = {
    "running": "This answer was still being written when the conversation was exported.",
    "stopped": "This answer was stopped before it was finished.",
    "interrupted": "This answer was interrupted before it was finished.",
}


def export_markdown(conversation: Conversation, zone: tzinfo = UTC) -> str:
    head = [f"# {_line(conversation.title)}", f"Begun {_day(conversation.created, zone)}."]
    blocks = head + [block for turn in conversation.turns for block in _turn(turn, zone)]
    return "\n\n".join(blocks) + "\n"


def _turn(turn: StoredTurn, zone: tzinfo) -> list[str]:
    if turn.speaker == "person":
        return [f"## You, {_day(turn.created, zone)}", *_situation(turn.situation), _quoted(_inert(turn.text))]
    return [f"## Alongside, {_day(turn.created, zone)}", *_fixed_words(turn), *_answer(turn), *_sources(turn)]


def _situation(situation: Situation) -> list[str]:
    values = situation.as_dict().items()
    known = [f"{name} {_line(value.replace('_', ' '))}" for name, value in values if value and value != "unknown"]
    return [f"*Situation: {', '.join(known)}*"] if known else []


def _fixed_words(turn: StoredTurn) -> list[str]:
    if turn.signposting is None:
        return []
    return [f"**Shown first, word for word ({turn.signposting.id}):**", _quoted(turn.signposting.text)]


def _answer(turn: StoredTurn) -> list[str]:
    label = ["**Then answered:**"] if turn.signposting and turn.text.strip() else []
    words = [_quoted(_inert(turn.text.strip()))] if turn.text.strip() else []
    ending = ENDINGS.get(turn.state)
    return label + words + ([f"*{ending}*"] if ending else [])


def _sources(turn: StoredTurn) -> list[str]:
    if not turn.citations:
        return []
    return ["Sources:", "\n".join(_source(citation) for citation in turn.citations)]


def _source(citation: Citation) -> str:
    whose = " (your programme)" if citation.source == "programme" else ""
    return f"- \\[{citation.n}\\] {_line(citation.passage)}{whose}: “{_line(citation.quote)}”"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in LINE_END.split(text))


def _line(text: str) -> str:
    return _inert(" ".join(text.split()))


def _inert(text: str) -> str:
    return ACTIVE.sub(lambda found: f"\\{found.group()}", text)


def _day(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M %Z}".rstrip()
