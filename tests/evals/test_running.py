"""A run leaves a whole record or none, and goes on where it was stopped."""

import os
import signal
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log, write_eval_log

from assistant.conversation import Assistant, Reply
from assistant.errors import AssistantError, ModelUnavailable
from assistant.messages import Draft, Piece, Question, Tokens
from assistant.quality.records import RunRecord
from assistant.quality.setup import Setup
from assistant.settings import CHECKOUT
from evals.cases import Case
from evals.running import Order, run, settle
from evals.versions import case_version, code_version
from tests.evals.test_run import case, made_up

CASES = [case(f"case-{place}", "she keeps cancelling", "why") for place in range(6)]
SETUP = Setup("abc", "def", "small")


@pytest.fixture(autouse=True)
def _inspect_leaves_its_own_streams_to_the_collector() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


class Counted:
    """A made-up assistant that counts the first turns it is asked, and may be interrupted or fail at one of them."""

    def __init__(self, stops_at: int = 0, fails_at: int = 0) -> None:
        self.asked = 0
        self._stops_at, self._fails_at = stops_at, fails_at

    def __call__(self) -> Assistant:
        assistant = made_up()
        answer = assistant.reply

        def reply(text: str, *more: object) -> Reply:
            self.asked += text != "why"
            if self.asked == self._stops_at and text != "why":
                os.kill(os.getpid(), signal.SIGINT)
            if self.asked == self._fails_at:
                raise ModelUnavailable("The assistant could not be reached.")
            return answer(text, *more)  # type: ignore[arg-type]

        assistant.reply = reply  # type: ignore[method-assign,assignment]
        return assistant


def begin(out: Path, stops_at: int, order: Order = Order(), cases: list[Case] = CASES) -> None:  # noqa: B008
    with pytest.raises(AssistantError, match=r"The run was stopped, so there is no record of it\. Run the same again"):
        run(cases, Counted(stops_at), order, out, SETUP)


def go_on(out: Path, order: Order = Order(), cases: list[Case] = CASES, setup: Setup = SETUP) -> tuple[RunRecord, int]:  # noqa: B008
    """The record, and how many cases were asked for it."""
    assistant = Counted()
    return run(cases, assistant, order, out, setup), assistant.asked


def without_times(record: RunRecord) -> RunRecord:
    return replace(record, date="", seconds=0.0, cases=tuple(replace(each, ms=None) for each in record.cases))


def test_a_run_that_was_stopped_goes_on_and_ends_with_the_same_record(tmp_path: Path) -> None:
    begin(tmp_path / "stopped", stops_at=4)
    record, asked = go_on(tmp_path / "stopped")
    whole, all_asked = go_on(tmp_path / "whole")
    assert 0 < asked < all_asked == len(CASES)
    assert without_times(record) == without_times(whole)
    assert list(tmp_path.glob("*/*.json")) == []


OTHERS: Mapping[str, tuple[Order, list[Case], Setup]] = {
    "other-guides": (Order(), CASES, Setup("xyz", "def", "small")),
    "other-suite": (Order(suite="safety"), CASES, SETUP),
    "other-card": (Order(), CASES, replace(SETUP, card="other")),
    "another-case": (Order(), [*CASES[:-1], case("case-5", "he is late")], SETUP),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_run_starts_anew(tmp_path: Path, name: str) -> None:
    order, cases, setup = OTHERS[name]
    begin(tmp_path, stops_at=4)
    assert go_on(tmp_path, order, cases, setup)[1] == len(CASES)


def test_after_a_whole_run_the_same_starts_anew(tmp_path: Path) -> None:
    begin(tmp_path, stops_at=4)
    go_on(tmp_path)
    (tmp_path / "2026-11-30T120000-all-library-dev.json").write_text("{}", encoding="utf-8")
    assert go_on(tmp_path)[1] == len(CASES)


def test_a_run_that_was_killed_before_its_record_was_written_need_not_ask_again(tmp_path: Path) -> None:
    go_on(tmp_path)
    record, asked = go_on(tmp_path)
    assert (asked, len(record.cases)) == (0, len(CASES))


def test_a_log_that_is_none_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "inspect").mkdir()
    (tmp_path / "inspect" / "2099-01-01_guidance.eval").write_bytes(b"half a log")
    assert go_on(tmp_path)[1] == len(CASES)


