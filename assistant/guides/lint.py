"""Rules for guides, each with the reason an author needs. `alongside check` prints what they find."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ContentError
from assistant.guides.guide import HEADING_TITLES, HEADINGS, Guide, Line, Section
from assistant.guides.library import guide_paths, read_guide
from assistant.guides.readability import MAX_GRADE, hard_to_read
from assistant.messages import Heading
from assistant.safety.helplines import retired_number
from assistant.situation import Role

MIN_WORDS, MAX_WORDS = 150, 400  # DESIGN.md: what any one reader sees of a guide
MIN_ASKED, MAX_ASKED = 6, 10
MIN_LINES = 3  # to say and to ask, per reader
REQUIRED: tuple[Heading, ...] = ("first_words", "in_short", "do", "say", "ask", "avoid", "get_help_when", "reflect")
PLACEHOLDERS = {
    "coordinator", "safeguarding lead", "emergency number", "crisis line", "hardship fund", "disability service",
    "study skills service", "contact rules", "channels", "places",
}  # fmt: skip

BARE_CONTACT = re.compile(
    r"(?<!\{)\b(?:the|your|our|my|a|their|programme|program)\s+(?:\w+\s+)?(?:coordinator|safeguarding lead)\b(?!\})",
    re.I,
)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PHONE = re.compile(r"\b(?:\d{3,5}[ -]?\d{3,4}[ -]?\d{3,4}|999|911|11[12]|988|116 ?\d{3})\b")
CONTACT_OF_ONE = re.compile(r"\{coordinator\}|\byour\s+(?:\w+\s+)?coordinator\b", re.I)
PROMISE = re.compile(r"\b(?:i promise|your secret is safe|won't tell anyone|will not tell anyone)\b", re.I)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def read_all(folder: Path) -> tuple[list[Guide], list[Problem]]:
    """Every guide below a folder that can be read, and a problem for every other."""
    guides: list[Guide] = []
    problems: list[Problem] = []
    for path in guide_paths(folder):
        try:
            guides.append(read_guide(path, folder))
        except ContentError as error:
            problems.append(Problem(error.path, error.line, error.message))
    return guides, problems


def check_guides(guides: Sequence[Guide]) -> list[Problem]:
    """Every problem of every guide, in the order of the guides."""
    problems: list[Problem] = []
    titles: Counter[str] = Counter()
    for guide in guides:
        problems.extend(check_guide(guide))
        titles[guide.title] += 1
        if titles[guide.title] == 2:
            problems.append(Problem(guide.path, 2, f"another guide is called {guide.title!r} too"))
    return problems


def check_guide(guide: Guide) -> list[Problem]:
    return sorted(problem for rule in RULES for problem in rule(guide))


def _headings(guide: Guide) -> Iterator[Problem]:
    found = [section.passage.heading for section in guide.sections]
    for heading in REQUIRED:
        if heading not in found:
            yield Problem(guide.path, 1, f"'## {HEADING_TITLES[heading]}' is missing")
    order = [HEADINGS.index(heading) for heading in found]
    for section, here, before in zip(guide.sections[1:], order[1:], order, strict=False):
        if here < before:
            title = HEADING_TITLES[section.passage.heading]
            yield Problem(guide.path, section.line_number, f"'## {title}' is out of order; see knowledge/AUTHORS.md")


def _length(guide: Guide) -> Iterator[Problem]:
    for reader in guide.readers:
        words = guide.words_for(reader)
        if not MIN_WORDS <= words <= MAX_WORDS:
            yield Problem(guide.path, 1, f"a {reader} reads {words} words; keep it from {MIN_WORDS} to {MAX_WORDS}")


def _asked_as(guide: Guide) -> Iterator[Problem]:
    if not MIN_ASKED <= len(guide.asked_as) <= MAX_ASKED:
        yield Problem(guide.path, 1, f"asked_as has {len(guide.asked_as)} lines; give {MIN_ASKED} to {MAX_ASKED}")
    if len({line.lower().strip() for line in guide.asked_as}) < len(guide.asked_as):
        yield Problem(guide.path, 1, "asked_as says the same thing twice")


def _readers(guide: Guide) -> Iterator[Problem]:
    for section in guide.sections:
        reader = section.passage.reader
        if reader is not None and reader not in guide.readers:
            yield Problem(guide.path, section.line_number, f"words for a {reader}, who is not in 'for'")
    for reader in guide.readers:
        yield from _lines_for(guide, reader)


def _lines_for(guide: Guide, reader: Role) -> Iterator[Problem]:
    for heading in ("say", "ask"):
        count = len(guide.lines(heading, reader))
        if count < MIN_LINES:
            title = HEADING_TITLES[heading]
            yield Problem(guide.path, 1, f"a {reader} has {count} lines under '{title}'; give at least {MIN_LINES}")


def _wording(guide: Guide) -> Iterator[Problem]:
    for section in guide.sections:
        for line in section.lines:
            for message in _line_problems(guide, section, line):
                yield Problem(guide.path, section.line_number, f"{message}: {line.text[:60]!r}")


def _line_problems(guide: Guide, section: Section, line: Line) -> Iterator[str]:
    read_by_one = "coordinator" in guide.readers and section.passage.reader in {None, "coordinator"}
    if read_by_one and CONTACT_OF_ONE.search(line.text):
        yield "a coordinator reads this and is that person: write it for the other readers only"
    elif BARE_CONTACT.search(line.text):
        yield "name people by placeholder, {coordinator} or {safeguarding lead}, as not everybody has one"
    unknown = set(PLACEHOLDER.findall(line.text)) - PLACEHOLDERS
    if unknown:
        yield f"unknown placeholder {{{sorted(unknown)[0]}}}"
    if retired := retired_number(line.text):
        yield f"{retired!r} is a retired helpline number; numbers live in knowledge/helplines.yaml, not in guides"
    elif PHONE.search(line.text):
        yield "numbers live in knowledge/helplines.yaml, not in guides"
    if PROMISE.search(line.text) and section.passage.heading in {"say", "do", "in_short", "first_words"}:
        yield "never promise secrecy"
    if section.passage.heading in {"say", "ask"} and '"' not in line.text:
        yield "words to say go in double quotes"


def _reading(guide: Guide) -> Iterator[Problem]:
    for reader, grade in hard_to_read(guide):
        told = f"a {reader} needs grade {grade:g} to read this; shorter words and sentences bring it to {MAX_GRADE:g}"
        yield Problem(guide.path, 1, told)


RULES: tuple[Callable[[Guide], Iterator[Problem]], ...] = (
    _headings,
    _length,
    _asked_as,
    _readers,
    _wording,
    _reading,
)
