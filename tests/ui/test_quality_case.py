"""One case as HTML: nothing that a record holds is more than text; what differs between two answers is marked."""

from hypothesis import given
from hypothesis import strategies as some

from assistant.guides.library import Library
from assistant.quality.case_results import CaseResult
from assistant.quality.records import CaseRecord, Quote
from assistant.ui.quality_case import case_html, marked_words, short, told_lost
from tests.quality.made_up import case
from tests.ui.conftest import words_of

HOSTILE = "<img src=x onerror=alert(1)>"


def asked(made: CaseRecord) -> CaseResult:
    return CaseResult.of([made])


def test_nothing_in_a_record_becomes_html(library: Library) -> None:
    made = case(
        HOSTILE, {"a.b": 0.0}, why=HOSTILE, situation={"role": HOSTILE, "x": HOSTILE}, turns=(HOSTILE,),
        answer=HOSTILE, signposting=HOSTILE, citations=(Quote(1, HOSTILE, HOSTILE),), reasons={"a.b": HOSTILE},
        error=HOSTILE, family=HOSTILE,
    )  # fmt: skip
    written = case_html(asked(made), library) + short(asked(made))
    assert "<img" not in written
    assert written.count("&lt;img") >= 8


def test_a_source_is_shown_with_the_quoted_words_marked(library: Library) -> None:
    name, passage = next(iter(library.passages.items()))
    made = case("a", {}, citations=(Quote(1, name, passage.text[:20]), Quote(2, "gone/guide#do", "Old words")))
    written = case_html(asked(made), library)
    assert "<mark>" in written
    assert passage.title in words_of(written)
    assert "gone/guide#do (no longer here)" in words_of(written)


def test_the_gravest_of_what_did_not_hold_is_named_first() -> None:
    lost = {"found.ndcg": 0.0, "usable.words": 0.0, "answers.must": 0.0, "safe.calm": 0.0, "safe.seen": 1.0}
    assert told_lost(asked(case("a", lost))) == (
        "Not so: ordinary messages raise no alarm; it makes the points that a good answer must make; the right guides "
        "come first in the search; 1 more"
    )
    assert told_lost(asked(case("a", {"safe.seen": 1.0}))) == "Nothing lost"


def test_what_differs_is_marked_on_its_own_side() -> None:
    assert marked_words("Ask <him> now.", "Ask her now.") == (
        "Ask <del>&lt;him&gt; </del>now.", "Ask <ins>her </ins>now.",
    )  # fmt: skip


@given(some.text(alphabet="ab <&\n", max_size=30), some.text(alphabet="ab <&\n", max_size=30))
def test_marking_loses_no_word(before: str, after: str) -> None:
    old, new = marked_words(before, after)
    assert (words_of(old), words_of(new)) == (" ".join(before.split()), " ".join(after.split()))
