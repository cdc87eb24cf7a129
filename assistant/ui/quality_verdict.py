"""What a coordinator reads first, as HTML: is it good enough, for whom not, and three worries, each shown by a case.

A minute's reading, about 200 words: whatever is added here makes something else unread.
"""

from assistant.quality.failures import failure
from assistant.quality.sentences import measured_sentence
from assistant.quality.verdict import for_whom, verdict
from assistant.quality.worries import DANGER, Worry, worries
from assistant.ui import listing, markup, quality_address, quality_chosen, session
from assistant.ui import quality_words as words
from assistant.ui.quality_chosen import Chosen

ANYBODY = {"whom": "", "relationship": "", "moment": "", "apart": ""}


def verdict_html(shown: Chosen) -> str:
    found, subset = verdict(shown.report), shown.subset
    whom = f"For {words.WHOM[subset.audience].lower()}: {found.headline.lower()}" if subset.audience else found.headline
    others = "" if shown.whose else " ".join(for_whom(shown.report))
    only = f"Only these questions: {shown.whose}." if subset.relationship or subset.moment or subset.held_out else ""
    meant = words.MEANT.get(subset.audience or "", "")
    behind = " ".join(filter(None, [found.worth, meant, others, only]))
    return (
        f'<section class="al-part al-verdict"><h2>{markup.escaped(whom)}</h2><p>{markup.escaped(found.told)}</p>'
        f'<p class="al-quiet">{markup.escaped(behind)}</p></section>'
    )


def worries_html(shown: Chosen) -> str:
    items = "".join(f"<li>{_worry(worry, shown)}</li>" for worry in worries(shown.report, shown.whole))
    lost = listing.go(quality_address.link("quality-cases", show="lost"), "Read the answers that lost most")
    return f'<section class="al-part al-worries"><h2>{words.WORRIES}</h2><ol>{items}</ol><p>{lost}</p></section>'


def _worry(worry: Worry, shown: Chosen) -> str:
    told = f"<strong>{markup.escaped(worry.kind)}:</strong> {markup.escaped(worry.told)}"
    harder = f" {words.HARDER} {listing.go('/safety', 'Safety')}." if worry.kind == DANGER else ""
    return f"{told}{harder}{_example(worry, shown)}"


def _example(worry: Worry, shown: Chosen) -> str:
    """The case in the words of the question, never by its code name; pressing it leads to all of the answer."""
    if worry.example is None:
        return ""
    case = worry.example.case
    told = failure(worry.example, worry.score or "", title)
    place = {"case": case.id} | ({} if shown.subset.holds(case) else ANYBODY)
    question = listing.go(quality_address.link("quality-cases", **place), f"“{markup.escaped(told.question)}”")
    return (
        f'<div class="al-example"><p>{markup.escaped(told.asker)} asked: {question}</p>'
        f"<p>{markup.escaped(told.did)} {markup.escaped(told.wanted)}</p></div>"
    )


def title(guide: str) -> str:
    """What a guide is called; one that is not here any more by its id."""
    known = session.shared().library.guides.get(guide)
    return known.title if known else guide


def facts_html(shown: Chosen) -> str:
    """How it was measured, and by whom it was rated."""
    told = f"{words.LEAD} {measured_sentence(shown.report)} {quality_chosen.rated(shown)}"
    return f'<p class="al-quiet">{markup.escaped(told)}</p>'
