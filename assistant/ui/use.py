"""Counts of what is kept on this device, as HTML and as rows, and nobody's words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.quality.usage import FEW, Row, to_csv
from assistant.responders.gaps import Gaps
from assistant.safety.concerns import load_concerns
from assistant.store import OTHER, REASONS, Counts
from assistant.ui import listing, markup, session
from assistant.ui.words import REASONS as REASON_WORDS

RULE = (
    "A number is shown only when it comes from five conversations or more; everything else is “fewer than five”, and "
    "that may be none. Conversations that people don't keep are never counted, and what is deleted counts no more."
)
GAPS = (
    "Questions to which the guides gave no answer that can be relied on, by the topic nearest to them. If your "
    "programme has a rule or a page on such a topic, add it under"
)
CARDS = (
    "How often the fixed words came first, because somebody may have been at risk, by what they were about. It says "
    "what Alongside took messages for, which is sometimes wrong, and not what happened."
)
THUMBS = {"up": "Helpful", "down": "Not helpful"}
NO_TOPIC, NO_KIND = "No topic near it", "Of no single kind"


def topics() -> Mapping[str, str]:
    """Every folder of guides by its name in words."""
    shared = session.shared()
    folders = {guide.rpartition("/")[0] for guide in shared.library.guides}
    return {topic.folder: topic.name for topic in shared.signs.in_order(folders)} | {OTHER: NO_TOPIC}


def kinds() -> Mapping[str, str]:
    """Every kind of concern by its name in words, the most pressing first."""
    known = load_concerns(session.shared().settings.knowledge)
    return {concern.category: concern.name for concern in known} | {OTHER: NO_KIND}


def reasons() -> Mapping[str, str]:
    return {
        each: f"{THUMBS[verdict]}: {_inside(REASON_WORDS[each])}" for verdict in REASONS for each in REASONS[verdict]
    }


def _inside(words: str) -> str:
    """Words within a sentence."""
    return words[:1].lower() + words[1:]


def counted() -> Counts:
    shared = session.shared()
    gaps = Gaps.of(shared.library, shared.settings.knowledge)
    return session.kept().store.counted(tuple(kinds()), gaps)


def rows(counts: Counts) -> Iterator[Row]:
    """All of it for a spreadsheet; a group under five is named whether or not there is any of it."""
    yield "conversations kept", "", "", counts.conversations
    for folder, name in topics().items():
        yield "questions the guides could not answer", name, "", counts.gaps.get(folder)
    for verdict, name in THUMBS.items():
        yield "feedback", name, "", counts.verdicts.get(verdict)  # type: ignore[call-overload]
    for reason, name in reasons().items():
        yield "reasons", name, "", counts.reasons.get(reason)  # type: ignore[call-overload]
    for month in sorted(counts.cards):
        for kind, name in kinds().items():
            yield "help shown first", name, month, counts.cards[month].get(kind)


def overview(counts: Counts) -> str:
    """All of it as HTML."""
    feedback = [(name, counts.verdicts[each]) for each, name in THUMBS.items() if each in counts.verdicts]  # type: ignore[index]
    why = [(name, counts.reasons[each]) for each, name in reasons().items() if each in counts.reasons]  # type: ignore[index]
    documents = f"<p>{GAPS} {listing.go('/documents', 'Programme documents')}.</p>"
    return (
        f'<p class="al-ending">Counted from {counts.conversations} conversations. {RULE}</p>'
        '<article class="al-guide">'
        + markup.part("What the guides could not answer", documents + _numbers(_named(counts.gaps, topics()), "topic"))
        + markup.part("Whether answers helped", _numbers([*feedback, *why], "thumb and reason"))
        + markup.part("Help that was shown first", f"<p>{CARDS}</p>{_cards(counts)}")
        + "</article>"
    )


def _cards(counts: Counts) -> str:
    if not counts.cards:
        return _numbers([], "kind, in every month")
    return "".join(
        f"<h3>{_month(month)}</h3>{_numbers(_named(counts.cards[month], kinds()), 'kind')}"
        for month in sorted(counts.cards, reverse=True)
    )


def _named(groups: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    """The largest first."""
    return [(names[key], groups[key]) for key in sorted(groups, key=lambda key: -groups[key])]


def _numbers(groups: Sequence[tuple[str, int]], what: str) -> str:
    listed = "".join(
        f"<li><span>{markup.escaped(name)}</span> <strong>{number:,}</strong></li>" for name, number in groups
    )
    rest = f"Every {'other ' if groups else ''}{what}: {FEW}."
    return f'<ul class="al-figures al-numbers">{listed}</ul><p class="al-quiet">{rest}</p>'


def _month(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def sheet() -> str:
    """All that is counted, as CSV."""
    return to_csv(rows(counted()))
