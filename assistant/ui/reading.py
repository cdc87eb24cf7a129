"""One guide as a page to read: what a reader of this role is told, how well founded it is, and where it comes from."""

from collections.abc import Callable, Sequence

from assistant.guides.guide import Guide, Line
from assistant.messages import Heading
from assistant.responders.wording import sayable
from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill
from assistant.situation import Role
from assistant.ui import markup
from assistant.ui.sources import source_list
from assistant.ui.words import EVIDENCE, EVIDENCE_MEANS, HEADINGS, NOT_BY_ONE, READERS, UNCHECKED

Filled = Callable[[str], str]
ORDER: tuple[Heading, ...] = ("in_short", "do", "say", "ask", "avoid", "get_help_when", "reflect", "why")


def guide_html(guide: Guide, reader: Role | None, card: ProgrammeCard, country: str | None = None) -> str:
    def filled(text: str) -> str:
        return fill(text, card, country)

    sections = "".join(_section(guide, heading, reader, filled) for heading in ORDER)
    return (
        f'<article class="al-guide" aria-label="{markup.escaped(guide.title)}">{sections}{_foundation(guide)}</article>'
    )


def _section(guide: Guide, heading: Heading, reader: Role | None, filled: Filled) -> str:
    lines = guide.lines(heading, reader)
    if not lines:
        return ""
    words = markup.markdown_html(_written(heading, lines, filled), sayable=True)
    return f'<section class="al-part al-part-{heading}"><h2>{HEADINGS[heading]}</h2>{words}</section>'


def _written(heading: Heading, lines: Sequence[Line], filled: Filled) -> str:
    if heading in {"in_short", "why"}:
        return " ".join(filled(line.text) for line in lines)
    if heading in {"say", "ask"}:
        return "\n\n".join(filled(sayable(line)) for line in lines)
    return "\n".join(f"- {filled(_with_lead(line))}" for line in lines)


def _with_lead(line: Line) -> str:
    return f"**{line.lead}**{line.text[len(line.lead) :]}" if line.lead else line.text


def at_a_glance(guide: Guide) -> str:
    """For whom a guide is, how well founded it is and who has checked it, in one quiet line."""
    readers = listed([READERS[reader].removeprefix("For ") for reader in guide.readers])
    checked = f"Checked by {guide.reviewed_by}" if guide.reviewed_by else UNCHECKED
    words = f"For {readers}. {EVIDENCE[guide.evidence]}. {checked}."
    return f'<p class="al-quiet">{markup.escaped(words)}</p>'


def listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def _foundation(guide: Guide) -> str:
    checked = f"Checked by {guide.reviewed_by}." if guide.reviewed_by else f"{UNCHECKED}, so {NOT_BY_ONE}."
    written = f"Written by the project, {guide.written.day} {guide.written:%B %Y}."
    return (
        '<section class="al-part al-foundation"><h2>What stands behind it</h2>'
        f"<p><strong>{EVIDENCE[guide.evidence]}.</strong> {EVIDENCE_MEANS[guide.evidence]}</p>"
        f"<h3>Who has checked it</h3><p>{written} {markup.escaped(checked)}</p>"
        f"<h3>Where it comes from</h3>{source_list(guide)}</section>"
    )
