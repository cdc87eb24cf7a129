"""Messages people could send, read from cases.yaml. The table is for reading and adding to; see its first lines."""

from pathlib import Path
from typing import Any

import pytest

from assistant.messages import Concern
from tests.safety.kit import table, triage

CASES = table(Path(__file__).with_name("cases.yaml"))
LEVELS = {"any": {"caution", "urgent"}, "urgent": {"urgent"}, "caution": {"caution"}}


def concerning() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["text"][:60],
            marks=[pytest.mark.xfail(reason=case["weak"], strict=True)] if "weak" in case else [],
        )
        for case in CASES["concerning"]
    ]


@pytest.mark.parametrize("case", concerning())
def test_a_worrying_message_is_noticed_for_what_it_is(case: dict[str, str]) -> None:
    concern = triage(case["text"])

    assert concern.level in LEVELS[case["level"]]
    assert concern.category == case.get("category", concern.category)
    assert concern.about == case.get("about", concern.about)
    assert concern.evidence


@pytest.mark.parametrize("text", CASES["benign"], ids=lambda text: text[:60])
def test_an_ordinary_message_gets_no_banner(text: str) -> None:
    assert triage(text) == Concern()


def test_worry_about_another_is_not_noticed_less_than_about_oneself() -> None:
    def noticed(about: str) -> float:
        cases = [case for case in CASES["concerning"] if case.get("about") == about]
        return sum(triage(case["text"]).level != "none" for case in cases) / len(cases)

    assert noticed("other") >= noticed("self") - 0.01


def test_there_are_enough_cases_of_both_kinds() -> None:
    assert len(CASES["concerning"]) >= 120
    assert len(CASES["benign"]) >= 120
