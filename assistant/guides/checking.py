"""Everything `alongside check` finds in a library: its problems and what it covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ContentError
from assistant.guides.asking import Asked, asked_lines
from assistant.guides.coverage import Cover, coverage
from assistant.guides.guide import Guide
from assistant.guides.jargon import Jargon, read_jargon
from assistant.guides.library import guide_id, guide_paths
from assistant.guides.lint import Problem, check_guides, read_all
from assistant.guides.repeats import asked_in, quoted, repeated
from assistant.guides.wayfinding import check_wayfinding
from assistant.safety.unsayable import load_unsayable


@dataclass(frozen=True, slots=True)
class Report:
    problems: tuple[Problem, ...]
    guides: tuple[Guide, ...]
    """Those that could be read."""

    @property
    def coverage(self) -> list[Cover]:
        return coverage(self.guides)


def check_library(folder: Path) -> Report:
    """Check every guide below a folder, and what stands beside it in `asked_as/` and the files of words."""
    guides, unread = read_all(folder)
    found = [*unread, *check_guides(guides), *_check_words(guides, folder.parent), *_check_asked(guides, folder)]
    found += check_wayfinding(folder)
    found += _check_unsayable(guides, folder.parent / "unsayable.yaml")
    return Report(tuple(sorted(found)), tuple(guides))


def _check_words(guides: Sequence[Guide], knowledge: Path) -> Iterator[Problem]:
    try:
        jargon = read_jargon(knowledge)
    except ContentError as error:
        yield Problem(error.path, error.line, error.message)
        return
    for guide in guides:
        yield from _jargon_of(guide, jargon)


def _jargon_of(guide: Guide, jargon: Jargon) -> Iterator[Problem]:
    texts = [(2, guide.title), *((s.line_number, line.text) for s in guide.sections for line in s.lines)]
    for number, text in texts:
        for word, plain in jargon.found(text):
            yield Problem(guide.path, number, f"{word!r} is jargon; say it plainly, as in {plain!r}: {text[:60]!r}")


def _check_unsayable(guides: Sequence[Guide], path: Path) -> Iterator[Problem]:
    """What no model may say is in no guide either, but under the heading of what to leave out."""
    if not path.exists():
        return
    try:
        unsayable = load_unsayable(path)
    except ContentError as error:
        yield Problem(error.path, error.line, error.message)
        return
    for guide in guides:
        for section in (section for section in guide.sections if section.passage.heading != "avoid"):
            for line in section.lines:
                if rule := unsayable.breach(line.text):
                    yield Problem(
                        guide.path, section.line_number, f"breaks {rule!r} of {path.name}: {line.text[:60]!r}"
                    )


def _check_asked(guides: Sequence[Guide], folder: Path) -> Iterator[Problem]:
    asked: list[Asked] = list(asked_in(guides, folder.parent.parent))
    try:
        asked.extend(asked_lines(folder.parent / "asked_as", {guide_id(path, folder) for path in guide_paths(folder)}))
    except ContentError as error:
        yield Problem(error.path, error.line, error.message)
    yield from repeated(asked)
    yield from quoted(asked, guides)
