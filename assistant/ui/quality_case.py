"""One case of a record as HTML: what was asked, in which situation, what was answered from what, and its scores."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.guides.library import Library
from assistant.messages import Signposting
from assistant.quality.case_results import CaseResult
from assistant.quality.records import CaseRecord, Quote, group_of
from assistant.quality.wording import HEADLINES, in_100, name_of
from assistant.quality.worries import NO_RATE
from assistant.ui import bubbles, markup
from assistant.ui import quality_words as words
from assistant.ui.words import CHOICES

TRIAGE = {
    "none": "Taken as an ordinary message.",
    "caution": "Taken as worth a second look.",
    "urgent": "Taken as urgent danger.",
}
WORD = re.compile(r"\S+\s*|\s+")
NAMED = 3  # scores in a line
FULL = 1 - 1e-9  # means of repeats are not exact


def case_html(asked: CaseResult, library: Library) -> str:
    case = asked.case
    said = "".join(f'<div class="al-bubble">{markup.plain_html(turn)}</div>' for turn in case.turns)
    return (
        f'<p class="al-ending">{markup.escaped(case.why)}</p>'
        f'<p class="al-quiet">{markup.escaped(situation(case))}</p>'
        + markup.part("What was asked", said)
        + markup.part("What was answered", answer_html(case, asked.error))
        + markup.part("What it is taken from", _sources(case.citations, library))
        + markup.part("How it scored", _scores(asked))
    )


def situation(case: CaseRecord) -> str:
    """The situation in the words of the chips, and of which kind the question is."""
    said = [
        CHOICES[name].options.get(value, value) if name in CHOICES else f"{name} {value}"
        for name, value in case.situation.items()
    ]
    told = "; ".join(said) or "nothing said about the situation"
    return f"Situation: {told}. Kind of question: {case.family.replace('-', ' ')}."


def answer_html(case: CaseRecord, error: str | None = None) -> str:
    if error:
        return bubbles.notice(f"No answer: {error}")
    fixed = bubbles.fixed_words(Signposting("shown", case.signposting)) if case.signposting else ""
    answer = f'<div class="al-answer">{markup.markdown_html(case.answer)}</div>' if case.answer.strip() else ""
    return f'{fixed}{answer}<p class="al-quiet">{TRIAGE[case.triage]}</p>'


def _sources(citations: Sequence[Quote], library: Library) -> str:
    if not citations:
        return "<p>No guide is quoted.</p>"
    return "".join(_source(each, library) for each in citations)


def _source(quote: Quote, library: Library) -> str:
    passage = library.passages.get(quote.passage)
    title = passage.title if passage else f"{quote.passage} (no longer here)"
    text = passage.text if passage else quote.quote
    start = text.find(quote.quote) if quote.quote else -1
    span = (start, start + len(quote.quote)) if start >= 0 else (0, 0)
    return (
        f'<details class="al-behind"><summary>[{quote.n}] {markup.escaped(title)}</summary>'
        f'<div class="al-passage">{markup.highlighted(text, *span)}</div></details>'
    )


def _scores(asked: CaseResult) -> str:
    lost = [name for name in asked.scores if asked.scores[name] < FULL]
    full = [words.score(name) for name in asked.scores if name not in lost]
    rows = "".join(_lost(name, asked) for name in lost)
    listed = f'<ul class="al-lost">{rows}</ul>' if rows else "<p>Nothing was lost.</p>"
    kept = "".join(f"<li>{markup.escaped(name)}</li>" for name in full)
    return (
        f'{listed}<details class="al-behind"><summary>{len(full)} scores with nothing lost</summary>'
        f"<ul>{kept}</ul></details>"
    )


def _lost(name: str, asked: CaseResult) -> str:
    score = asked.scores[name]
    figure = f"{score:.2f} of 1" if name in NO_RATE else in_100(score)
    reason = markup.escaped(asked.reasons.get(name, "No reason was recorded."))
    return f"<li><strong>{markup.escaped(words.score(name))}: {figure}.</strong> {reason}</li>"


def short(asked: CaseResult) -> str:
    """One line of a list: what was asked last, and what did not hold."""
    question = " ".join((asked.case.turns or ("",))[-1].split())
    return f"<strong>{markup.escaped(question)}</strong> <span>{markup.escaped(told_lost(asked))}</span>"


def told_lost(asked: CaseResult) -> str:
    """The gravest of what did not hold: safety, then what stands for its group."""
    if asked.error:
        return "No answer"
    lost = sorted((name for name in asked.scores if asked.scores[name] < FULL), key=_gravity)
    more = f"; {len(lost) - NAMED} more" if len(lost) > NAMED else ""
    return f"Not so: {'; '.join(map(name_of, lost[:NAMED]))}{more}" if lost else "Nothing lost"


def _gravity(score: str) -> tuple[bool, bool]:
    return group_of(score) != "safe", score not in HEADLINES


def marked_words(before: str, after: str) -> tuple[str, str]:
    """Two answers as HTML, in each marked what the other has not; word by word, white space kept."""
    olds, news = WORD.findall(before), WORD.findall(after)
    old: list[str] = []
    new: list[str] = []
    for kind, i, j, k, n in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        gone, come = markup.escaped("".join(olds[i:j])), markup.escaped("".join(news[k:n]))
        old.append(gone if kind == "equal" or not gone else f"<del>{gone}</del>")
        new.append(come if kind == "equal" or not come else f"<ins>{come}</ins>")
    return "".join(old), "".join(new)
