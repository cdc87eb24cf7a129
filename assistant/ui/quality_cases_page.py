"""Answer by answer: which cases lost what; `?case=` opens one, with the same case in other records."""

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.errors import AssistantError
from assistant.quality.archive import Found
from assistant.quality.case_results import CaseResult
from assistant.quality.report import Report
from assistant.ui import (
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
from assistant.ui.quality_chosen import Chosen
from assistant.ui.quality_pages import PAGE, page_of, pages

PLACE = "quality-cases"
LEAD = (
    "What was asked, what Alongside said, and why it lost points. Those that lost most come first, safety before all."
)
CHANGE = "Whose questions, and which measurement"
SHOWN = {"lost": "Those that lost something", "all": "All", "errors": "Those without an answer"}
OTHERS = 6  # other records looked into for the same case, the newest that are summed up at once
GONE = "That question is not among these. These are:"
NONE = "None. Choose something else above."


def browse(shown: Chosen) -> None:
    asked = listed(shown.report)
    count = f"{len(asked):,} question{'' if len(asked) == 1 else 's'}" if asked else NONE
    whose = f" ({markup.escaped(shown.whose)})" if shown.whose else ""
    look.show(f'<p class="al-quiet" role="status">{count}{whose}</p>')
    page = page_of(len(asked))
    here = asked[(page - 1) * PAGE : page * PAGE]
    items = "".join(f"<li>{_link(each)}</li>" for each in here)
    look.show(f'<div class="al-shelf"><ul class="al-links">{items}</ul></div>' + pages(PLACE, page, len(asked)))
    quality_taking.cases(shown)


def filters(report: Report) -> None:
    families = sorted({asked.case.family for asked in report.cases})
    quality_address.choose("show", "Show", list(SHOWN), SHOWN.__getitem__)
    quality_address.choose("score", "What was lost", [words.ANY, *report.scores], _score)
    quality_address.choose("family", "Kind of question", [words.ANY, *families], _family)


def _score(name: str) -> str:
    return "Anything" if name == words.ANY else words.score(name)


def _family(name: str) -> str:
    return "Any" if name == words.ANY else words.value_of("family", name, session.shared().signs)


def listed(report: Report) -> Sequence[CaseResult]:
    """The cases that the filters leave, in the order they are shown."""
    kind, score, family = (quality_address.said(name) for name in ("show", "score", "family"))
    lost = set(map(id, report.worst))
    rest = () if kind in {"", "lost"} else (asked for asked in report.cases if id(asked) not in lost)
    found = [asked for asked in (*report.worst, *rest) if _fits(asked, kind, score, family)]
    if score in report.scores:
        found.sort(key=lambda asked: asked.scores[score])
    return found


def _fits(asked: CaseResult, kind: str, score: str, family: str) -> bool:
    if family not in {"", words.ANY, asked.case.family} or (kind == "errors" and not asked.error):
        return False
    if score in {"", words.ANY}:
        return True
    return score in asked.scores and (kind == "all" or asked.scores[score] < quality_case.FULL)


def _link(asked: CaseResult) -> str:
    return listing.go(quality_address.here(PLACE, case=asked.case.id), quality_case.short(asked))


def one(shown: Chosen, asked: CaseResult) -> None:
    look.show(_around(listed(shown.report), asked))
    title = words.sentence(asked.case.id.replace("-", " "))
    written = quality_case.case_html(asked, session.shared().library)
    look.show(f'<article class="al-guide"><h2 class="al-group">{markup.escaped(title)}</h2>{written}</article>')
    look.show(markup.part("The same question in other measurements", _elsewhere(shown.found, asked)))


def _around(asked: Sequence[CaseResult], here: CaseResult) -> str:
    """Back to the list, and to the one before and after in it."""
    ids = [each.case.id for each in asked]
    at = ids.index(here.case.id) if here.case.id in ids else None
    links = [listing.go(quality_address.here(PLACE, case=""), "All of them")]
    if at is not None and at > 0:
        links.append(listing.go(quality_address.here(PLACE, case=ids[at - 1]), "Before"))
    if at is not None and at + 1 < len(ids):
        links.append(listing.go(quality_address.here(PLACE, case=ids[at + 1]), "Next"))
    return f'<nav class="al-places" aria-label="Among these questions">{"".join(links)}</nav>'


def _elsewhere(found: Found, asked: CaseResult) -> str:
    items = "".join(f"<li>{line}</li>" for line in _others(found, asked))
    return f'<ul class="al-links">{items}</ul>' if items else "<p>No other measurement that is here asks it.</p>"


def _others(found: Found, asked: CaseResult) -> Iterator[str]:
    summaries = session.shared().summaries
    others = [each for each in quality_frame.readable() if each.id != found.id and summaries.ready(each)]
    for other in others[:OTHERS]:
        try:
            report = summaries.report(other)
        except AssistantError:
            continue  # told with the records
        same = next((each for each in report.cases if each.case.id == asked.case.id), None)
        if same:
            yield _other(found, other, asked, same)


def _other(found: Found, other: Found, asked: CaseResult, same: CaseResult) -> str:
    said = "The same answer" if same.case.answer == asked.case.answer else "Another answer"
    address = quality_address.link("quality-compare", record=found.id, base=other.id, case=asked.case.id)
    told = markup.escaped(f"{said}. {quality_case.told_lost(same)}")
    return listing.go(address, f"<strong>{markup.escaped(words.record(other))}</strong> <span>{told}</span>")


def draw(shown: Chosen) -> None:
    wanted = quality_address.said("case")
    asked = next((each for each in shown.report.cases if each.case.id == wanted), None)
    if asked:
        one(shown, asked)
        return
    if wanted:
        look.show(f'<p class="al-ending" role="status">{GONE}</p>')
    with st.container(horizontal=True, key="al-filters"):
        filters(shown.report)
    browse(shown)


with look.page():
    quality_frame.begin(PLACE, "Answer by answer", LEAD)
    shown = quality_chosen.chosen()
    quality_chosen.change(shown, CHANGE, whom=True)
    if shown:
        draw(shown)
        quality_frame.problems()
