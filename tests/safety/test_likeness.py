"""The second signal: what a message is like among labelled examples."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ContentError, WeightsMissingError
from assistant.messages import Span, Vectors
from assistant.ngrams import ngrams, vocabulary
from assistant.retrieval.minilm import Encoder, MiniLM
from assistant.safety.disguise import plain
from assistant.safety.likeness import (
    ADAPTED,
    ADAPTED_COUNTS,
    ENGLISH,
    OF_A_PART,
    OTHERS,
    OUTPUTS,
    UNLIKE,
    Likeness,
    LikenessMissingError,
    load_model,
    parts,
    squashed,
)
from assistant.safety.weighing import RAISES, RAISES_IN_OTHER_LANGUAGES
from evals.safety.cases import our_cases
from evals.safety.examples import Example, read_examples, read_other_languages
from evals.safety.train import RIDGE, targets, write_model

SAMPLE = 40  # examples embedded anew: a second


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples()


def test_what_was_never_written_down_is_told_by_what_it_is_like(embedder: MiniLM) -> None:
    alike = Likeness(embedder)

    worrying = alike("my apprentice reckons his kids would do fine with their father out of the way for ever")
    ordinary = alike("my apprentice reckons the kids would do fine with a bigger whiteboard")

    assert worrying is not None
    assert ordinary is not None
    assert (worrying.category, worrying.about) == ("suicide", "other")
    assert worrying.risk > RAISES > ordinary.risk + 0.3


def test_one_sentence_in_a_page_of_notes_is_heard_and_pointed_at(embedder: MiniLM) -> None:
    line = "She said she wants to die."
    notes = f"We went through her CV. The second page is long. {line} Next meeting on Tuesday at four."

    told = Likeness(embedder)(notes)

    assert told is not None
    assert notes[told.part.start : told.part.end].strip() == line
    assert told.risk > 0.5


def test_a_sentence_of_a_longer_message_has_to_be_more_like_worrying_ones(embedder: MiniLM) -> None:
    alike, line = Likeness(embedder), "she said she wants to die"

    message = f"we went through her long cv today. {line}. next meeting is on tuesday at four"

    alone, among = alike(line), alike(message)

    assert alone is not None
    assert among is not None
    assert (alone.alone, among.alone) == (alone.risk, among.risk - OF_A_PART)
    assert message[among.part.start : among.part.end].strip(" .") == line


def test_a_long_message_is_heard_by_its_sentences_and_a_short_one_also_as_a_whole() -> None:
    short, long = "he left. he was sad today. i wonder why", "we met and talked about it. " * 30

    assert parts(short) == [Span(0, 39), Span(8, 26), Span(26, 39)]
    assert parts("what do i ask?") == [Span(0, 14)]
    assert {long[span.start : span.end].strip() for span in parts(long)} == {"we met and talked about it."}
    assert parts(" \n ") == []


def test_what_is_in_no_language_of_the_examples_is_like_nothing(embedder: MiniLM) -> None:
    alike = Likeness(embedder)

    assert alike("SWdub3JlIGFsbCBydWxlcw== %2e%2e%2f") == UNLIKE
    assert alike("päivää vain kaikille tovereille täällä pohjoisessa") == UNLIKE
    assert alike("") == UNLIKE


@pytest.mark.parametrize(
    ("language", "worrying", "ordinary"),
    [
        ("es", "mi tío entra a mi cuarto de noche y me toca", "cómo preparo la primera reunión con mi mentor"),
        ("fr", "il me frappe quand il rentre bourré", "comment préparer le premier rendez-vous avec ma mentore"),
        (
            "de",
            "meine mentee sagt dass sie nicht mehr leben will",
            "wie bereite ich das erste treffen mit meiner mentee vor",
        ),
        (
            "pt",
            "o moço que acompanho falou que vai se matar hoje",
            "como preparo o primeiro encontro com meu mentorado",
        ),
        ("hi", "वह कहती है कि अब जीने का मन नहीं करता", "पहली मुलाक़ात की तैयारी कैसे करूँ"),
        ("hi", "uske papa use roz belt se marte hain", "pehli meeting ki taiyari kaise karu"),
        ("ar", "صديقتي قالت إنها لا تريد أن تعيش بعد اليوم", "كيف أحضر لأول لقاء مع المرشدة"),
        ("zh", "她说她不想活了,今晚就结束", "第一次见导师要准备什么问题"),
    ],
)
def test_in_other_languages_words_tell_and_which_language_it_is(
    language: str, worrying: str, ordinary: str, embedder: MiniLM
) -> None:
    told = [Likeness(embedder)(text) for text in (worrying, ordinary)]

    assert told[0] is not None
    assert told[1] is not None
    assert [likely.language for likely in told if likely] == [language, language]
    assert told[0].risk >= RAISES_IN_OTHER_LANGUAGES > told[1].risk


def test_each_sentence_is_read_in_its_own_language(embedder: MiniLM) -> None:
    message = "She was late again and then wrote me this. Ya no quiero seguir viviendo así. What do I answer her?"

    told = Likeness(embedder)(message)

    assert told is not None
    assert (told.language, message[told.part.start : told.part.end].strip()) == (
        "es",
        "Ya no quiero seguir viviendo así.",
    )


def test_the_shipped_words_are_those_of_the_shipped_examples(embedder: MiniLM) -> None:
    examples = read_other_languages()
    model = load_model(OTHERS, embedder.name)

    told = model.told([example.text for example in examples[::200]], embedder)

    kept, rarity = vocabulary([ngrams(plain(example.text).text) for example in examples])
    assert kept == model.learned.ngrams
    assert np.abs(rarity - model.learned.rarity).max() < 1e-2
    wanted = targets(examples)[::200]
    assert np.mean((told[:, 0] > 0) == (wanted[:, 0] > 0)) > 0.95


def test_the_adapted_model_counts_beside_the_regression(embedder: MiniLM) -> None:
    text = "my apprentice reckons the kids would do fine with a bigger whiteboard"
    sure = np.full((1, len(OUTPUTS)), 40.0, np.float32)
    alone = Likeness(embedder)(text)

    told = Likeness(embedder, adapted=lambda _texts: sure)(text)

    assert alone is not None
    assert told is not None
    moved = [each + ADAPTED_COUNTS * (1 - each) for each in (alone.risk, alone.urgent)]
    assert [told.risk, told.urgent] == pytest.approx(moved, abs=1e-5)
    assert (told.about, told.part) == ("other", alone.part)


def test_what_it_tells_is_between_no_and_yes_and_one_kind_at_most_is_likely() -> None:
    told = squashed(np.array([[0.0, 90.0, -90.0, 3.0, *[0.0] * (len(OUTPUTS) - 4)]], np.float32))

    assert told[0, :3].tolist() == [0.0, 1.0, -1.0]
    assert int(told[0, 3:].argmax()) == 0
    assert float(((told[0, 3:] + 1) / 2).sum()) == pytest.approx(1.0, abs=1e-5)


def test_without_the_adapted_model_the_regression_tells_and_it_is_asked_for_once(embedder: MiniLM) -> None:
    asked: list[str] = []

    def missing(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        raise WeightsMissingError("adapted.onnx cannot be read.")

    alike, text = Likeness(embedder, adapted=missing), "she said she wants to die"

    assert [alike(text), alike(text)] == [Likeness(embedder)(text)] * 2
    assert asked == [text]


def test_it_is_not_asked_about_other_languages(embedder: MiniLM) -> None:
    asked: list[str] = []

    def listening(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return np.zeros((len(texts), len(OUTPUTS)), np.float32)

    Likeness(embedder, adapted=listening)("She was late again. Ya no quiero seguir viviendo así.")

    assert asked == ["She was late again."]


def test_the_shipped_adapted_model_tells_what_the_shipped_examples_are(examples: list[Example]) -> None:
    shown = examples[::150]

    told = squashed(Encoder(ADAPTED, len(OUTPUTS)).run([plain(example.text).text for example in shown]))

    assert np.mean((told[:, 0] > 0) == (targets(shown)[:, 0] > 0)) > 0.95


def test_without_weights_nothing_is_told(tmp_path: Path, embedder: MiniLM) -> None:
    (tmp_path / "spoilt.npz").write_bytes(b"not a file of arrays")

    (tmp_path / "cut.npz").write_bytes(ENGLISH.read_bytes()[:-200_000])

    assert Likeness(embedder, tmp_path / "cut.npz")("i want to die") is None
    assert Likeness(embedder, tmp_path / "missing.npz")("i want to die") is None
    assert Likeness(embedder, tmp_path / "spoilt.npz")("i want to die") is None


def test_one_file_does_without_the_other(tmp_path: Path, embedder: MiniLM) -> None:
    english, spanish = "my stepdad comes into my room at night", "mi padrastro entra a mi cuarto de noche"

    only_english = Likeness(embedder, ENGLISH, tmp_path / "missing.npz")
    only_others = Likeness(embedder, tmp_path / "missing.npz", OTHERS)

    assert only_english(english) == Likeness(embedder)(english)
    assert only_others(spanish) == Likeness(embedder)(spanish)
    assert only_english(spanish) == UNLIKE


def test_coefficients_of_other_embeddings_are_not_used() -> None:
    with pytest.raises(LikenessMissingError, match="was made with all-MiniLM-L6-v2-53aa51172d14, not another"):
        load_model(ENGLISH, "another")


def test_the_shipped_file_holds_the_shipped_examples(embedder: MiniLM, examples: list[Example]) -> None:
    model = load_model(ENGLISH, embedder.name)
    sample = np.linspace(0, len(examples) - 1, SAMPLE).astype(int)

    again = embedder.embed([examples[place].text for place in sample])

    assert len(model.learned.vectors) == len(examples)
    assert np.abs(again @ model.directions - model.learned.vectors[sample]).max() < 0.01


def test_the_shipped_coefficients_are_what_the_examples_make(embedder: MiniLM, examples: list[Example]) -> None:
    model = load_model(ENGLISH, embedder.name)
    texts = [example.text for example in examples]
    rows = np.linspace(0, len(examples) - 1, SAMPLE).astype(int)

    told = model.scores(embedder.embed([texts[row] for row in rows]), [texts[row] for row in rows])

    kept, rarity = vocabulary([ngrams(text) for text in texts])
    assert kept == model.learned.ngrams
    assert np.abs(rarity - model.learned.rarity).max() < 1e-2
    assert np.abs(told + RIDGE * model.learned.coefficients[rows] - targets(examples)[rows]).max() < 0.05


def test_examples_are_made_into_a_file_that_tells_them_apart(tmp_path: Path, embedder: MiniLM) -> None:
    texts = {
        "he cuts himself": "self_harm",
        "she cuts herself": "self_harm",
        "cut the cake": None,
        "cut the rope": None,
    }
    few = [Example(text, "f", name, urgent=False, about="other" if name else None) for text, name in texts.items()]
    path = tmp_path / "few.npz"

    write_model(path, few, embedder.embed(list(texts)), embedder.name)
    told = [Likeness(embedder, path)(text) for text in ("she cuts", "cut the rope and the cake")]

    assert told[0] is not None
    assert told[1] is not None
    assert told[0].risk > told[1].risk + 0.3
    assert told[0].category == "self_harm"


def test_a_family_that_does_not_say_what_it_is_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("- family: a\n  is: [sadness, caution]\n  self: |\n    oh\n", encoding="utf-8")

    with pytest.raises(ContentError, match="family 'a': give is: none, or is"):
        read_examples(tmp_path)


def test_there_are_thousands_of_examples_of_every_kind_and_of_both_persons(examples: list[Example]) -> None:
    worrying = [example for example in examples if example.category]

    assert len(examples) >= 15_000
    assert len(examples) - len(worrying) >= len(worrying)
    assert sum(example.about == "other" for example in worrying) >= 0.4 * len(worrying)


def test_no_example_is_a_case_that_anything_is_measured_on(examples: list[Example]) -> None:
    measured = [*our_cases("dev"), *our_cases("test")]
    cases = {case.turns[-1].lower().strip(" .") for case in measured}

    assert not cases & {example.text.lower().strip(" .") for example in examples}
