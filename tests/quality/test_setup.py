"""Figures of another setup are said to be that."""

import pytest

from assistant.quality.records import RunRecord
from assistant.quality.setup import Setup, not_measured
from tests.quality.made_up import run

RECORD = run(guides="abc", documents="def")
BY_MODEL = run(guides="abc", documents="def", responder="model", model="small")


@pytest.mark.parametrize(
    ("record", "setup", "said"),
    [
        (RECORD, Setup("abc", "def"), ()),
        (BY_MODEL, Setup("abc", "def", "small"), ()),
        (RECORD, Setup("xyz", "def"), ("Another version of the guides was measured.",)),
        (RECORD, Setup("abc", "new"), ("Your programme's documents were not part of it, or have changed since.",)),
        (RECORD, Setup("abc", "def", "small"),
         ("It was measured with the library alone, and here the model small answers.",)),
        (BY_MODEL, Setup("abc", "def", "large"),
         ("It was measured with the model small, and here the model large answers.",)),
        (run(guides="abc"), Setup("abc", "def"),
         ("Your programme's documents were not part of it, or have changed since.",)),
    ],
    ids=["same", "same-model", "guides", "documents", "model-set", "other-model", "older-record"],
)  # fmt: skip
def test_a_record_says_what_it_did_not_measure(record: RunRecord, setup: Setup, said: tuple[str, ...]) -> None:
    assert not_measured(record, setup) == said
