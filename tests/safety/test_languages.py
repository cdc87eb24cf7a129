"""Danger in other languages: the phrases of each, whom they are about, and the words that are shown."""

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from assistant.errors import ContentError
from assistant.messages import Concern
from assistant.retrieval.minilm import MiniLM
from assistant.safety.languages import NOT_CHECKED, hear, words_in
from assistant.safety.likeness import Likeness
from assistant.safety.signposting import FixedWords
from assistant.safety.triage import RuleTriage
from assistant.situation import Situation
from tests.safety.kit import KNOWLEDGE, table, talk, triage

FILE = KNOWLEDGE / "languages.yaml"
DATA = table(FILE)


@pytest.fixture(scope="module")
def both() -> RuleTriage:
    """As it is shipped: phrases and examples."""
    return RuleTriage(KNOWLEDGE, Likeness(MiniLM()))


def examples(which: str) -> list[Any]:
    return [
        pytest.param(spoken["language"], rule, text, id=f"{spoken['language']}-{rule['category']}-{rule['about']}-{at}")
        for spoken in DATA
        for rule in spoken["rules"]
        for at, text in enumerate(rule[which])
    ]


@pytest.mark.parametrize(("language", "rule", "text"), examples("fires"))
def test_a_phrase_is_heard_in_its_language(language: str, rule: dict[str, str], text: str) -> None:
    heard = hear(text, FILE)

    assert (heard.language, heard.concern.level, heard.concern.category, heard.concern.about) == (
        language,
        rule["level"],
        rule["category"],
        rule["about"],
    )


@pytest.mark.parametrize(("language", "rule", "text"), examples("quiet"))
def test_an_everyday_sentence_is_not(language: str, rule: dict[str, str], text: str) -> None:
    assert triage(text) == Concern(), (language, rule["category"])


def test_evidence_is_what_was_typed() -> None:
    message = "Hola. Ya NO QUIERO VIVIR, de verdad."
    (span,) = triage(message).evidence

    assert message[span.start : span.end] == "NO QUIERO VIVIR"


def test_accents_need_not_be_typed() -> None:
    assert triage("mi papa me pega").category == "abuse_of_minor"
    assert triage("mein vater schlagt mich").category == "abuse_of_minor"


def test_a_phrase_is_whole_words() -> None:
    assert hear("inquiero morirmente", FILE).language is None


@pytest.mark.parametrize("spoken", DATA, ids=[spoken["language"] for spoken in DATA])
def test_words_in_ones_own_language_come_before_the_english_ones_and_say_that_nobody_checked_them(spoken: Any) -> None:
    text = next(rule["fires"][0] for rule in spoken["rules"] if rule["level"] == "urgent")

    [(concern, shown)] = talk(text)

    assert concern.level == "urgent"
    assert shown is not None
    first, second, *_ = shown.text.split("\n\n")
    assert first == f"{spoken['urgent']} {NOT_CHECKED}"
    assert second.isascii()


def test_english_words_come_alone() -> None:
    assert words_in(None, FILE) is None
    [(_, shown)] = talk("i want to die")
    assert shown is not None
    assert NOT_CHECKED not in shown.text


def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "languages.yaml"
    path.write_text("- language: es\n  urgent: x\n  cues: {}\n  rules:\n  - {category: sadness}\n", encoding="utf-8")

    with pytest.raises(ContentError, match=r"languages\.yaml:[35]: "):
        hear("hola", path)


def test_what_only_sounds_like_a_phrase_is_let_pass_where_examples_can_be_asked(both: RuleTriage) -> None:
    ordinary = "我想死你了周末见"

    assert hear(ordinary, FILE).concern.level == "urgent"
    assert both(ordinary, []).level == "none"
    assert both("我真的想死", []).level == "urgent"


def test_danger_that_no_phrase_knows_is_heard_and_answered_in_its_language(both: RuleTriage) -> None:
    message = "mi prima me contó que su padrastro entra a su cuarto cuando todos duermen"

    concern = both(message, [])
    shown = FixedWords(KNOWLEDGE, triage=both)(message, concern, Situation(), [])

    assert hear(message, FILE).language is None
    assert (concern.level, concern.category) == ("urgent", "abuse_of_minor")
    assert shown is not None
    assert shown.text.startswith(f"{words_in('es', FILE)}\n\n")


