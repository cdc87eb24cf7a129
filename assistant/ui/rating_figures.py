"""What the ratings show: what people said, how far they agree, and whether each score sees what they see."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.quality.agreement import Agreement
from assistant.quality.labelfile import Kept
from assistant.quality.labels import QUESTIONS, Label, Question, Rater
from assistant.quality.lengths import with_length
from assistant.quality.rater_agreement import (
    NOBODY,
    between_persons,
    between_two,
    by_rater,
    figure,
    of_record,
    question_of,
    shares,
    told,
    with_persons,
)
from assistant.quality.records import RunRecord
from assistant.quality.wording import in_100, name_of
from assistant.ui import markup
from assistant.ui.rating_words import QUESTIONS as ASKED
from assistant.ui.rating_words import VERDICTS

HOW = (
    "Agreement is counted beyond chance: 1 is full agreement, 0 is what guessing would give. In brackets stands where "
    "the true figure may lie (95 % range). Between people it is Krippendorff's alpha, between a score and people "
    "Cohen's kappa. A score that does not agree with people should not be relied on."
)
UNASKED = "{} of the search, of sources and the like: people are not asked about these."
ONLY = "little else than length"
NOT_ONLY = "None of these scores measures little else than length."
LENGTH = (
    "How each score goes with the number of words of an answer: 0 is not at all, 1 or -1 is altogether; from 0.8 on it "
    "is called out."
)
APART = "Kept apart, and never counted as what people say: {}."
KINDS: Mapping[Rater, tuple[str, str]] = {
    "author": ("rating by somebody who worked on Alongside", "ratings by people who worked on Alongside"),
    "helper": ("rating by an AI", "ratings by AIs"),
}
ELSEWHERE = "{} {} of other answers than these, and counted with those."
UNREAD = "{} of the file of ratings cannot be read: cut short, or of a newer Alongside."


def overview(record: RunRecord, kept: Kept) -> str:
    """All of it as HTML, of this record's answers only."""
    labels = of_record(record, kept.labels)
    kinds = by_rater(labels)
    parts = [_people(labels), _scores(record, labels)] if kinds.get("person") else [_said(NOBODY)]
    parts.append(_lengths(record))
    apart = [f"{kinds[kind]} {words[kinds[kind] > 1]}" for kind, words in KINDS.items() if kinds.get(kind)]
    if apart:
        parts.append(_quiet(APART.format(" and ".join(apart))))
    if elsewhere := len(kept.labels) - len(labels):
        parts.append(_quiet(ELSEWHERE.format(_many(elsewhere, "rating"), "is" if elsewhere == 1 else "are")))
    if kept.unread:
        parts.append(_quiet(UNREAD.format(f"{kept.unread} line{'s' * (kept.unread > 1)}")))
    return "".join(parts)


def _people(labels: Sequence[Label]) -> str:
    rows = "".join(f"<li>{_question(labels, question)}</li>" for question in QUESTIONS)
    return markup.part("What people say", f'<ul class="al-figures">{rows}</ul>') + _quiet(HOW)


def _question(labels: Sequence[Label], question: Question) -> str:
    said = shares(labels, question)
    total = sum(said.counts.values())
    if not total:
        return _row(ASKED[question], "", NOBODY)
    verdicts = ", ".join(
        f"{VERDICTS[each].lower()} {said.counts.get(each, 0)}" for each in reversed(QUESTIONS[question])
    )
    people = f"{said.names} {'people' if said.names > 1 else 'person'}"
    counted = f"{_many(total, 'rating')} of {_many(said.answers, 'answer')} by {people}"
    return _row(ASKED[question], "", f"{verdicts} ({counted})", " ".join(_among(labels, question, said.names)))


def _among(labels: Sequence[Label], question: Question, names: int) -> Iterator[str]:
    if names < 2:
        yield "Agreement between people: one person has rated, so there is none to tell."
        return
    yield _agreed("Agreement between people", between_persons(labels, question), "answer rated by two or more")
    if pair := between_two(labels, question):
        yield _agreed("Of the two (Cohen's kappa)", pair, "answer both rated")


def _agreed(what: str, agreement: Agreement, of: str) -> str:
    number = figure(agreement)
    same = "" if agreement.few else f"; the same said in {in_100(agreement.observed)}"
    return f"{what}: {told(agreement)}{f', {number}' if number else ''}{same} ({_many(agreement.n, of)})."


def _scores(record: RunRecord, labels: Sequence[Label]) -> str:
    found = with_persons(record, labels)
    known = {score: agreement for score, agreement in found.items() if agreement.n}
    rows = "".join(
        f"<li>{_score(score, known[score])}</li>" for score in sorted(known, key=lambda each: _order(known[each]))
    )
    unrated, unasked = len(found) - len(known), len(record.score_names) - len(found)
    more = [f"{_many(unrated, 'score')}: {NOBODY[0].lower()}{NOBODY[1:]}"] if unrated else []
    more += [UNASKED.format(_many(unasked, "score"))] if unasked else []
    listed = f'<ul class="al-figures">{rows}</ul>' if rows else ""
    return markup.part("Whether each score sees what people see", listed + _quiet(" ".join(more)))


def _lengths(record: RunRecord) -> str:
    """Length alone beside each score; one that measures little else is called out."""
    lengths = with_length(record)
    told = {name: each.correlation for name, each in lengths.items() if each.correlation is not None}
    if not told:
        return ""
    only = [name for name in told if lengths[name].is_all]
    called = "".join(f"<li>{_row(_sentence(name), ONLY)}</li>" for name in only)
    listed = "".join(
        f"<li><span>{markup.escaped(_sentence(name))}</span> <strong>{told[name]:+.2f}</strong></li>"
        for name in sorted(told, key=lambda name: -abs(told[name]))
    )
    return markup.part(
        "Whether a score is more than length",
        f'<ul class="al-figures">{called}</ul>{_quiet(LENGTH if only else f"{NOT_ONLY} {LENGTH}")}'
        f'<details class="al-lengths"><summary>{_many(len(told), "score")} beside length</summary>'
        f'<ul class="al-figures al-numbers">{listed}</ul></details>',
    )


def _sentence(score: str) -> str:
    name = name_of(score)
    return name[:1].upper() + name[1:]


def _order(agreement: Agreement) -> tuple[bool, float]:
    """What agrees least first, what is too few to tell last."""
    return agreement.few, 1.0 if agreement.value is None else agreement.value


def _score(score: str, agreement: Agreement) -> str:
    question = question_of(score)
    against = f"held against “{ASKED[question]}”" if question else ""
    number = figure(agreement)
    same = "" if agreement.few else f"the same verdict in {in_100(agreement.observed)}"
    counted = f"{_many(agreement.n, 'rating')}, {_many(agreement.families, 'kind')} of question"
    return _row(_sentence(score), told(agreement), "; ".join(filter(None, (number, same, against, counted))))


def _row(name: str, verdict: str, *lines: str) -> str:
    head = f"<strong>{markup.escaped(name)}</strong>" + (f" <em>{markup.escaped(verdict)}</em>" if verdict else "")
    return head + "".join(f"<small>{markup.escaped(line)}</small>" for line in lines if line)


def _many(number: int, what: str) -> str:
    first, _, rest = what.partition(" ")
    return f"{number} {first}{'' if number == 1 else 's'}{f' {rest}' if rest else ''}"


def _said(words: str) -> str:
    return f'<p class="al-ending">{markup.escaped(words)}</p>'


def _quiet(words: str) -> str:
    return f'<p class="al-quiet">{markup.escaped(words)}</p>' if words else ""
