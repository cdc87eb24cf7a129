"""Two measurements side by side: what got worse first, by how much and how surely, and the answers that changed."""

from collections.abc import Sequence

from assistant.errors import AssistantError
from assistant.quality.archive import Found
from assistant.quality.case_results import CaseResult
from assistant.quality.comparison import Change, Comparison
from assistant.quality.preference_file import find_preferences, has_preferences
from assistant.quality.preferences import preference_sentences
from assistant.quality.sentences import change_sentences
from assistant.quality.wording import listed
from assistant.ui import (
    bubbles,
    listing,
    look,
    markup,
    quality_address,
    quality_case,
    quality_chosen,
    quality_frame,
    quality_taking,
    session,
)
from assistant.ui import quality_words as words
from assistant.ui.quality_bars import changes, table
from assistant.ui.quality_pages import PAGE, page_of, pages

PLACE = "quality-compare"
LEAD = "What is better and what is worse in one measurement than in another, over the questions that both asked."
ONE = "There is only one measurement here, so there is nothing to hold it against. It takes two."
READ = "Left of the middle is worse, right of it better. A line that crosses the middle is no clear change."
SIDES = ("Before", "Now")
LONGEST = 20_000  # characters of two answers together whose differences are looked for


def draw() -> None:
    new = quality_chosen.choose_record("record", "Now")
    if new is None:
        quality_frame.empty()
        return
    base = quality_chosen.choose_record("base", "Before", skip=new.id)
    if base is None:
        look.show(f'<p class="al-ending" role="status">{ONE}</p>')
        return
    summaries = session.shared().summaries
    if not summaries.ready(new, base):
        quality_frame.wait((new, base))
        return
    try:
        comparison = summaries.comparison(base, new)
    except AssistantError as error:
        look.show(bubbles.notice(str(error)))
        return
    _shown(comparison, base, new)


def _shown(comparison: Comparison, base: Found, new: Found) -> None:
    wanted = quality_address.said("case")
    if wanted in comparison.common:
        _case(wanted, base, new)
        return
    sentences = "".join(f"<li>{markup.escaped(told)}</li>" for told in change_sentences(comparison))
    look.show(markup.part("In short", f"<ul>{sentences}</ul>{_left_out(comparison)}"))
    look.show(_preferred(comparison, new))
    if comparison.differences:
        look.show(markup.part("Score by score, what got worse first", _scores(comparison)))
        _changed(comparison)
        quality_taking.changes(comparison)


def _preferred(comparison: Comparison, new: Found) -> str:
    """What a judge says of the two, where one was asked; what cannot be read of it hinders nothing."""
    if not has_preferences(new.path):
        return ""
    try:
        found = find_preferences(new.path, comparison.base, comparison.new)
    except AssistantError as error:
        return bubbles.notice(str(error))
    told = "".join(f"<li>{markup.escaped(each)}</li>" for each in preference_sentences(found)) if found else ""
    return markup.part("Which answers a model would rather have", f"<ul>{told}</ul>") if told else ""


def _left_out(comparison: Comparison) -> str:
    parts = {
        "Asked only before": comparison.only_in_base,
        "Asked only now": comparison.only_in_new,
        "Rewritten since, so not compared": comparison.rewritten,
    }
    told = " ".join(f"{title}: {len(names):,} ({listed(names, 3)})." for title, names in parts.items() if names)
    return f'<p class="al-quiet">{markup.escaped(told)}</p>' if told else ""


def _scores(comparison: Comparison) -> str:
    differences = comparison.differences
    names = [words.score(each.score) for each in differences]
    verdicts = [words.VERDICTS[each.verdict] for each in differences]
    rows = (
        (name, f"{each.base:.3f}", f"{each.new:.3f}", f"{each.difference:+.3f}", f"{each.low:+.3f} to {each.high:+.3f}",
         f"{each.n:,}", verdict)
        for each, name, verdict in zip(differences, names, verdicts, strict=True)
    )  # fmt: skip
    head = ("Score", "Before", "Now", "Change", "95 % range", "Cases", "Verdict")
    moved = [at for at, each in enumerate(differences) if each.verdict != "the same"]
    drawn = changes(*([side[at] for at in moved] for side in (differences, names, verdicts)))  # type: ignore[arg-type]
    still = len(differences) - len(moved)
    same = f'<p class="al-quiet">{still} scores are the same in both.</p>' if still else ""
    return (
        f'<p class="al-quiet">{READ}</p>{drawn}{same}'
        '<details class="al-behind"><summary>The numbers as a table</summary>'
        f"{table('Score by score', head, rows)}</details>"
    )


