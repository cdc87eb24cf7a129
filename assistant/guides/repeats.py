"""Ways of asking that stand where they should not: under two guides, twice under one, or in the guide's own words.

A line that leads to two guides cannot tell them apart; one that quotes its guide was not written as people ask.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.guides.asking import Asked
from assistant.guides.guide import Guide
from assistant.guides.lint import Problem


def asked_in(guides: Iterable[Guide], root: Path) -> Iterator[Asked]:
    """The `asked_as` lines of the guides, each with its line in its file; `root` is where their paths start."""
    for guide in guides:
        file = (root / guide.path).read_text(encoding="utf-8-sig").splitlines()
        for text in guide.asked_as:
            number = next((n for n, line in enumerate(file, start=1) if text in line), 1)
            yield Asked(guide.id, guide.path, number, text)


def repeated(asked: Iterable[Asked]) -> Iterator[Problem]:
    """One problem for every line that has been said before; twice in one front matter is told by `lint`."""
    first: dict[str, Asked] = {}
    for line in asked:
        before = first.setdefault(_bare(line.text), line)
        if before is not line and (before.guide, before.path) != (line.guide, line.path):
            told = f"{line.text!r} stands under {before.guide} already ({before.path}:{before.line})"
            yield Problem(line.path, line.line, told)
        elif before is not line and line.path.endswith(".yaml"):
            yield Problem(line.path, line.line, f"{line.text!r} stands here a second time (line {before.line})")


def quoted(asked: Iterable[Asked], guides: Sequence[Guide]) -> Iterator[Problem]:
    """One problem for every line that its own guide's text contains, whatever the case and the punctuation."""
    said = {guide.id: f" {_bare(' '.join(passage.text for passage in guide.passages))} " for guide in guides}
    for line in asked:
        if f" {_bare(line.text)} " in said.get(line.guide, ""):
            yield Problem(line.path, line.line, f"{line.text!r} is in the guide's own text; ask it as people would")


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text.lower())))