@pytest.mark.parametrize(("language", "rule", "text"), examples("fires"))
def test_what_a_phrase_is_for_is_heard_with_examples_beside_it_too(
    language: str, rule: dict[str, str], text: str, both: RuleTriage
) -> None:
    assert both(text, []).level in {rule["level"], "urgent"}, language


@pytest.mark.parametrize(
    ("said", "denied", "still"),
    [
        ("quiero morirme", "lo dije en broma", "no estoy a salvo"),
        ("je veux mourir", "je plaisantais", "je ne sais pas"),
        ("ich will sterben", "war nur spaß", "ich weiß nicht"),
        ("quero morrer", "foi só brincadeira", "não sei"),
        ("मैं मरना चाहता हूँ", "मज़ाक था", "पता नहीं"),
        ("اريد ان اموت", "مجرد مزحة", "لا اعرف"),
        ("我想死", "我开玩笑的", "我不知道"),
    ],
)
def test_a_denial_is_believed_in_the_language_it_is_said_in(said: str, denied: str, still: str) -> None:
    assert [triage(said).level, triage(said, denied).level] == ["urgent", "caution"]
    assert triage(said, still).level == "urgent"


def test_an_english_word_that_is_a_phrase_elsewhere_brings_no_foreign_words(both: RuleTriage) -> None:
    message = "My mentee has taken an overdose and will not wake up"

    concern = both(message, [])
    shown = FixedWords(KNOWLEDGE, triage=both)(message, concern, Situation(), [])

    assert concern.level == "urgent"
    assert shown is not None
    assert NOT_CHECKED not in shown.text


def test_phrases_that_cannot_be_read_take_no_help_away(tmp_path: Path) -> None:
    copytree(KNOWLEDGE, tmp_path / "knowledge")
    (tmp_path / "knowledge" / "languages.yaml").write_text("- nonsense", encoding="utf-8")
    broken = RuleTriage(tmp_path / "knowledge")

    concern = broken("i want to kill myself tonight", [])
    shown = FixedWords(tmp_path / "knowledge", triage=broken)("i want to kill myself tonight", concern, Situation(), [])

    assert concern.level == "urgent"
    assert shown is not None


@pytest.mark.parametrize(
    ("said", "worse", "cannot_call", "alone"),
    [
        ("quiero morirme", "está empeorando", "no puedo llamar, me van a oír", "estoy sola en casa"),
        ("je veux mourir", "ça empire", "je peux pas téléphoner", "je suis toute seule"),
        ("ich will sterben", "es wird schlimmer", "ich kann nicht anrufen", "ich bin ganz allein"),
        ("quero morrer", "está piorando", "não consigo ligar", "estou sozinho aqui"),
        ("मैं मरना चाहता हूँ", "हालत बिगड़ रही है", "मैं कॉल नहीं कर सकता", "मैं अकेला हूँ"),
        ("main marna chahta hu", "aur kharab ho gaya", "call nahi kar sakta", "main akela hu"),
        ("اريد ان اموت", "الوضع أسوأ", "مش قادر اتصل", "أنا لوحدي"),
        ("我想死", "越来越糟", "我不敢打电话", "我一个人"),
    ],
)
def test_what_gets_in_the_way_is_answered_in_the_language_it_is_said_in(
    said: str, worse: str, cannot_call: str, alone: str
) -> None:
    (_, first), *later = talk(said, cannot_call, worse, alone)
    shown = [words for _, words in later if words]

    assert first is not None
    assert [words.id for words in shown] == ["cannot-call-self", "worse-self", "alone-self"]
    assert [NOT_CHECKED in words.text for words in shown] == [True, True, False]
    assert all(not words.text.split("\n\n")[0].isascii() for words in shown[:2])


@pytest.mark.parametrize("spoken", DATA, ids=[spoken["language"] for spoken in DATA])
def test_every_language_has_all_that_people_answer_and_each_is_heard_as_what_it_is(spoken: Any) -> None:
    english = {cue["id"] for cue in table(KNOWLEDGE / "signals.yaml")["cues"]}

    assert set(spoken["cues"]) == english
    for cue, phrases in spoken["cues"].items():
        assert all(cue in hear(phrase, FILE).cues for phrase in phrases), cue


def test_a_short_reply_is_answered_in_the_language_of_what_was_said_before() -> None:
    *_, (_, shown) = talk("quiero morirme", "ok", "it's worse")

    assert shown is not None
    assert shown.text.startswith("**Llama ahora al número de emergencias")
