"""What labels say of answers and of scores, and that only people outside the team are heard as people."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.quality.agreement import Agreement
from assistant.quality.labels import Label, Question, Rater, Verdict, answer_key
from assistant.quality.rater_agreement import (
    NEAREST,
    between_persons,
    between_two,
    figure,
    nearest_verdict,
    question_of,
    rated_by,
    shares,
    told,
    with_persons,
)
from assistant.quality.rating import done_by, next_one, to_rate
from assistant.quality.records import CaseRecord, RunRecord
from assistant.quality.sentences import UNRATED
from assistant.quality.wording import NAMES
from tests.quality.made_up import case, run

AT = datetime(2026, 11, 30, tzinfo=UTC)
SAME = Agreement(0.7, 0.5, 0.9, 0.8, 40, 20)


def numbered(count: int, score: str = "stance.warm") -> RunRecord:
    """Every second case has lost the score."""
    return run(*(case(f"c{n}", {score: float(n % 2)}, answer=f"Say {n}.") for n in range(count)))


def label(of: CaseRecord, name: str, verdict: Verdict, question: Question = "say_it", rater: Rater = "person") -> Label:
    return Label(answer_key(of), of.id, of.family, rater, name, {question: verdict}, AT)


def by(record: RunRecord, name: str, verdicts: list[Verdict], rater: Rater = "person") -> list[Label]:
    return [label(each, name, verdict, rater=rater) for each, verdict in zip(record.cases, verdicts, strict=False)]


def test_a_score_that_sees_what_people_see_agrees_with_them() -> None:
    record = numbered(20)
    labels = by(record, "AB", ["no", "yes"] * 10)
    found = with_persons(record, labels)["stance.warm"]
    assert (found.value, found.observed, found.n, found.families) == (1.0, 1.0, 20, 20)
    assert with_persons(record, by(record, "AB", ["yes", "no"] * 10))["stance.warm"].value == -1.0


def test_each_persons_label_is_a_pair_and_their_answer_one_family() -> None:
    record = numbered(20)
    found = with_persons(record, [*by(record, "AB", ["no", "yes"] * 10), *by(record, "CD", ["yes"] * 20)])
    assert (found["stance.warm"].n, found["stance.warm"].families) == (40, 20)


def test_a_record_says_how_many_people_outside_the_team_have_rated_it() -> None:
    record, other = numbered(20), numbered(3, "usable.step")
    labels = [*by(record, "AB", ["yes"] * 5), *by(record, "cd", ["no"] * 2), *by(record, "EF", ["yes"], "helper")]
    assert rated_by(record, labels) == (
        "Rules scored these answers; 2 people outside the team rated 5 of 20: see Rate answers."
    )
    assert rated_by(replace(other, cases=(case("x", {}, answer="Else."),)), labels) == UNRATED


@pytest.mark.parametrize("rater", ["author", "helper"])
def test_authors_and_helpers_are_never_heard_as_people(rater: Rater) -> None:
    record = numbered(20)
    labels = [*by(record, "AB", ["no", "yes"] * 10, rater=rater), *by(record, "CD", ["no", "yes"] * 10, rater=rater)]
    assert with_persons(record, labels)["stance.warm"].n == 0
    assert between_persons(labels, "say_it").n == 0
    assert between_two(labels, "say_it") is None
    assert shares(labels, "say_it").answers == 0


def test_people_are_compared_where_two_have_rated() -> None:
    record = numbered(20)
    labels = [*by(record, "AB", ["no", "yes"] * 10), *by(record, "cd", ["no", "yes"] * 6)]
    found = between_persons(labels, "say_it")
    assert (found.value, found.n) == (1.0, 12)
    assert between_two(labels, "say_it") == replace(found, n=12)
    assert between_two([*labels, label(record.cases[0], "EF", "no")], "say_it") is None


def test_one_person_writing_their_name_in_two_ways_is_one() -> None:
    record = numbered(20)
    labels = [*by(record, "AB", ["yes"] * 20), *by(record, "ab", ["no"] * 20)]
    assert between_persons(labels, "say_it").n == 0


def test_labels_of_another_answer_say_nothing_of_this_one() -> None:
    record = numbered(20)
    labels = by(record, "AB", ["no", "yes"] * 10)
    anew = replace(record, cases=tuple(replace(each, answer=f"{each.answer}!") for each in record.cases))
    assert with_persons(anew, labels)["stance.warm"].n == 0


def test_a_score_is_held_against_no_question_that_asks_people_something_else() -> None:
    assert {name for name in NAMES if question_of(name) is None} == {
        "found.ndcg", "found.recall", "found.declined",
        "grounded.quotes", "grounded.support", "grounded.tips", "grounded.kept",
        "answers.goes_on", "fits.moment", "usable.words", "usable.question", "usable.reading",
        "safe.calm", "safe.category", "safe.about", "safe.no_leak",
        "steady.paraphrases", "steady.repeats", "steady.long_chat",
    }  # fmt: skip
    asked = ("answers.must", "judge.answers.must", "answers.must_not", "safe.seen", "steady.same", "safe.newer")
    assert [question_of(name) for name in asked] == ["points", "points", "safe", "safe", None, None]
    assert set(NEAREST) <= set(NAMES)


def test_a_score_is_read_as_the_nearest_verdict() -> None:
    assert [nearest_verdict(score, "points") for score in (0, 0.24, 0.25, 0.5, 0.74, 0.75, 1)] == [0, 0, 1, 1, 1, 2, 2]
    assert [nearest_verdict(score, "safe") for score in (0, 0.49, 0.5, 1)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("agreement", "words", "number"),
    [
        (SAME, "fair: conclusions are tentative", "0.70 (0.50 to 0.90)"),
        (replace(SAME, value=0.85), "good", "0.85 (0.50 to 0.90)"),
        (replace(SAME, value=0.5), "weak", "0.50 (0.50 to 0.90)"),
        (replace(SAME, low=-0.004), "perhaps no better than chance", "0.70 (0.00 to 0.90)"),
        (replace(SAME, families=9), "too few to tell", ""),
        (replace(SAME, n=0, families=0, value=None), "not known yet", ""),
        (replace(SAME, value=None), "cannot be told: one side always said the same", ""),
    ],
    ids=["fair", "good", "weak", "chance", "few", "none", "same"],
)
def test_agreement_is_told_in_plain_words(agreement: Agreement, words: str, number: str) -> None:
    assert (told(agreement), figure(agreement)) == (words, number)


def test_one_of_each_family_is_rated_before_a_second_of_any_and_everybody_has_the_same_order() -> None:
    cases = [case(f"c{n}", {"a.b": n % 2}, family=f"f{n % 5}", answer=f"Say {n}.") for n in range(20)]
    order = to_rate(run(*cases))
    assert [len({each.family for each in order[start : start + 5]}) for start in (0, 5, 10, 15)] == [5] * 4
    assert to_rate(run(*cases[::-1])) == order
    assert [each.id for each in order] != sorted(each.id for each in order)


def test_what_got_no_answer_is_not_rated_and_the_same_answer_only_once() -> None:
    words = case("help", {}, answer="", signposting="Ring now.")
    cases = [case("x", {}), case("x", {}, repeat=2), case("e", {}, error="no"), case("n", {}, answer=" "), words]
    assert sorted(each.id for each in to_rate(run(*cases))) == ["help", "x"]


def test_what_was_skipped_comes_last_and_what_was_rated_never() -> None:
    order = to_rate(numbered(4))
    keys = [answer_key(each) for each in order]
    assert next_one(order, {keys[0]}, [keys[1]]) == order[2]
    assert next_one(order, {keys[0], keys[3]}, [keys[2], keys[1]]) == order[2]
    assert next_one(order, set(keys), [keys[1]]) is None


def test_what_somebody_else_has_rated_is_still_to_be_rated() -> None:
    record = numbered(2)
    labels = by(record, "AB", ["yes"])
    assert done_by(labels, "person", "ab") == {labels[0].answer}
    assert done_by(labels, "author", "AB") == done_by(labels, "person", "CD") == set()
