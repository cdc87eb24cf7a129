"""What the scores of manners look for, read from phrasebook.yaml: one place to add a phrase that a scorer overlooks."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

PHRASEBOOK = Path(__file__).with_name("phrasebook.yaml")


def phrases(name: str) -> re.Pattern[str]:
    """Any of a list's expressions, as whole words. The file is committed and its keys are named in the code."""
    return re.compile(rf"\b(?:{'|'.join(_lists()[name])})\b", re.I)


def verbs() -> frozenset[str]:
    return frozenset(_lists()["verbs"])


@cache
def _lists() -> Mapping[str, list[str]]:
    lists: Mapping[str, list[str]] = yaml.safe_load(PHRASEBOOK.read_text(encoding="utf-8"))
    return lists
