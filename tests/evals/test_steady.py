"""The same asked in other words, again and late in a chat: how far what is answered stays the same."""

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from assistant.conversation import Assistant
from assistant.errors import ModelUnavailable
from assistant.messages import Concern, Draft, Findings, Hit, Passage, Piece, Question, Support, Turn
from assistant.situation import Situation
from evals.answers import Answer, Asking
from evals.asking import SMALL_TALK, converse
from evals.cases import Case, load_cases
from evals.scorers import Grade, grade
from evals.versions import case_version

WORDS = "he keeps cancelling"
OTHER = "he calls off every time"
PASSAGES = {
    name: Passage(name, name.partition("#")[0], "One", "do", None, "Ask once, plainly.")
    for name in ("a/one#do", "b/two#do")
}
STANDS = Asking("as it stands", WORDS, "none", ("a/one", "b/two"))


def case(*turns: str, **values: object) -> Case:
    base = {"id": "asks", "family": "asks", "split": "dev", "why": "It has to be asked.", "turns": turns}
    return Case.model_validate({**base, **values})


def assistant(asked: list[tuple[str, int]]) -> Assistant:
    """Cites another guide where the words are other; keeps what it was asked, and how many turns came before."""

    def search(text: str, situation: Situation, history: Sequence[Turn]) -> Findings:
        del situation
        asked.append((text, len(history)))
        name = "b/two#do" if "calls off" in text else "a/one#do"
        return Findings(text, (Hit(PASSAGES[name], 0.9),), reliable=True)

    def respond(question: Question) -> Draft:
        if "cut" in question.text:
            raise ModelUnavailable("It is away.")
        name = question.findings.hits[0].passage.id
        return Draft(iter([Piece("Ask once, plainly.", (Support(name, 0, 18),))]), "library")

    def triage(text: str, history: Sequence[Turn]) -> Concern:
        del history
        return Concern("caution", "eating", "other") if "starves" in text else Concern()

    return Assistant(triage, lambda *_: None, search, respond, PASSAGES, lambda *_: None)


def test_a_case_with_paraphrases_is_asked_in_each_again_and_late_in_a_chat() -> None:
    asked: list[tuple[str, int]] = []
    reply = converse(assistant(asked), case("hi there", WORDS, paraphrases=[OTHER]))[-1]
    small = 2 * len(SMALL_TALK)
    assert asked == [
        ("hi there", 0), (WORDS, 2), ("hi there", 0), (OTHER, 2), ("hi there", 0), (WORDS, 2),
        ("hi there", small), (WORDS, small + 2),
    ]  # fmt: skip
    assert Answer.of(reply).askings == (
        Asking("as it stands", WORDS, "none", ("a/one",)),
        Asking("other words", OTHER, "none", ("b/two",)),
        Asking("again", WORDS, "none", ("a/one",)),
        Asking("long chat", WORDS, "none", ("a/one",)),
    )


def test_a_case_without_them_is_asked_once() -> None:
    asked: list[tuple[str, int]] = []
    [reply] = converse(assistant(asked), case(WORDS))
    assert (asked, Answer.of(reply).askings) == ([(WORDS, 0)], ())
    assert set(grade("steady", case(WORDS), Answer.of(reply)).values()) == {None}


def test_an_asking_that_gets_no_answer_is_told_and_breaks_nothing() -> None:
    [reply] = converse(assistant([]), case(WORDS, paraphrases=["he cut me off", OTHER]))
    found = grade("steady", case(WORDS), Answer.of(reply))
    assert found["paraphrases"] == Grade(
        0.0,
        "other words, 'he cut me off': no answer: ModelUnavailable: It is away.; "
        "other words, 'he calls off every time': draws on b/two, not a/one",
    )
    assert (found["repeats"], found["long_chat"]) == (Grade(1.0), Grade(1.0))


@pytest.mark.parametrize(
    ("other", "score", "reason"),
    [
        (("none", ("b/two", "a/one")), 1.0, None),
        (("none", ("a/one",)), 0.5, "draws on a/one, not a/one, b/two"),
        (("none", ("a/one", "c/three")), 1 / 3, "draws on a/one, c/three, not a/one, b/two"),
        (("none", ()), 0.0, "draws on nothing, not a/one, b/two"),
        (("caution", ("a/one", "b/two")), 0.0, "taken for caution, not none"),
    ],
    ids=["same", "half", "third", "nothing", "level"],
)
def test_an_asking_counts_by_the_guides_it_shares_unless_it_is_taken_otherwise(
    other: tuple[str, tuple[str, ...]], score: float, reason: str | None
) -> None:
    answer = Answer("Ask.", askings=(STANDS, Asking("again", WORDS, *other)))
    told = reason and f"again, {WORDS!r}: {reason}"
    found = grade("steady", case(WORDS), answer)["repeats"]
    assert found is not None
    assert found.score == pytest.approx(score)
    assert found.reason == told


def test_two_answers_without_a_guide_are_alike() -> None:
    urgent = [Asking(how, WORDS, "urgent", ()) for how in ("as it stands", "long chat")]
    assert grade("steady", case(WORDS), Answer("", askings=tuple(urgent)))["long_chat"] == Grade(1.0)


@pytest.mark.parametrize("words", [[WORDS.upper()], [OTHER, f" {OTHER} "]], ids=["the-turn", "twice"])
def test_a_paraphrase_says_it_in_words_of_its_own(words: list[str]) -> None:
    with pytest.raises(ValidationError, match="says the last turn in other words, and each in its own"):
        case(WORDS, paraphrases=words)


def test_paraphrases_make_no_other_case_of_it() -> None:
    assert case_version(case(WORDS)) == case_version(case(WORDS, paraphrases=[OTHER]))


@pytest.mark.parametrize("split", ["dev", "test"])
def test_forty_cases_of_either_split_are_asked_in_other_words_and_some_of_them_are_worrying(split: str) -> None:
    asked = [each for each in load_cases() if each.split == split and each.paraphrases]
    assert len(asked) >= 40
    assert len({each.family for each in asked}) >= 30
    assert sum(each.concerning for each in asked) >= 5
