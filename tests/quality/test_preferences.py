"""Which of two answers a judge prefers: counts, range, what cannot be used, and the file that it is kept in."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.quality.preference_file import (
    find_preferences,
    fingerprint,
    has_preferences,
    path_of,
    read_preferences,
    write_preferences,
)
from assistant.quality.preferences import Outcome, Pair, Preferences, Verdict, preference_sentences, preference_values
from assistant.quality.records import RecordError
from tests.quality.made_up import case, run

BASE, NEW = run(case("a", {}, answer="Ask him.")), run(case("a", {}, answer="Tell him."))


def preferred(**outcomes: int) -> Preferences:
    """So many pairs of each outcome, each of a family of its own."""
    every: list[Outcome] = [name for name, count in outcomes.items() for _ in range(count)]  # type: ignore[misc]
    pairs = tuple(Pair(f"c{place}", f"f{place}", each, ("one", "two")) for place, each in enumerate(every))
    return Preferences("2026-11-30T10:00:00+00:00", "small", "p1", fingerprint(BASE), fingerprint(NEW), pairs)


@pytest.mark.parametrize(
    ("found", "lead", "verdict"),
    [
        (preferred(new=12), 1.0, "better"),
        (preferred(base=12), -1.0, "worse"),
        (preferred(new=6, base=6), 0.0, "no clear change"),
        (preferred(tie=6, flipped=6), 0.0, "no clear change"),
        (preferred(new=5), 1.0, "too few to tell"),
        (preferred(new=5, unusable=30), 1.0, "too few to tell"),
        (preferred(unusable=3), 0.0, "too few to tell"),
    ],
    ids=["better", "worse", "even", "flips", "few", "few-to-use", "none"],
)
def test_what_is_preferred_has_a_verdict_by_its_range_over_families(
    found: Preferences, lead: float, verdict: Verdict
) -> None:
    assert (found.lead, found.verdict) == (lead, verdict)
    assert found.range[0] <= lead <= found.range[1]


def test_what_cannot_be_used_is_counted_apart_and_is_in_no_figure() -> None:
    found = preference_values(preferred(new=7, base=1, tie=2, flipped=2, unusable=3))
    assert {name: found[name] for name in ("n", "families", "new", "base", "tie", "flipped", "unusable", "lead")} == {
        "n": 12, "families": 12, "new": 7, "base": 1, "tie": 2, "flipped": 2, "unusable": 3, "lead": 0.5,
    }  # fmt: skip


def test_it_is_told_in_sentences_with_n_and_what_went_with_the_order() -> None:
    told = preference_sentences(preferred(new=2, base=1, tie=1, flipped=1, unusable=1))
    assert told == (
        "The model small read both answers of 5 questions that were answered differently: it would rather have the new "
        "one in 2, the old one in 1 (too few to tell).",
        "In 2 it had no preference; in 1 of these what it said went with the order that it was asked in.",
        "For 1 more it gave no verdict that can be used; they are in no count.",
    )
    assert "(better now: a lead of +100 to +100 in 100 is likely)" in preference_sentences(preferred(new=9))[0]


def test_what_was_said_is_found_again_for_these_two_records_and_no_others(tmp_path: Path) -> None:
    found, path = preferred(new=2, unusable=1), tmp_path / "new.json"
    assert not has_preferences(path)
    write_preferences(found, path_of(path, BASE))
    assert has_preferences(path)
    assert find_preferences(path, BASE, NEW) == found
    assert find_preferences(path, NEW, NEW) is None
    assert find_preferences(path, BASE, replace(NEW, cases=BASE.cases)) is None, "its answers were changed since"
    assert find_preferences(tmp_path / "other.json", BASE, NEW) is None


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ('{"format": 1, "judge": "sm', "is not whole JSON; it was cut short or changed"),
        ("[]", "it names no format"),
        ('{"format": true}', "it names no format"),
        ('{"format": 99}', "has format 99; this version reads up to 1"),
        ('{"format": 1, "judge": "small"}', "is not whole: "),
        ("[" * 100_000, "is not whole JSON"),
    ],
    ids=["half", "list", "odd-format", "newer", "incomplete", "deep"],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, written: str, why: str) -> None:
    (tmp_path / "a.preferences").write_text(written)
    with pytest.raises(RecordError, match=why):
        read_preferences(tmp_path / "a.preferences")


def test_a_far_too_large_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.preferences").open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(RecordError, match="larger than what any judge said"):
        read_preferences(tmp_path / "a.preferences")


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be written"):
        write_preferences(preferred(new=1), tmp_path / "missing" / "a.preferences")