def _changed(comparison: Comparison) -> None:
    found = (*comparison.worse, *comparison.better)
    page = page_of(len(found))
    here = found[(page - 1) * PAGE : page * PAGE]
    items = "".join(f"<li>{_link(change)}</li>" for change in here)
    told = f"{len(comparison.worse):,} got worse in something, {len(comparison.better):,} better only."
    look.show(
        markup.part(
            "Questions whose scores changed, what got worse first",
            f'<p>{told}</p><ul class="al-links">{items}</ul>{pages(PLACE, page, len(found))}',
        )
    )


def _link(change: Change) -> str:
    urgent = "Urgent danger. " if change.urgent else ""
    moved = "; ".join(
        f"{words.score(name)}: {100 * change.base[name]:.0f} → {100 * change.new[name]:.0f}"
        for name in change.losses or change.base
    )
    title, told = words.sentence(change.id.replace("-", " ")), f"{urgent}{moved}"
    return listing.go(
        quality_address.here(PLACE, case=change.id),
        f"<strong>{markup.escaped(title)}</strong> <span>{markup.escaped(told)}</span>",
    )


def _case(name: str, base: Found, new: Found) -> None:
    before, now = (_asked(found, name) for found in (base, new))
    links = (
        listing.go(quality_address.here(PLACE, case="", page=""), "All changes"),
        listing.go(quality_address.link("quality-cases", record=new.id, case=name), "All about this question"),
    )
    title = words.sentence(name.replace("-", " "))
    said = "".join(f'<div class="al-bubble">{markup.plain_html(turn)}</div>' for turn in now.case.turns)
    look.show(
        f'<nav class="al-places" aria-label="From here">{"".join(links)}</nav>'
        f'<h2 class="al-group">{markup.escaped(title)}</h2>'
        f'<p class="al-quiet">{markup.escaped(now.case.why)} {markup.escaped(quality_case.situation(now.case))}</p>'
        + markup.part("What was asked", said)
        + markup.part("The two answers", _side_by_side(before, now))
        + markup.part("How they scored", _scored(before, now))
    )


def _asked(found: Found, name: str) -> CaseResult:
    report = session.shared().summaries.report(found)
    return next(each for each in report.cases if each.case.id == name)


def _side_by_side(before: CaseResult, now: CaseResult) -> str:
    texts = [_words(each) for each in (before, now)]
    if texts[0] == texts[1]:
        return f'<p>Both gave the same answer.</p><div class="al-side">{markup.plain_html(texts[1])}</div>'
    if sum(map(len, texts)) > LONGEST:
        marked: Sequence[str] = [markup.escaped(text) for text in texts]
    else:
        marked = quality_case.marked_words(*texts)
    columns = "".join(
        f'<section class="al-side"><h3>{side}</h3><p class="al-plain" dir="auto">{text}</p></section>'
        for side, text in zip(SIDES, marked, strict=True)
    )
    return f'<div class="al-sides">{columns}</div>'


def _words(asked: CaseResult) -> str:
    """All that was shown, without its marks of bold and italics."""
    parts = (asked.case.signposting, asked.case.answer, f"No answer: {asked.error}" if asked.error else "")
    return "\n\n".join(part.strip() for part in parts if part and part.strip()).replace("*", "")


def _scored(before: CaseResult, now: CaseResult) -> str:
    """What is not full in both, each with its figures and why points were lost."""
    rows = []
    for name in dict.fromkeys((*before.scores, *now.scores)):
        was, now_is = (each.scores.get(name) for each in (before, now))
        reason = now.reasons.get(name) or before.reasons.get(name, "")
        if reason or was != now_is:
            told = f"{words.score(name)}: {_share(was)} before, {_share(now_is)} now."
            rows.append(f"<li><strong>{markup.escaped(told)}</strong> {markup.escaped(reason)}</li>")
    return f'<ul class="al-lost">{"".join(rows)}</ul>' if rows else "<p>Nothing was lost.</p>"


def _share(score: float | None) -> str:
    return "not scored" if score is None else f"{100 * score:.0f}"


with look.page():
    quality_frame.begin(PLACE, "Compare", LEAD)
    draw()
    quality_frame.problems()