def test_an_answer_that_failed_is_asked_again(tmp_path: Path) -> None:
    go_on(tmp_path)
    [path] = (tmp_path / "inspect").glob("*.eval")
    log = read_eval_log(str(path))
    assert log.samples is not None
    log.samples[0].scores = None
    write_eval_log(log, str(path))
    assert go_on(tmp_path)[1] == 1


def test_a_case_that_got_no_answer_is_asked_again_when_the_run_goes_on(tmp_path: Path) -> None:
    failed = run(CASES, Counted(fails_at=2), Order(), tmp_path, SETUP)
    record, asked = go_on(tmp_path)
    assert [each.id for each in failed.cases if each.error] == ["case-1"]
    assert (asked, [each.id for each in record.cases if each.error]) == (1, [])


def test_a_stopped_run_whose_record_was_written_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    cases = CASES[:2]
    go_on(tmp_path, cases=cases)
    [path] = (tmp_path / "inspect").glob("*.eval")
    log = read_eval_log(str(path))
    log.status = "cancelled"
    write_eval_log(log, str(path))
    assert go_on(tmp_path, cases=cases)[1] == 0
    settle(cases, Order(), tmp_path, SETUP)
    assert go_on(tmp_path, cases=cases)[1] == 2


def test_the_record_of_one_run_does_not_end_another(tmp_path: Path) -> None:
    begin(tmp_path, stops_at=4)
    settle(CASES, Order(suite="safety"), tmp_path, SETUP)
    assert 0 < go_on(tmp_path)[1] < len(CASES)


@pytest.mark.parametrize(
    "name", ["evals/scorers/phrasebook.yaml", "evals/scorers/claims/fitted.json", "knowledge/phrases.yaml"]
)
def test_whatever_decides_a_score_is_part_of_the_version_of_the_code(tmp_path: Path, name: str) -> None:
    assert (CHECKOUT / name).is_file()
    versions = set()
    for words in ("one", "two"):
        root = tmp_path / words
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(words, encoding="utf-8")
        versions.add(code_version(root))
    assert len(versions) == 2


def test_each_case_can_be_asked_more_than_once(tmp_path: Path) -> None:
    record, asked = go_on(tmp_path, Order(repeats=2), CASES[:2])
    assert (asked, record.repeats) == (4, 2)
    assert [(each.id, each.repeat) for each in record.cases] == [
        ("case-0", 1), ("case-0", 2), ("case-1", 1), ("case-1", 2),
    ]  # fmt: skip


def test_a_case_that_was_not_asked_often_enough_is_asked_anew(tmp_path: Path) -> None:
    begin(tmp_path, stops_at=4, order=Order(repeats=2))
    record, _ = go_on(tmp_path, Order(repeats=2))
    assert [(each.id, each.repeat) for each in record.cases] == [(each.id, n) for each in CASES for n in (1, 2)]


def test_progress_counts_every_answer(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    begin(tmp_path, stops_at=4)
    run(CASES, Counted(), Order(), tmp_path, SETUP, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (6, 6)
    assert seen[0][0] > 1


def priced(question: Question) -> Draft:
    cost = 0.25 if question.history else None
    return Draft(iter([Piece("Ask once.")]), "model", "small", tokens=Tokens(100, 10, cost))


def test_the_record_says_what_it_was_of_and_what_it_cost(tmp_path: Path) -> None:
    assistant = made_up()
    assistant.responder = priced
    order = Order("dialogues", "all", "model", "ours.yaml")
    record = run(CASES[:1], lambda: assistant, order, tmp_path, SETUP)
    [kept] = record.cases
    assert (record.suite, record.split, record.responder, record.model) == ("dialogues", "all", "model", "small")
    assert (record.guides, record.documents, record.case_file) == ("abc", "def", "ours.yaml")
    assert (kept.tokens, kept.answered_by, kept.expected) == (Tokens(200, 20, 0.25), "model", ("none",))
    assert kept.asked == case_version(CASES[0])


def test_a_case_told_in_other_words_for_people_is_the_same_case() -> None:
    asked = case("x", "he is late", guides={"a/one": 2})
    told = case("x", "he is late", guides={"a/one": 2}, family="other", why="It is asked often enough.")
    other = case("x", "he is late", guides={"a/one": 1})
    assert case_version(asked) == case_version(told) != case_version(other)
