"""Read one guide from Markdown. Errors read `path:line: message`, so that an author can mend them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import ContentError
from assistant.guides.guide import HEADING_TITLES, Direction, Evidence, Guide, Line, Section, SourceRef
from assistant.messages import Heading, Passage
from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill
from assistant.situation import ROLES, Moment, Relationship, Role, Setting

BY_TITLE: dict[str, Heading] = {title.lower(): heading for heading, title in HEADING_TITLES.items()}
SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"')]))\s+(?=[\"'(A-Z{])")
OTHER_BULLET = re.compile(r"[*+] |\d+[.)] |\s+[-*+] ")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads ten times faster
LEAD = re.compile(r"\*\*(.+?)\*\*")


class FrontMatter(BaseModel):
    """The head of a guide's file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=1)
    topics: list[str] = Field(min_length=1)
    readers: list[Role] = Field(alias="for", min_length=1)
    relationships: list[Relationship] = Field(min_length=1)
    moments: list[Moment] = Field(min_length=1)
    settings: list[Setting] = []
    asked_as: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)
    evidence: Evidence
    sources: list[SourceRef] = Field(min_length=1)
    written: date
    reviewed_by: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """The bullets or sentences under one heading of one reader."""

    heading: Heading
    reader: Role | None
    line_number: int
    items: tuple[str, ...]
    bulleted: bool


def parse_guide(text: str, guide_id: str, path: str) -> Guide:
    """Raises ContentError at the first thing that cannot be read."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = _front_matter_end(lines, path)
    head = _front_matter("\n".join(lines[1:end]), path)
    blocks = list(_blocks(lines, end + 1, path))
    if not blocks:
        raise ContentError(path, end + 1, "the guide has no text; start with '## In short'")
    _refuse_repeats(blocks, path)
    return Guide(
        id=guide_id,
        path=path,
        title=head.title,
        topics=tuple(head.topics),
        readers=tuple(head.readers),
        relationships=tuple(head.relationships),
        moments=tuple(head.moments),
        settings=tuple(head.settings),
        asked_as=tuple(head.asked_as),
        evidence=head.evidence,
        sources=tuple(head.sources),
        written=head.written,
        reviewed_by=head.reviewed_by,
        direction=head.direction,
        sections=tuple(_section(block, guide_id, head.title) for block in blocks),
    )


def split_sentences(text: str) -> list[str]:
    """Split a paragraph where a sentence ends and the next begins with a capital or a quote."""
    return [part for part in SENTENCE_END.split(text.strip()) if part]


def _front_matter_end(lines: list[str], path: str) -> int:
    if lines[0].strip() != "---":
        raise ContentError(path, 1, "expected the front matter to open with '---'")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return number
    raise ContentError(path, len(lines), "the front matter is never closed with '---'")


def _front_matter(text: str, path: str) -> FrontMatter:
    try:
        node, values = _read_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", "cannot be read")
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        raise ContentError(path, line + 2, f"front matter: {problem}") from None
    except ValueError as error:
        raise ContentError(path, 2, f"front matter: {error}") from None
    if not isinstance(values, dict):
        raise ContentError(path, 2, "the front matter needs lines such as 'title: ...'")
    _refuse_second_keys(node, path)
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(path, _line_of(node, key), f"{where}: {_plain(first)}") from None


def _refuse_second_keys(node: yaml.Node | None, path: str) -> None:
    keys: set[str] = set()
    for name, _ in node.value if isinstance(node, yaml.MappingNode) else []:
        if name.value in keys:
            raise ContentError(path, name.start_mark.line + 2, f"{name.value} stands here a second time")
        keys.add(name.value)


def _read_yaml(text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes, which know their lines, and the values. Mistakes are told by the slower loader, which says more."""
    try:
        return yaml.compose(text, Loader=LOADER), yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)


def _line_of(node: yaml.Node | None, key: str) -> int:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    lines = [name.start_mark.line + 2 for name, _ in pairs if name.value == key]
    return lines[0] if lines else 1


def _plain(error: Any) -> str:
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        return "is not a field of a guide"
    return str(error["msg"]).replace("Input should be", "expected") + f", got {error['input']!r}"


def _blocks(lines: list[str], start: int, path: str) -> Iterator[_Block]:
    heading: Heading | None = None
    reader: Role | None = None
    opened, body = start, list[str]()
    for number, line in enumerate([*lines[start:], "## "], start=start):
        if not line.startswith("#"):
            if line.strip() and heading is None:
                raise ContentError(path, number + 1, "text before the first '## ' heading")
            if OTHER_BULLET.match(line):
                raise ContentError(path, number + 1, f"a bullet starts with '- ' at the margin, got {line[:40]!r}")
            body.append(line)
            continue
        items, bulleted = _items(body)
        if heading is not None and items:
            yield _Block(heading, reader, opened + 1, tuple(items), bulleted)
        if number == len(lines):
            return
        heading, reader = _heading(line, heading, path, number + 1)
        opened, body = number, []


def _heading(line: str, current: Heading | None, path: str, number: int) -> tuple[Heading, Role | None]:
    marks, _, title = line.partition(" ")
    name = title.strip().lower()
    if marks == "##" and name in BY_TITLE:
        return BY_TITLE[name], None
    if marks == "###" and current is not None:
        role = re.sub(r"^as an? ", "", name)
        if role in ROLES:
            return current, role
        raise ContentError(path, number, f"expected '### As a {'|'.join(ROLES)}', got {line.strip()!r}")
    raise ContentError(path, number, f"expected one of {', '.join(HEADING_TITLES.values())}, got {line.strip()!r}")


def _items(body: list[str]) -> tuple[list[str], bool]:
    """Return the bullets, and the paragraphs as sentences, in order; and whether any is a bullet."""
    chunks: list[tuple[bool, str]] = []
    wraps = False
    for line in body:
        words = line.strip()
        if line.startswith("- "):
            chunks.append((True, words[2:]))
        elif words and chunks and (wraps or (line.startswith("  ") and chunks[-1][0])):
            chunks[-1] = (chunks[-1][0], f"{chunks[-1][1]} {words}")
        elif words:
            chunks.append((False, words))
        wraps = bool(words)
    items = [item for bullet, text in chunks for item in ([text.strip()] if bullet else split_sentences(text)) if item]
    return items, any(bullet for bullet, _ in chunks)


def _refuse_repeats(blocks: list[_Block], path: str) -> None:
    seen: set[tuple[Heading, Role | None]] = set()
    for block in blocks:
        if (block.heading, block.reader) in seen:
            raise ContentError(path, block.line_number, f"{HEADING_TITLES[block.heading]} stands here a second time")
        seen.add((block.heading, block.reader))


def _section(block: _Block, guide_id: str, title: str) -> Section:
    passage_id = f"{guide_id}#{block.heading}" + (f".{block.reader}" if block.reader else "")
    lines: list[Line] = []
    shown: list[str] = []
    start = 0
    for item in block.items:
        lead = LEAD.match(item)
        text = item.replace("**", "")
        neutral = fill(text, ProgrammeCard(), None)
        shown.append(neutral)
        lines.append(Line(passage_id, start, start + len(neutral), text, lead.group(1) if lead else None))
        start += len(neutral) + 1
    passage = Passage(
        passage_id, guide_id, title, block.heading, block.reader, ("\n" if block.bulleted else " ").join(shown)
    )
    return Section(passage, tuple(lines), block.line_number)
