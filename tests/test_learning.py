"""Learning from labelled sentences: what is alike by meaning, and by the words it is written in."""

import numpy as np
import pytest

from assistant.learning import learn, nearness
from assistant.ngrams import ngrams, unit, vocabulary

EAST, NORTH, UP = np.eye(3, dtype=np.float32)
TEXTS = ["she cries", "she cried", "the bus is late", "late again"]
MEANT = np.array([EAST, EAST, NORTH, NORTH])
CRYING = np.array([[1], [1], [-1], [-1]], np.float32)


def test_what_is_meant_alike_gets_like_scores() -> None:
    learned = learn(TEXTS, MEANT, CRYING, ridge=0.3, words_count=0.0)
    crying, late, neither = learned.scores(np.array([EAST, NORTH, UP]), ["-", "-", "-"])[:, 0]
    assert crying > 0.5 > -0.5 > late
    assert crying > neither > late


def test_what_is_written_alike_gets_like_scores() -> None:
    learned = learn(TEXTS, np.array([UP] * 4), CRYING, ridge=0.3, words_count=1.0)
    crying, late, neither = learned.scores(np.array([UP] * 3), ["she cries a lot", "the late bus", "zzz"])[:, 0]
    assert crying > neither + 0.1
    assert neither > late + 0.1


def test_what_is_learned_is_ridge_regression_with_both_kernels() -> None:
    kept, rarity = vocabulary([ngrams(text) for text in TEXTS])
    shares = np.zeros((4, len(kept)), np.float32)
    for row, text in enumerate(TEXTS):
        places = [kept.index(ngram) for ngram in ngrams(text) if ngram in kept]
        shares[row, places] = unit(rarity[places])
    kernel = nearness(MEANT, MEANT) + 0.6 * shares @ shares.T

    told = learn(TEXTS, MEANT, CRYING, ridge=0.3, words_count=0.6).scores(MEANT, TEXTS)

    assert told == pytest.approx(kernel @ np.linalg.solve(kernel + 0.3 * np.eye(4), CRYING), abs=1e-5)


def test_likeness_to_some_is_nearly_likeness_to_all() -> None:
    rng = np.random.default_rng(5)
    vectors = np.array([EAST, NORTH])[np.arange(60) % 2] + 0.1 * rng.standard_normal((60, 3)).astype(np.float32)
    texts = [f"{('she cries', 'late again')[row % 2]} {row % 7}" for row in range(60)]
    targets = np.where(np.arange(60) % 2, -1, 1).astype(np.float32)[:, None]

    every, some = (learn(texts, vectors, targets, 0.3, 0.6, most) for most in (None, 20))

    assert (len(every.vectors), len(some.vectors)) == (60, 20)
    asked = np.array([EAST, NORTH, EAST + NORTH]), ["she cries", "late again", "late she cries"]
    assert some.scores(*asked) == pytest.approx(every.scores(*asked), abs=0.1)


def test_many_sentences_with_an_ngram_are_taken_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    few = learn(TEXTS, MEANT, CRYING, 0.3, 0.6)
    monkeypatch.setattr("assistant.ngrams.OFTEN", 2)
    assert learn(TEXTS, MEANT, CRYING, 0.3, 0.6).coefficients == pytest.approx(few.coefficients, abs=1e-5)


def test_letters_are_read_across_words_and_through_slips() -> None:
    assert ngrams("I’m ok") == ["im", "ok", "im_ok", "# im ", "#im o", "#m ok", "# ok "]
    assert len(set(ngrams("suicidal")) & set(ngrams("suicdal"))) >= 3


def test_chinese_is_read_by_its_signs_and_hindi_with_its_vowels() -> None:
    assert ngrams("想死")[:3] == ["想", "死", "想_死"]
    assert ngrams("जीना नहीं")[:2] == ["जीना", "नहीं"]


def test_shared_ngrams_taken_a_few_at_a_time_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = learn(TEXTS, MEANT, CRYING, 0.3, 0.6)
    monkeypatch.setattr("assistant.ngrams.PAIRS", 3)
    assert learn(TEXTS, MEANT, CRYING, 0.3, 0.6).coefficients == pytest.approx(whole.coefficients, abs=1e-6)
