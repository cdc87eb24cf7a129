"""What the booklet holds: every fixed word, when it is shown, the helplines, and a place to sign. No PDF here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from assistant.booklet.occasions import Occasion, occasions, shown_when, told
from assistant.safety.blocks import Block, load_blocks
from assistant.safety.card import FIELDS, ProgrammeCard
from assistant.safety.concerns import load_concerns
from assistant.safety.edition import countries
from assistant.safety.helplines import Helpline, Helplines, load_helplines
from assistant.safety.languages import Language, read_languages
from assistant.safety.programme import fill
from assistant.safety.signoff import SHORT, SignOff, spoken

Style = Literal["title", "chapter", "heading", "text", "words", "small", "line"]
"""`words`: fixed words, in which ** makes bold. `line`: a place to write by hand, with what goes there."""


@dataclass(frozen=True, slots=True)
class Piece:
    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """What the booklet is made from."""

    knowledge: Path
    card: ProgrammeCard
    status: SignOff
    printed: date


NEEDS = {
    "emergency": "Emergency",
    "crisis": "Crisis line",
    "text": "By text",
    "child": "For young people",
    "abuse": "For people who are hurt by somebody",
}
NAMES: dict[Language, str] = {
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "hi": "Hindi",
    "ar": "Arabic",
    "zh": "Chinese",
}
UNPRINTED: frozenset[Language] = frozenset({"zh"})
"""No font of ours has these letters, and boxes are not worth a signature."""
ABOUT = (
    "Alongside looks at every message for signs that somebody may be at risk. When it finds one, it shows fixed words "
    "before anything else. These are all of them, filled in as people see them, and when each is shown.",
    "They are a floor: the least there should be. This is not a clinical tool. It reads words, misses things, and "
    "sometimes speaks up for nothing. It alerts nobody.",
    "Please read it as somebody would who is frightened, and as somebody would who has to act. What you would "
    "change goes to whoever runs Alongside for you, or to the project. Sign on the last page what you can answer for.",
)
EMPTY = "The programme card is empty, so people see words for programmes that have said nothing of themselves."
OTHER_LANGUAGES = (
    "They stand before the English words when danger is told in that language. "
    "Nobody who speaks it from birth has checked them."
)
ELSEWHERE = "These letters cannot be printed here. The words are in Alongside's file knowledge/languages.yaml."
HOW_TO_SIGN = (
    "A signature holds for exactly these words, with the contacts filled in as here. When a word or a number changes "
    "it ends, and is asked for anew. Enter it under Your programme, or with: "
    "alongside programme sign --name NAME --role ROLE"
)


def booklet(source: Source) -> tuple[Piece, ...]:
    """Raises ContentError when the safety words cannot be read."""
    blocks = load_blocks(source.knowledge / "signposting")
    rows = occasions(source.knowledge)
    order = _in_order(blocks, rows)
    numbers = {block.front.id: number for number, block in enumerate(order, start=1)}
    return (
        *_cover(source),
        *_card(source.card),
        *_concerns(source.knowledge, rows, numbers),
        *_words(source.card, order, rows),
        *_languages(source.knowledge),
        *_helplines(load_helplines(source.knowledge)),
        *_signing(source.status),
    )


def _cover(source: Source) -> Iterator[Piece]:
    yield Piece("title", "The safety words")
    yield Piece("heading", source.card.name or "Alongside")
    yield Piece("text", f"Printed on {spoken(source.printed.isoformat())}. Number {source.status.words[:SHORT]}.")
    yield Piece("text", source.status.told())
    for words in ABOUT:
        yield Piece("text", words)


def _card(card: ProgrammeCard) -> Iterator[Piece]:
    yield Piece("chapter", "What the programme has said of itself")
    filled = [(field.label, getattr(card, field.name)) for field in FIELDS if getattr(card, field.name)]
    for label, value in filled:
        yield Piece("words", f"**{label}:** {value}")
    if not filled:
        yield Piece("text", EMPTY)


def _concerns(knowledge: Path, rows: Sequence[Occasion], numbers: dict[str, int]) -> Iterator[Piece]:
    yield Piece("chapter", "What is looked out for, and which words come first")
    yield Piece("text", "Of two equally urgent concerns the one further up is answered. The numbers lead to the words.")
    for concern in load_concerns(knowledge):
        yield Piece("heading", concern.name)
        yield Piece("text", concern.signs)
        for line in told([row for row in rows if row.category == concern.category], numbers):
            yield Piece("small", line)


def _words(card: ProgrammeCard, order: Sequence[Block], rows: Sequence[Occasion]) -> Iterator[Piece]:
    yield Piece("chapter", "The words")
    for number, block in enumerate(order, start=1):
        checked = f" Checked by {block.front.reviewed_by}." if block.front.reviewed_by else ""
        yield Piece("heading", f"{number}. {block.front.id.replace('-', ' ').capitalize()}")
        yield Piece("small", f"{shown_when(block, rows)} Written {spoken(block.front.written.isoformat())}.{checked}")
        for paragraph in fill(block.text, card, None).split("\n\n"):
            yield Piece("words", " ".join(paragraph.split()))


def _languages(knowledge: Path) -> Iterator[Piece]:
    yield Piece("chapter", "A few words in other languages")
    yield Piece("text", OTHER_LANGUAGES)
    for each in read_languages(knowledge / "languages.yaml"):
        yield Piece("heading", NAMES[each.language])
        if each.language in UNPRINTED:
            yield Piece("text", ELSEWHERE)
            continue
        for paragraph in (each.urgent, *each.answers.values()):
            yield Piece("words", " ".join(paragraph.split()))


def _helplines(lines: Helplines) -> Iterator[Piece]:
    yield Piece("chapter", "The helplines")
    yield Piece("text", f"In a country that is not here people are shown {lines.finder}, which lists lines by country.")
    yield Piece("text", "Each number was read on the page named with it, on the day named with it. Try yours once.")
    for country in countries(lines):
        yield Piece("heading", country)
        for line in (line for line in lines.lines if line.country == country):
            yield Piece("words", _spoken(line))
            yield Piece("small", f"Read on {spoken(line.checked.isoformat())}: {line.title}, {line.url}")


def _spoken(line: Helpline) -> str:
    ways = [line.phone or "", f"text {line.text}" if line.text else "", line.hours or ""]
    return f"**{NEEDS[line.need]}:** {line.name}, {', '.join(filter(None, ways))}"


def _signing(status: SignOff) -> Iterator[Piece]:
    yield Piece("chapter", "Sign here")
    yield Piece("text", f"I have read these words, number {status.words[:SHORT]}, and can answer for them.")
    for what in ("Name", "Role", "Date", "Signature"):
        yield Piece("line", what)
    yield Piece("text", status.told())
    yield Piece("text", HOW_TO_SIGN)


def _in_order(blocks: Sequence[Block], rows: Sequence[Occasion]) -> tuple[Block, ...]:
    """Those that open a concern as the concerns stand, then what follows."""
    first = list(dict.fromkeys(row.block for row in rows))
    return tuple(sorted(blocks, key=lambda block: (_place(block.front.id, first), block.front.follows or "")))


def _place(name: str, first: Sequence[str]) -> int:
    return first.index(name) if name in first else len(first)
