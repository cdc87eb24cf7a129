"""The fixed words as people see them, with the programme's card filled in, and the fingerprint a sign-off is for."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from assistant.safety.blocks import load_blocks
from assistant.safety.card import ProgrammeCard
from assistant.safety.helplines import Helplines, load_helplines
from assistant.safety.languages import read_languages
from assistant.safety.programme import fill


def fingerprint(knowledge: Path, card: ProgrammeCard) -> str:
    """SHA-256 over every block as each country sees it, when it is shown, the words in other languages, every helpline.

    A changed word, number or condition changes it; the day on which a number was looked up does not.
    """
    digest = hashlib.sha256()
    for part in _parts(knowledge, card):
        digest.update(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def countries(helplines: Helplines) -> tuple[str, ...]:
    """Those with known lines, in the order of their codes."""
    return tuple(sorted({line.country for line in helplines.lines}))


def _parts(knowledge: Path, card: ProgrammeCard) -> Iterator[object]:
    helplines = load_helplines(knowledge)
    for block in load_blocks(knowledge / "signposting"):
        yield block.front.model_dump(mode="json", exclude={"written", "reviewed_by"})
        for country in (None, *countries(helplines)):
            yield fill(block.text, card, country)
    for spoken in read_languages(knowledge / "languages.yaml"):
        yield spoken.model_dump(mode="json", include={"language", "urgent", "answers"})
    yield helplines.finder
    for line in helplines.lines:
        yield line.model_dump(mode="json", include={"country", "need", "name", "phone", "text", "hours"})
