"""Does it work here? Each thing that can be wrong is told with what to do, and stands in no other's way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation import Assistant
from assistant.errors import IndexMissingError, ProgrammeError
from assistant.guides.documents import Document
from assistant.guides.importing.folder import DocumentFolder
from assistant.guides.importing.part import Part
from assistant.guides.library import Library
from assistant.messages import Concern, Draft, Findings, Level, Rule, Signposting
from assistant.quality.installation import (
    GUIDES,
    WORDING,
    Installation,
    LastCheck,
    Result,
    Step,
    check,
    fixed_cases,
    in_order,
)
from assistant.retrieval.minilm import MiniLM
from assistant.retrieval.policies import Policies
from assistant.safety.card import ProgrammeCard
from tests.running.scripted import HELP, Script

CARD = ProgrammeCard(country="GB")


def quiet(*_: object) -> None:
    pass


def step(result: Result, name: str) -> Step:
    return next(each for each in result.steps if each.name == name)


def checked(assistant: Assistant, card: ProgrammeCard = CARD, model: str | None = None) -> Result:
    return check(Installation(lambda: assistant, lambda: card, model), quiet)


def test_the_fixed_questions_lead_to_guides_that_are_here(library: Library) -> None:
    cases = fixed_cases()
    assert len(cases) == 8
    assert {guide for case in cases for guide in case.guides} <= set(library.guides)
    assert {case.expected for case in cases} == {"an answer", "fixed words", "no alarm", "declined"}


def test_an_assistant_without_safety_does_not_pass() -> None:
    script = Script()
    result = checked(script.assistant())
    told = {each.name: each.told for each in result.steps if each.state == "bad"}
    assert told["A mentor worried that somebody may be suicidal"].startswith("No fixed words were shown. Do not let")
    assert told["A question that no guide is about"].startswith("It was answered all the same")
    assert told["A mentor whose mentee keeps cancelling"].startswith("No right guide was found.")
    assert "A peer whose friend feels useless" not in told
    assert result.told == "6 things do not work as they should. See below what to do."


@pytest.mark.parametrize(
    ("level", "shown", "state"),
    [("urgent", HELP, "good"), ("urgent", None, "bad"), ("caution", HELP, "bad")],
    ids=["urgent with words", "urgent without", "words but not urgent"],
)
def test_danger_needs_both_to_be_seen_and_to_be_answered(level: Level, shown: Signposting | None, state: str) -> None:
    assistant = Script().assistant()
    assistant.triage = lambda _text, _history: Concern(level)
    assistant.signpost = lambda _text, _concern, _situation, _history: shown
    assert step(checked(assistant), "A mentor worried that somebody may be suicidal").state == state


def test_what_is_missing_altogether_is_told_once_and_the_card_is_looked_at_all_the_same() -> None:
    def missing() -> Assistant:
        raise IndexMissingError("The guides have not been indexed. Run `alongside index`.")

    result = check(Installation(missing, lambda: CARD, None), quiet)
    assert [each.name for each in result.steps] == [GUIDES, "Programme card"]
    assert result.steps[0] == Step(GUIDES, "bad", "The guides have not been indexed. Run `alongside index`.")
    assert result.told == "One thing does not work as it should. See below what to do."


def test_a_card_that_cannot_be_read_keeps_nothing_else_from_being_checked() -> None:
    def damaged() -> ProgrammeCard:
        raise ProgrammeError("The programme card cannot be read.")

    result = check(Installation(Script().assistant, damaged, None), quiet)
    assert step(result, "Programme card").told == "The programme card cannot be read."
    assert len(result.steps) == 12


def test_an_empty_card_is_worth_a_look_and_a_full_one_is_not() -> None:
    full = ProgrammeCard(
        country="GB", coordinator="Kim", safeguarding_lead="Priya", independent_route="Lee", out_of_hours="999",
        report_within="a day", ages="18+", contact_rules="none", counselling="here", hardship="there",
    )  # fmt: skip
    states = [step(checked(Script().assistant(), card), "Programme card").state for card in (CARD, full)]
    assert states == ["look", "good"]


@pytest.mark.parametrize(
    ("card", "answers", "state"),
    [(CARD, "model", "good"), (CARD, "library", "bad"), (ProgrammeCard(model_for="nobody"), "model", "look")],
    ids=["answers", "does not answer", "may not"],
)
def test_a_model_that_is_set_must_answer_where_it_may(card: ProgrammeCard, answers: str, state: str) -> None:
    assistant = Script().assistant()
    assistant.responder = lambda _question: Draft(iter(()), answers)  # type: ignore[arg-type]
    assert step(checked(assistant, card, "small"), WORDING).state == state


def test_without_a_model_nothing_is_sent() -> None:
    assert step(checked(Script().assistant()), WORDING).told.startswith("The guide library, on this device.")


@pytest.fixture
def with_gifts(tmp_path: Path, embedder: MiniLM) -> Assistant:
    assistant = Script().assistant()
    assistant.policies = Policies(
        DocumentFolder(tmp_path / "documents"), embedder, lambda: embedder.embed(["a line of a guide"])[0]
    )
    part = Part(("Gifts",), None, "Nobody takes a present worth over ten pounds. Log each one with the office.")
    assistant.policies.add([Document("gifts.txt", datetime.now(UTC), 1, (part,))])
    return assistant


def test_documents_are_found_by_their_own_words_or_it_is_told(with_gifts: Assistant) -> None:
    name = "Programme documents"
    assert step(checked(with_gifts), name).state == "bad"
    assert with_gifts.policies
    (passage,) = with_gifts.policies.documents.passages.values()

    def search(text: str) -> Findings:
        return Findings(text, rules=(Rule(passage, 0, 5, 0.9),) if "present worth over" in text else ())

    with_gifts.search = lambda text, _situation, _history: search(text)
    assert step(checked(with_gifts), name) == Step(name, "good", "1 looked for by their own words, and found.")


def test_progress_names_every_step_before_it_is_done() -> None:
    seen: list[tuple[int, int, str]] = []
    here = Installation(Script().assistant, lambda: CARD, None)
    result = check(here, lambda *each: seen.append(each))
    assert seen == [(done, 12, each.name) for done, each in enumerate(result.steps)]


def test_the_result_is_kept_and_one_that_is_damaged_says_so(tmp_path: Path) -> None:
    kept = LastCheck(tmp_path / "installation.json")
    assert kept.read() is None
    result = Result("2026-11-30T10:00:00+00:00", (Step("a", "bad", "b"), Step("c", "good", "d")))
    kept.write(result)
    assert kept.read() == result
    (tmp_path / "installation.json").write_text('{"version": 1, "steps": 3}')
    with pytest.raises(ProgrammeError, match="cannot be read"):
        kept.read()


def test_what_is_wrong_comes_first() -> None:
    steps = [Step("a", "good", ""), Step("b", "look", ""), Step("c", "bad", "")]
    assert [each.name for each in in_order(steps)] == ["c", "b", "a"]
