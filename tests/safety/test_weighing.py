"""What the two signals make together."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import build_likeness
from assistant.messages import Concern, Span
from assistant.retrieval.minilm import MiniLM
from assistant.safety.languages import Heard
from assistant.safety.likeness import OF_A_PART, UNLIKE, Likely
from assistant.safety.triage import RuleTriage
from assistant.safety.weighing import (
    QUIETENS,
    QUIETENS_PHRASES,
    QUIETENS_THE_SURE,
    RAISES,
    RAISES_AGAINST_THE_RULES,
    RAISES_IN_OTHER_LANGUAGES,
    RAISES_WITH_A_HINT,
    RAISES_WITHOUT_RULES,
    URGENT,
    URGENT_BEYOND_A_RULE,
    Ruled,
    spoken,
    weighed,
    without_rules,
)
from tests.safety.kit import KNOWLEDGE

PART = Span(0, 5)
CAUTION = Concern("caution", "eating", "self", (Span(2, 4),))
HINT = Concern("caution", "suicide", "other", (Span(1, 3),))
RAISED = Concern("caution", "suicide", "other", (PART,))
URGENT_BY_RULE = Concern("urgent", "suicide", "self")
EPSILON = 0.01
ASKED = "Please send the agenda for our next meeting about the reading group. "


def likely(risk: float, urgent: float = -1.0) -> Likely:
    return Likely(risk, urgent, "suicide", "other", PART, most=risk, compared=(PART,))


@pytest.mark.parametrize("said", [None, likely(-2.0)], ids=["nothing told", "like ordinary ones"])
def test_what_is_urgent_in_plain_words_stays_urgent(said: Likely | None) -> None:
    assert weighed(Ruled(URGENT_BY_RULE, plain=True), said) == URGENT_BY_RULE


def test_what_is_urgent_in_other_words_stays_so_unless_it_is_like_ordinary_ones_beyond_doubt() -> None:
    assert weighed(Ruled(URGENT_BY_RULE), likely(QUIETENS_THE_SURE)) == URGENT_BY_RULE
    assert weighed(Ruled(URGENT_BY_RULE), likely(QUIETENS_THE_SURE - EPSILON)) == Concern()
    assert weighed(Ruled(URGENT_BY_RULE), UNLIKE) == URGENT_BY_RULE
    assert weighed(Ruled(URGENT_BY_RULE, doubtful=True), likely(QUIETENS - EPSILON)) == Concern()


def test_a_rules_caution_stays_unless_the_message_is_clearly_ordinary() -> None:
    assert weighed(Ruled(CAUTION), likely(QUIETENS)) == CAUTION
    assert weighed(Ruled(CAUTION), likely(QUIETENS - EPSILON)) == Concern()


def test_a_rules_caution_becomes_urgent_when_like_urgent_ones() -> None:
    slower = replace(likely(0.5, URGENT_BEYOND_A_RULE), category="stalking")
    assert weighed(Ruled(CAUTION), slower).level == "urgent"
    assert weighed(Ruled(CAUTION), replace(slower, urgent=URGENT_BEYOND_A_RULE - EPSILON)) == CAUTION


def test_where_hours_count_it_is_urgent_sooner_by_the_rule_or_by_what_it_is_like() -> None:
    assert weighed(Ruled(HINT), replace(likely(0.5, URGENT), category="stalking")).level == "urgent"
    assert weighed(Ruled(CAUTION), likely(0.5, URGENT)).level == "urgent"
    assert weighed(Ruled(HINT), likely(0.5, URGENT - EPSILON)) == HINT


def test_only_what_was_compared_is_taken_for_ordinary() -> None:
    ordinary = likely(-2.0)
    assert weighed(Ruled(CAUTION), replace(ordinary, compared=())) == CAUTION
    assert weighed(Ruled(CAUTION), replace(ordinary, compared=(Span(0, 3),))) == CAUTION
    assert weighed(Ruled(CAUTION), replace(ordinary, most=QUIETENS)) == CAUTION


@pytest.mark.parametrize(
    "message",
    [
        f"{ASKED} He overdosed. {ASKED}",
        f"{ASKED * 61} My dad beats me up every night and I'm scared.",
        f"{ASKED} What does county lines mean? Got raped.",
        "He collapsed. Got raped.",
    ],
)
def test_danger_in_a_page_of_ordinary_sentences_is_heard(message: str, embedder: MiniLM) -> None:
    assert RuleTriage(KNOWLEDGE, build_likeness(embedder))(message, ()).level == "urgent"


def test_likeness_alone_raises_a_caution_and_a_strong_one_an_urgent_concern() -> None:
    assert weighed(Ruled(), likely(RAISES - EPSILON)) == Concern()
    assert weighed(Ruled(), likely(RAISES)) == RAISED
    assert weighed(Ruled(), likely(RAISES, URGENT)).level == "urgent"


def test_one_sentence_of_many_raises_less_easily_and_outvotes_a_rule_no_more_easily() -> None:
    def among(risk: float) -> Likely:
        return replace(likely(risk), of_a_part=True)

    assert weighed(Ruled(), among(RAISES + OF_A_PART - EPSILON)) == Concern()
    assert weighed(Ruled(), among(RAISES + OF_A_PART + EPSILON)) == RAISED
    assert weighed(Ruled(CAUTION), among(QUIETENS)) == CAUTION
    assert weighed(Ruled(CAUTION), among(QUIETENS - EPSILON)) == Concern()


def test_less_is_enough_with_a_weak_sign_and_more_is_needed_against_the_rules() -> None:
    assert weighed(Ruled(hint=HINT), likely(RAISES_WITH_A_HINT)) == HINT
    assert weighed(Ruled(hint=HINT), likely(RAISES_WITH_A_HINT - EPSILON)) == Concern()
    assert weighed(Ruled(hushed=True), likely(RAISES_AGAINST_THE_RULES - EPSILON)) == Concern()
    assert weighed(Ruled(hushed=True), likely(RAISES_AGAINST_THE_RULES)) == RAISED


def test_when_the_examples_cannot_be_asked_a_weak_sign_is_enough() -> None:
    assert weighed(Ruled(hint=HINT), None) == HINT
    assert weighed(Ruled(CAUTION), None) == CAUTION
    assert weighed(Ruled(), None) == Concern()


def test_when_the_rules_cannot_be_read_less_likeness_is_enough(tmp_path: Path) -> None:
    (tmp_path / "signals.yaml").write_text("rules: [", encoding="utf-8")
    triage = RuleTriage(tmp_path, lambda _message: likely(RAISES_WITHOUT_RULES))

    assert triage("anything", ()) == RAISED
    assert RAISES_WITHOUT_RULES < RAISES
    assert without_rules(None) == Concern()


def test_a_weak_sign_shows_help_when_the_weights_are_missing() -> None:
    message = "she gave me her necklace"

    def asked(said: Likely | None) -> str:
        return RuleTriage(KNOWLEDGE, lambda _message: said)(message, ()).level

    assert [asked(None), asked(likely(-1.0))] == ["caution", "none"]


def test_a_message_that_is_urgent_in_plain_words_is_not_embedded() -> None:
    seen: list[str] = []

    def alike(message: str) -> Likely:
        seen.append(message)
        return likely(-1.0)

    triage = RuleTriage(KNOWLEDGE, alike)

    assert [level(triage, text) for text in ("i want to die", "how do i start?")] == ["urgent", "none"]
    assert seen == ["how do i start?"]


def level(triage: RuleTriage, text: str) -> str:
    return triage(text, ()).level


def test_an_urgent_rule_in_doubt_is_dropped_only_where_a_message_is_clearly_ordinary() -> None:
    doubtful = Ruled(Concern("urgent", "medical_emergency", "other"), doubtful=True)

    assert weighed(doubtful, likely(QUIETENS)) == doubtful.concern
    assert weighed(doubtful, None) == doubtful.concern
    assert weighed(doubtful, likely(QUIETENS - EPSILON)) == Concern()


def test_one_sure_sign_beside_a_doubtful_one_is_not_dropped() -> None:
    told = replace(likely(QUIETENS - EPSILON), compared=(Span(0, 80),))
    triage = RuleTriage(KNOWLEDGE, lambda _message: told)

    assert level(triage, "she collapsed on the way") == "none"
    assert level(triage, "she collapsed, she has taken an overdose") == "urgent"


def test_another_language_is_told_by_another_model_and_has_a_bar_of_its_own() -> None:
    said = replace(likely(RAISES_IN_OTHER_LANGUAGES), language="pt")

    assert weighed(Ruled(), said) == RAISED
    assert weighed(Ruled(), replace(said, risk=RAISES_IN_OTHER_LANGUAGES - EPSILON)) == Concern()
    assert weighed(Ruled(), replace(said, language=None, risk=RAISES - EPSILON)) == Concern()


def test_a_phrase_counts_unless_it_stands_in_one_sentence_that_is_clearly_ordinary() -> None:
    heard = Heard(Concern("urgent", "suicide", "self"), "zh")
    ordinary = replace(likely(QUIETENS_PHRASES - EPSILON), language="zh", whole=True)

    assert spoken(heard, ordinary) == Concern()
    assert spoken(heard, replace(ordinary, language=None)) == Concern()
    assert spoken(heard, replace(ordinary, risk=QUIETENS_PHRASES)) == heard.concern
    assert spoken(heard, replace(ordinary, whole=False)) == heard.concern
    assert spoken(heard, replace(ordinary, language="de")) == heard.concern
    assert spoken(heard, UNLIKE) == heard.concern
    assert spoken(heard, None) == heard.concern


def test_what_the_examples_do_not_know_lets_no_caution_pass() -> None:
    assert weighed(Ruled(CAUTION), UNLIKE) == CAUTION
    assert weighed(Ruled(CAUTION), replace(likely(QUIETENS - EPSILON), language="es")) == CAUTION
