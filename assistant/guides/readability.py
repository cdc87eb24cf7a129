"""How hard a guide is to read, for each of its readers. The only module that imports textstat."""

import warnings
from collections.abc import Iterator

from assistant.guides.guide import Guide
from assistant.situation import Role

MAX_GRADE = 8.0  # Flesch-Kincaid: what most thirteen-year-olds read with ease; plain-language guidance for the public
ENDS = (".", "!", "?", '"')


def hard_to_read(guide: Guide) -> Iterator[tuple[Role, float]]:
    """The readers whose words are above `MAX_GRADE`, and the grade (years of school) of what they see."""
    for reader in guide.readers:
        found = grade(_words_for(guide, reader))
        if found > MAX_GRADE:
            yield reader, found


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text, in years of school. Nothing is fetched: 0.7.4 counts syllables by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat 0.7.4 imports pkg_resources, which announces its own end
        import textstat  # type: ignore[import-untyped]
    return float(textstat.flesch_kincaid_grade(text))


def _words_for(guide: Guide, reader: Role) -> str:
    """What this reader sees, with every bullet a sentence: one without a full stop would run into the next."""
    sections = [section for section in guide.sections if section.passage.reader in {None, reader}]
    shown = (section.passage.text[line.start : line.end] for section in sections for line in section.lines)
    return "\n".join(text if text.endswith(ENDS) else f"{text}." for text in shown)
