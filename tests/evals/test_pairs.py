"""A model compares two answers in both orders; what goes with the order is a tie, and what is unusable no verdict."""

import gc
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import InputError, SettingsError
from assistant.guides.documents import Documents
from assistant.quality.comparison import Comparison, compare
from assistant.quality.preferences import Pair, Preferences
from assistant.quality.records import CaseRecord, RunRecord
from assistant.safety.cardfile import CardFile
from evals.judge import GIVEN_UP
from evals.pairs import prefer
from evals.running import CARD
from tests.evals.test_judge import HOSTILE, KEY, says
from tests.model_server import Behaviour, ModelServer, Raw, Status
from tests.quality.made_up import case, run

PEER = {"role": "peer", "relationship": "peer_support"}
BASE_FIRST, NEW_FIRST = "| Ask him.\n\nAnswer B:", "| Tell him.\n\nAnswer B:"


@pytest.fixture(autouse=True)
def _inspect_keeps_its_own_warnings() -> Iterator[None]:
    """It leaves streams to the collector, and gives tenacity a parameter that is on its way out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.filterwarnings("ignore", "The 'initial' parameter is deprecated", DeprecationWarning)
        yield
        gc.collect()


@pytest.fixture(autouse=True)
def _where_the_judge_is(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("evals.judge.RETRIES", 0)
    monkeypatch.setattr("evals.pairs.TOGETHER", 1)  # so that what is scripted comes in the order of the cases


def runs(*answers: tuple[str, str], **values: str) -> Comparison:
    """Two runs of as many cases, with the answers of BASE and NEW."""
    base = [case(f"c{place}", {}, answer=before, situation=PEER) for place, (before, _) in enumerate(answers)]
    new = [replace(each, answer=after) for each, (_, after) in zip(base, answers, strict=True)]
    return compare(run(*base, **values), run(*new, **values))


TWO = runs(("Ask him. [1]", "Tell him. [1]"))


def prefers(word: str, reason: str = "It is of more use.") -> Raw:
    return says(f"Reason: {reason}\nVerdict: {word}")


def outcomes(found: Preferences) -> list[str]:
    return [pair.outcome for pair in found.pairs]


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [("A", "B", "base"), ("B", "A", "new"), ("A", "A", "flipped"), ("B", "B", "flipped"), ("tie", "tie", "tie"),
     ("A", "tie", "tie"), ("tie", "A", "tie"), ("a.", "**B**", "base")],
)  # fmt: skip
def test_only_what_is_preferred_in_both_orders_counts(
    model_server: ModelServer, first: str, second: str, outcome: str
) -> None:
    model_server.script(prefers(first, "one"), prefers(second, "two"))
    found = prefer(TWO, "small")
    assert found.pairs == (Pair("c0", "c0", outcome, ("one", "two")),)  # type: ignore[arg-type]
    asked = [each.messages[1]["content"] for each in model_server.requests]
    assert [BASE_FIRST in asked[0], NEW_FIRST in asked[1], len(asked)] == [True, True, 2]


def test_the_judge_is_told_who_asks_and_what_and_no_marks_of_sources(model_server: ModelServer) -> None:
    model_server.script(prefers("tie"))
    found = prefer(TWO, "small")
    system, asked = model_server.requests[0].messages
    assert "which one you would rather have the person read" in " ".join(system["content"].split())
    assert asked["content"].startswith("Who asks: role peer, relationship peer support\n\nThe question:\n| what now\n")
    assert "[1]" not in asked["content"]
    assert (found.judge, len(found.prompt) > 3) == ("small", True)


def test_an_answer_that_talks_to_the_judge_stays_behind_its_bars(model_server: ModelServer) -> None:
    model_server.script(prefers("tie"))
    prefer(runs(("Ask him.", HOSTILE)), "small")
    asked = model_server.requests[0].messages[1]["content"]
    theirs = asked.partition("Answer B:\n")[2].partition("\n\nWhich is of more use?")[0]
    assert {line[:1] for line in theirs.splitlines()} == {"|"}
    assert not set("<>\u202e\u200b") & set(asked)


@pytest.mark.parametrize(
    "behaviour",
    [says("I prefer A."), says("Reason: fine.\nVerdict: C"), says("Reason: fine.\nVerdict: yes"), says(""),
     says("Reason: a\nVerdict: A\nReason: b\nVerdict: B"), Status(400), Raw(b"<html>", "text/html")],
    ids=["bare", "third", "yes", "nothing", "two", "broken", "no-model"],
)  # fmt: skip
def test_a_pair_with_an_unusable_verdict_is_counted_apart(model_server: ModelServer, behaviour: Behaviour) -> None:
    model_server.script(prefers("A"), behaviour, prefers("B"), prefers("A"))
    found = prefer(runs(("Ask him.", "Tell him."), ("Ask her.", "Tell her.")), "small")
    assert outcomes(found) == ["unusable", "new"]
    assert (found.n, found.lead) == (1, 1.0)


def test_a_judge_of_whom_nothing_can_be_used_is_an_error_that_says_why(model_server: ModelServer) -> None:
    model_server.script(Status(401))
    many = runs(*((f"Ask {place}.", f"Tell {place}.") for place in range(9)))
    with pytest.raises(InputError, match=r"gave no verdict that can be used: it did not answer \("):
        prefer(many, "small")
    assert len(model_server.requests) == GIVEN_UP


def test_answers_that_are_the_same_are_not_asked_about(model_server: ModelServer) -> None:
    model_server.script(prefers("A"), prefers("B"))
    told: list[tuple[int, int]] = []
    same_but_marks = ("Ask him. [1]", "Ask him. [2]")
    answers = (("Wait.", "Wait."), ("Ask him.", "Tell him."), ("", "Tell him."), same_but_marks)
    found = prefer(runs(*answers), "small", lambda done, of: told.append((done, of)))
    assert [pair.id for pair in found.pairs] == ["c1"]
    assert told == [(1, 1)]


@pytest.mark.parametrize(
    ("comparison", "why"),
    [
        (runs(("Wait.", "Wait.")), "nothing for a judge to read"),
        (runs(("", "Tell him.")), "BASE keeps no answers"),
        (runs(("Ask him.", "")), "NEW keeps no answers"),
        (runs(("Ask him.", "Tell him."), case_file="ours.yaml"), "our own made-up cases only"),
        (runs(("Ask him.", "Tell him."), documents="0123456789abcdef"), "no words of a programme"),
    ],
    ids=["the-same", "baseline", "new-slim", "their-cases", "their-documents"],
)
def test_what_a_judge_may_not_read_or_cannot_is_not_sent(
    model_server: ModelServer, comparison: Comparison, why: str
) -> None:
    with pytest.raises(InputError, match=why):
        prefer(comparison, "small")
    assert model_server.requests == []


def test_a_run_with_a_programme_card_is_not_sent(model_server: ModelServer, tmp_path: Path) -> None:
    def with_card(record: RunRecord) -> RunRecord:
        return replace(record, versions={CARD: "abc"})

    with pytest.raises(InputError, match="no words of a programme"):
        prefer(replace_new(TWO, with_card(TWO.new)), "small")
    (tmp_path / "data").mkdir()
    CardFile(tmp_path / "data" / "programme.json").change({"name": "Buddies"})
    with pytest.raises(InputError, match="sent no programme card"):
        prefer(TWO, "small")
    assert model_server.requests == []


def replace_new(comparison: Comparison, new: RunRecord) -> Comparison:
    return compare(comparison.base, new)


def test_a_run_of_no_documents_may_be_read(model_server: ModelServer) -> None:
    model_server.script(prefers("B"), prefers("A"))
    found = prefer(runs(("Ask him.", "Tell him."), documents=Documents().version), "small")
    assert outcomes(found) == ["new"]


def test_without_a_key_or_an_address_it_says_which_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(SettingsError, match="neither OPENAI_API_KEY nor OPENAI_BASE_URL is set"):
        prefer(TWO, "small")


def test_an_answer_that_never_came_is_not_read(model_server: ModelServer) -> None:
    def silent(record: CaseRecord) -> CaseRecord:
        return replace(record, error="ModelRefused: no")

    model_server.script(prefers("A"), prefers("B"))
    two = runs(("Ask him.", "Tell him."), ("Ask her.", "Tell her."))
    new = replace(two.new, cases=(silent(two.new.cases[0]), two.new.cases[1]))
    found = prefer(compare(two.base, new), "small")
    assert [(pair.id, pair.outcome) for pair in found.pairs] == [("c1", "base")]
    assert KEY not in json.dumps([pair.reasons for pair in found.pairs])
