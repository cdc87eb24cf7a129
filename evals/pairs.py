"""Have a judge compare the two answers of every case that two runs answered differently, in both orders."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import anyio
from inspect_ai.model import Model

from assistant.errors import InputError
from assistant.guides.documents import Documents
from assistant.messages import Progress
from assistant.quality.case_results import results_by_case
from assistant.quality.comparison import Comparison
from assistant.quality.preference_file import fingerprint
from assistant.quality.preferences import Outcome, Pair, Preferences
from assistant.quality.records import CaseRecord, RunRecord
from assistant.retrieval.current import silent
from evals.answers import Answer
from evals.judge import ONLY_OURS, Bench, Judge, open_judge
from evals.judging import PAIR_PROMPT, Unusable, pair_question, read_reply
from evals.running import CARD

TOGETHER = 4  # pairs asked about at once, as in a run
VERDICTS = ("a", "b", "tie")
NOTHING_TO_JUDGE = "The two runs answered no case in two different ways, so there is nothing for a judge to read."
NO_ANSWERS = "{} keeps no answers, as the baseline does: there is nothing for a judge to read. Compare two whole runs."

Two = tuple[CaseRecord, CaseRecord]
"""The same case as BASE and as NEW answered it."""


def prefer(comparison: Comparison, model: str, progress: Progress = silent) -> Preferences:
    """Ask the judge of this name about each pair, twice.

    Raises InputError when answers may not be sent, there is nothing to compare, or no verdict could be used;
    SettingsError when neither a key nor an address is set.
    """
    for record in (comparison.base, comparison.new):
        refuse_others(record)
    pairs = different(comparison)
    judge = open_judge(model, PAIR_PROMPT)
    found = anyio.run(_asked, Bench(judge), pairs, progress)
    if all(pair.outcome == "unusable" for pair in found):
        raise InputError(f"The judge gave no verdict that can be used: {found[0].reasons[0]}.")
    return _preferences(comparison, judge, found)


def refuse_others(record: RunRecord) -> None:
    """Raises InputError for answers to somebody's own cases, or that hold what a programme wrote."""
    if record.case_file is not None:
        raise InputError(f"A judge is sent our own made-up cases only, and one run is of {record.case_file!r}.")
    if record.documents not in {None, Documents().version} or CARD in record.versions:
        raise InputError(f"A judge is sent no words of a programme, and one run was made with such; {ONLY_OURS}")


def different(comparison: Comparison) -> tuple[Two, ...]:
    """The cases that both runs answered, each in other words. Raises InputError when there is none."""
    base, new = results_by_case(comparison.base), results_by_case(comparison.new)
    for side, results in (("BASE", base), ("NEW", new)):
        if results and not any(_words(each.case) for each in results.values()):
            raise InputError(NO_ANSWERS.format(side))
    both = ((base[name].case, new[name].case) for name in comparison.common)
    pairs = tuple(two for two in both if all(map(_words, two)) and _words(two[0]) != _words(two[1]))
    if not pairs:
        raise InputError(NOTHING_TO_JUDGE)
    return pairs


def _words(case: CaseRecord) -> str:
    """What the person read; empty when there was no answer."""
    return "" if case.error else Answer(case.answer, signposting=case.signposting).shown.strip()


async def _asked(bench: Bench, pairs: Sequence[Two], progress: Progress) -> list[Pair]:
    found: dict[int, Pair] = {}
    limit = anyio.CapacityLimiter(TOGETHER)

    async def judge(place: int, two: Two, model: Model) -> None:
        async with limit:
            found[place] = await _pair(bench, model, two)
            progress(len(found), len(pairs))

    async with bench.model() as model, anyio.create_task_group() as group:
        for place, two in enumerate(pairs):
            group.start_soon(judge, place, two, model)
    return [found[place] for place in range(len(pairs))]


async def _pair(bench: Bench, model: Model, two: Two) -> Pair:
    """Both orders are asked of the same judge; what it prefers counts when it is the same both times."""
    base, new = two
    try:
        first = await _order(bench, model, base, new)
        second = await _order(bench, model, new, base)
    except Unusable as why:
        return Pair(base.id, base.family, "unusable", (str(why),))
    preferred = {"a": "base", "b": "new", "tie": "tie"}[first[0]], {"a": "new", "b": "base", "tie": "tie"}[second[0]]
    return Pair(base.id, base.family, _outcome(*preferred), (first[1], second[1]))


async def _order(bench: Bench, model: Model, one: CaseRecord, other: CaseRecord) -> tuple[str, str]:
    words = pair_question(_situation(one), one.turns, _words(one), _words(other))
    return read_reply(await bench.reply(model, words), VERDICTS)


def _outcome(first: str, second: str) -> Outcome:
    if first == second:
        return first  # type: ignore[return-value]
    return "tie" if "tie" in {first, second} else "flipped"


def _situation(case: CaseRecord) -> str:
    return ", ".join(_told(case)) or "not said"


def _told(case: CaseRecord) -> Iterator[str]:
    for field, value in case.situation.items():
        yield f"{field} {value.replace('_', ' ')}"


def _preferences(comparison: Comparison, judge: Judge, pairs: Sequence[Pair]) -> Preferences:
    return Preferences(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        judge=judge.model,
        prompt=judge.prompt.version,
        base=fingerprint(comparison.base),
        new=fingerprint(comparison.new),
        pairs=tuple(pairs),
    )
