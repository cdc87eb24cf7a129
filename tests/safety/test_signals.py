"""The rules themselves: each of their examples, and the mistakes an author can make in the file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import ContentError
from assistant.safety.rulebook import load_rulebook
from tests.safety.kit import SIGNALS, TRIAGE, book, table

DATA = table(SIGNALS)


def examples(kind: str, which: str) -> list[Any]:
    return [
        pytest.param(entry["id"], text, id=f"{entry['id']}: {text[:40]}")
        for entry in DATA[kind]
        for text in entry[which]
    ]


def fired(text: str) -> set[str]:
    """The rules that count for a message by itself."""
    return {sign.match.rule.id for sign in TRIAGE.signs(book().read(text))}


@pytest.mark.parametrize(("rule", "text"), examples("rules", "fires"))
def test_a_rule_fires_on_its_example(rule: str, text: str) -> None:
    assert rule in fired(text)


@pytest.mark.parametrize(("rule", "text"), examples("rules", "quiet"))
def test_a_rule_is_quiet_where_it_says_so(rule: str, text: str) -> None:
    assert rule not in fired(text)


@pytest.mark.parametrize(("idiom", "text"), examples("idioms", "fires"))
def test_a_manner_of_speaking_is_no_sign(idiom: str, text: str) -> None:
    hides = book().idioms[idiom].hides or [rule.category for rule in book().rules.values()]

    assert idiom in {found.owner for found in book().idiom_index.find(book().read(text))}
    assert TRIAGE(text, ()).category not in hides


@pytest.mark.parametrize(("idiom", "text"), examples("idioms", "quiet"))
def test_what_is_meant_is_not_taken_for_a_manner_of_speaking(idiom: str, text: str) -> None:
    assert idiom not in {found.owner for found in book().idiom_index.find(book().read(text))}


@pytest.mark.parametrize(("cue", "text"), examples("cues", "fires"))
def test_an_answer_to_fixed_words_is_understood(cue: str, text: str) -> None:
    assert cue in TRIAGE.cues(text)


@pytest.mark.parametrize(("cue", "text"), examples("cues", "quiet"))
def test_another_answer_is_not_taken_for_it(cue: str, text: str) -> None:
    assert cue not in TRIAGE.cues(text)


def test_the_rules_are_read_once() -> None:
    assert load_rulebook(SIGNALS) is load_rulebook(SIGNALS)


def _misspell(data: Any) -> None:
    data["rules"][0]["catgory"] = data["rules"][0].pop("category")


def _unknown_list(data: Any) -> None:
    data["rules"][1]["patterns"][0] = "<nobody> wants to die"


def _empty_alternative(data: Any) -> None:
    data["idioms"][0]["patterns"][0] = "killing||dying me"


def _taken(data: Any) -> None:
    data["rules"][2]["id"] = data["rules"][0]["id"]


def _no_example(data: Any) -> None:
    data["rules"][0]["quiet"] = []


def _list_too_late(data: Any) -> None:
    data["lists"]["relation"] = ["<whom>"]


@pytest.mark.parametrize(
    ("spoil", "place", "says"),
    [
        (_misspell, "id: suicide-wish-to-die", "category: Field required"),
        (_unknown_list, f"id: {DATA['rules'][1]['id']}", "names the list <nobody>, which does not exist"),
        (_empty_alternative, f"id: {DATA['idioms'][0]['id']}", "has an empty alternative"),
        (_taken, "id: suicide-wish-to-die", "is already taken"),
        (_no_example, "quiet: []", "at least 1 item"),
        (_list_too_late, "- <whom>", "which does not stand before it"),
    ],
    ids=["misspelt key", "unknown list", "empty alternative", "id taken", "no example", "list given later"],
)
def test_a_mistake_in_the_rules_is_told_with_its_line(
    tmp_path: Path, spoil: Callable[[Any], None], place: str, says: str
) -> None:
    data = yaml.safe_load(SIGNALS.read_text(encoding="utf-8"))
    spoil(data)
    path = tmp_path / "signals.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")

    with pytest.raises(ContentError, match=says) as caught:
        load_rulebook(path)

    lines = path.read_text(encoding="utf-8").splitlines()
    assert any(place in line for line in lines[caught.value.line - 2 : caught.value.line + 1])


def test_rules_that_are_not_yaml_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "signals.yaml"
    path.write_text("lists:\n  kill: [a, b\nrules: []\n", encoding="utf-8")

    with pytest.raises(ContentError, match="not valid YAML"):
        load_rulebook(path)
