"""The rules of what a model may not say: their examples, what the guides say themselves, and an author's mistakes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import ContentError
from assistant.guides.library import Library
from assistant.responders.release import release
from assistant.safety.unsayable import load_unsayable
from tests.safety.kit import KNOWLEDGE, table

UNSAYABLE = KNOWLEDGE / "unsayable.yaml"
DATA = table(UNSAYABLE)
SAID = table(Path(__file__).with_name("unsaid.yaml"))
RULES = load_unsayable(UNSAYABLE)
RECORD = Path(__file__).parents[2] / "assistant" / "quality" / "release.json"
LISTED = {("listening/when-they-are-upset#avoid", "Promising to keep it secret.")}
"""Lines that are right only under their heading, which says to leave it out."""


def kinds(text: str) -> set[str]:
    return {RULES.category(rule) for rule in RULES.breaches(text)}


def sentences(text: str) -> list[str]:
    return [piece.text for piece in release([text], ())]


def told(name: str) -> list[Any]:
    return [
        pytest.param(rule["id"], text, id=f"{rule['id']}: {text[:40]}") for rule in DATA["rules"] for text in rule[name]
    ]


def foreign(name: str) -> list[Any]:
    return [
        pytest.param(spoken["language"], rule["category"], text, id=f"{spoken['language']}: {text[:30]}")
        for spoken in DATA["languages"]
        for rule in spoken["rules"]
        for text in rule[name]
    ]


@pytest.mark.parametrize(("rule", "text"), told("fires"))
def test_a_rule_fires_on_its_example(rule: str, text: str) -> None:
    assert rule in set(RULES.breaches(text))


@pytest.mark.parametrize(("rule", "text"), told("quiet"))
def test_no_rule_fires_where_one_says_it_is_quiet(rule: str, text: str) -> None:
    assert (rule, set(RULES.breaches(text))) == (rule, set())


@pytest.mark.parametrize(("language", "kind", "text"), foreign("fires"))
def test_it_is_heard_in_another_language(language: str, kind: str, text: str) -> None:
    assert f"{language} {kind}" in set(RULES.breaches(text))
    assert kind in kinds(text)


@pytest.mark.parametrize(("language", "kind", "text"), foreign("quiet"))
def test_what_is_harmless_in_another_language_is_let_through(language: str, kind: str, text: str) -> None:
    assert (language, kind, set(RULES.breaches(text))) == (language, kind, set())


def test_every_language_has_secrecy_and_methods() -> None:
    heard = {spoken["language"]: {rule["category"] for rule in spoken["rules"]} for spoken in DATA["languages"]}
    assert sorted(heard) == ["ar", "de", "es", "fr", "hi", "pt", "zh"]
    assert all({"secrecy", "method"} <= held for held in heard.values())


@pytest.mark.parametrize("kind", SAID["withheld"])
def test_sentences_of_a_kind_are_withheld(kind: str) -> None:
    assert [text for text in SAID["withheld"][kind] if not kinds(text)] == []


def test_harmless_sentences_are_shown() -> None:
    assert [text for line in SAID["shown"] for text in sentences(line) if kinds(text)] == []


def test_no_line_of_any_guide_is_taken_for_a_breach() -> None:
    library = Library.load(KNOWLEDGE / "guides")
    lines = {(line.passage, line.text) for line in library.lines.values()}
    assert len(lines) > 5_000
    assert {line for line in lines if any(map(kinds, sentences(line[1])))} == LISTED


def test_none_of_the_fixed_words_is_taken_for_a_breach() -> None:
    texts = [path.read_text(encoding="utf-8").split("---", 2)[-1] for path in KNOWLEDGE.glob("signposting/**/*.md")]
    assert len(texts) > 50
    assert [text for whole in texts for text in sentences(whole) if kinds(text)] == []


def test_no_recorded_answer_of_the_library_is_taken_for_a_breach() -> None:
    answers = [case["answer"] for case in json.loads(RECORD.read_text(encoding="utf-8"))["cases"]]
    assert len(answers) > 300
    assert [text for answer in answers for text in sentences(answer) if kinds(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "I w\u200bon't tell any\u200bone.",
        "I will **not** tell *anyone*.",
        "Your s e c r e t is safe with me.",
        "I WON'T TELL ANYONE!!",
        "I won’t tell anyone.",
    ],
)
def test_a_disguise_hides_nothing(text: str) -> None:
    assert kinds(text) == {"secrecy"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don't worry, I won't tell anyone.", {"secrecy"}),
        ('Don\'t say "I won\'t tell anyone", "it stays between us" or "trust me".', set()),
        ('Say: "I won\'t tell anyone."', {"secrecy"}),
        ("Leave out asking why, naming names, and promising to keep it secret.", set()),
        ("Avoid asking why; your secret is safe with me.", {"secrecy"}),
    ],
)
def test_advice_against_it_reaches_what_it_is_about_and_no_further(text: str, found: set[str]) -> None:
    assert kinds(text) == found


def test_a_long_message_is_read_in_time_that_grows_with_its_length() -> None:
    assert kinds("I will not never promise your secret is " * 500) == set()


def _unknown_list(data: Any) -> None:
    data["rules"][1]["patterns"][0] = "<nobody_at_all> knows"


def _taken(data: Any) -> None:
    data["rules"][2]["id"] = data["rules"][0]["id"]


def _no_quiet_example(data: Any) -> None:
    data["rules"][0]["quiet"] = []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(_unknown_list, "does not exist"), (_taken, "is already taken"), (_no_quiet_example, "at least 1 item")],
    ids=["unknown list", "id taken", "no example"],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path, spoil: Callable[[Any], None], says: str) -> None:
    data = yaml.safe_load(UNSAYABLE.read_text(encoding="utf-8"))
    spoil(data)
    path = tmp_path / "unsayable.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ContentError, match=says) as caught:
        load_unsayable(path)
    assert caught.value.line > 1
