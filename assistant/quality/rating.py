"""Which answers of a record are to be rated, and in which order: the same for everybody, so that raters meet."""

from collections.abc import Iterable, Sequence, Set
from hashlib import sha256
from itertools import chain, zip_longest

from assistant.quality.labels import Label, Rater, answer_key
from assistant.quality.records import CaseRecord, RunRecord

SITTING = 20
"""Answers that are rated in about ten minutes."""


def to_rate(record: RunRecord) -> tuple[CaseRecord, ...]:
    """Every different answer once, one of each family before a second of any.

    Twenty answers are then of as many families, which is what ranges need; within that the order is by a hash, so that
    it says nothing of how an answer scored.
    """
    families: dict[str, dict[str, CaseRecord]] = {}
    for case in record.cases:
        if case.error is None and (case.answer.strip() or case.signposting):
            families.setdefault(case.family, {}).setdefault(answer_key(case), case)
    ordered = [sorted(each.values(), key=_shuffled) for _, each in sorted(families.items(), key=_family_shuffled)]
    return tuple(case for case in chain.from_iterable(zip_longest(*ordered)) if case is not None)


def done_by(labels: Iterable[Label], rater: Rater, name: str) -> Set[str]:
    """The answers that somebody has rated."""
    return {label.answer for label in labels if (label.rater, label.name.casefold()) == (rater, name.casefold())}


def next_one(answers: Sequence[CaseRecord], done: Set[str], skipped: Sequence[str]) -> CaseRecord | None:
    """The first that is neither rated nor skipped; then those that were skipped, the longest ago first."""
    left = {answer_key(case): case for case in answers}
    for key in done:
        left.pop(key, None)
    fresh = next((case for key, case in left.items() if key not in skipped), None)
    return fresh or next((left[key] for key in skipped if key in left), None)


def _shuffled(case: CaseRecord) -> str:
    return sha256(answer_key(case).encode()).hexdigest()


def _family_shuffled(family: tuple[str, object]) -> str:
    return sha256(family[0].encode()).hexdigest()
