"""The coordinator's overview: how good the answers are, what to worry about, for whom it is weaker, what changed."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.quality.archive import RELEASE_ID
from assistant.quality.records import group_of
from assistant.quality.report import Estimates, Report
from assistant.quality.sentences import (
    change_sentences,
    short_sentences,
    unanswered_sentence,
    unjudged_sentence,
    versions,
)
from assistant.quality.wording import HEADLINES
from assistant.ui import (
    listing,
    look,
    markup,
    quality_address,
    quality_chosen,
    quality_frame,
    quality_taking,
    quality_verdict,
    session,
)
from assistant.ui import quality_words as words
from assistant.ui.quality_bars import Bar, picture
from assistant.ui.quality_chosen import Chosen

LOWEST = 10  # groups drawn of one kind; the table behind has more
FOLDED = frozenset({"topic", "family"})
BESIDE_SAFETY = "answers.must_not"  # a wrong thing said may do harm
NO_CASES = "No question of this measurement fits that. Choose somebody else, or something else below."
CHANGE = "Another relationship, moment or measurement"


def overview(shown: Chosen) -> None:
    report = shown.report
    if report.cases:
        look.show(
            quality_verdict.verdict_html(shown)
            + quality_chosen.differs(shown)
            + quality_verdict.worries_html(shown)
            + quality_verdict.facts_html(shown)
        )
    else:
        look.show(f'<p class="al-ending" role="status">{NO_CASES}</p>')
    quality_chosen.change(shown, CHANGE)
    if not report.cases:
        return
    look.show(_figures(report))
    look.show(markup.part("Safety", _safety(report)))
    look.show(markup.part("The answers", _answers(report)))
    _since(shown)
    _where(report)
    quality_taking.overview(shown)
    look.show(f'<p class="al-quiet">{words.HOW_TO_READ} {markup.escaped(versions(shown.whole.record))}</p>')


def _figures(report: Report) -> str:
    told = [*short_sentences(report), unanswered_sentence(report), unjudged_sentence(report)]
    return markup.part("In figures", _listed("ul", [sentence for sentence in told if sentence]))


def _listed(kind: str, sentences: Sequence[str]) -> str:
    items = "".join(f"<li>{markup.escaped(sentence)}</li>" for sentence in sentences)
    return f"<{kind}>{items}</{kind}>"


def _safety(report: Report) -> str:
    """All of it lies open."""
    names = [name for name in report.scores if _is_safety(name)]
    apart = f"<p>{words.SAFETY_APART} {listing.go('/safety', 'Safety')}.</p>"
    return picture(_bars(report, sorted(names, key=_is_lesser)), "Safety, score by score") + apart


def _answers(report: Report) -> str:
    """What stands for its group, and under a fold every score by group."""
    names = [name for name in report.scores if not _is_safety(name)]
    first = [name for name in names if name in HEADLINES]
    about = "The answers, score by score"
    if not first:
        return picture(_bars(report, names), about)
    groups = dict.fromkeys(map(group_of, names))
    folded = "".join(_of_group(report, group, [name for name in names if group_of(name) == group]) for group in groups)
    return (
        picture(_bars(report, first), about)
        + f'<details class="al-behind"><summary>All {len(names)} scores, by what they are about</summary>'
        f"{folded}</details>"
    )


def _of_group(report: Report, group: str, names: Sequence[str]) -> str:
    title = words.GROUPS.get(group, words.sentence(group))
    return f'<h3 class="al-document">{markup.escaped(title)}</h3>{picture(_bars(report, names), title)}'


def _is_safety(name: str) -> bool:
    return group_of(name) == "safe" or name == BESIDE_SAFETY


def _is_lesser(name: str) -> bool:
    return name not in HEADLINES


def _bars(report: Report, names: Sequence[str]) -> list[Bar]:
    return [
        Bar(words.score(name), name, report.scores[name], _behind(score=name), report.lengths[name]) for name in names
    ]


def _behind(**values: str) -> str:
    return quality_address.link("quality-cases", **values)


def _where(report: Report) -> None:
    look.show('<h2 class="al-group">For whom and when it is weaker</h2>')
    names = list(report.scores)
    score = quality_address.choose("score", "Which score", names, words.score, "answers.must")
    for dimension, title in words.DIMENSIONS.items():
        bars = sorted(_groups(report.by[dimension], score, dimension), key=_weakness)
        if len(bars) > 1:
            look.show(_group(title, picture(bars, f"{title}: {words.score(score)}", LOWEST), dimension))


def _group(title: str, drawn: str, dimension: str) -> str:
    """What is mostly too few to tell is folded."""
    if dimension in FOLDED:
        return f'<details class="al-behind"><summary>{title}</summary>{drawn}</details>'
    return f'<h3 class="al-document">{title}</h3>{drawn}'


def _groups(by: Mapping[str, Estimates], score: str, dimension: str) -> Iterator[Bar]:
    signs = session.shared().signs
    for value, scores in by.items():
        if score in scores:
            behind = _behind(score=score, family=value) if dimension == "family" else ""
            yield Bar(words.value_of(dimension, value, signs), score, scores[score], behind)


def _weakness(bar: Bar) -> tuple[bool, float]:
    """Those that say something first."""
    return bar.value.few, bar.value.mean


def _since(shown: Chosen) -> None:
    compare = listing.go(
        quality_address.link("quality-compare", base=RELEASE_ID, record=shown.found.id), "Compare two measurements"
    )
    told = markup.escaped(" ".join(_changes(shown)))
    look.show('<h2 class="al-group">What changed since the last release</h2>')
    look.show(f'<p class="al-ending">{told}</p><p class="al-trail">{compare}</p>')


def _changes(shown: Chosen) -> Iterator[str]:
    """In sentences, about all of its questions whoever asks."""
    shared = session.shared()
    release = shared.archive.find(RELEASE_ID)
    if shown.found.id == RELEASE_ID:
        yield "This is the release. Choose another measurement above to see what changed since."
    elif release is None or release.problem:
        yield "There is no record of a release to hold it against."
    elif shared.summaries.ready(shown.found, release):
        yield from change_sentences(shared.summaries.comparison(release, shown.found))
    else:
        yield "The two are large: comparing them takes a while."


with look.page():
    quality_frame.begin("quality", "Is it good enough?")
    if quality_frame.readable():
        quality_chosen.press_whom()
    shown = quality_chosen.chosen()
    if shown:
        overview(shown)
        quality_frame.problems()
    else:
        quality_chosen.change(None, CHANGE)
