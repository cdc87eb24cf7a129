"""Numbers stand only where somebody read them, and never a retired one."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.safety.helplines import RETIRED, Helpline, load_helplines, retired_number
from tests.safety.kit import KNOWLEDGE

LINES = load_helplines(KNOWLEDGE).lines

GOOD = """finder: findahelpline.com
lines:
  - country: US
    need: crisis
    name: Sample
    phone: "988"
    text: null
    hours: any hour
    title: A page
    url: https://example.org
    checked: 2026-11-21
"""


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.country} {line.need}")
def test_a_number_names_the_page_and_the_day_it_was_read(line: Helpline) -> None:
    assert line.title
    assert line.url.startswith("http")
    assert line.checked.isoformat() == "2026-11-21"
    assert line.phone or line.text


def test_a_country_has_one_line_for_each_need() -> None:
    assert len({(line.country, line.need) for line in LINES}) == len(LINES)


def test_every_country_with_a_line_has_its_emergency_number() -> None:
    assert {line.country for line in LINES} == {line.country for line in LINES if line.need == "emergency"}


def test_an_unknown_country_has_no_line() -> None:
    assert load_helplines(KNOWLEDGE).words("ZZ", "crisis") is None
    assert load_helplines(KNOWLEDGE).words(None, "crisis") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"988"', "1-800-273-8255", 3, "retired"),
        ('"988"', "null", 3, "neither"),
        ("need: crisis", "need: chat", 4, "need"),
        ("    url: https://example.org\n", "", 3, "url"),
        ("country: US", "country: usa", 3, "country"),
    ],
    ids=["retired", "no number", "unknown need", "no page", "not a country"],
)
def test_a_mistake_in_the_table_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    (tmp_path / "helplines.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(ContentError, match=says) as caught:
        load_helplines(tmp_path)
    assert caught.value.line == line


def test_the_retired_lifeline_number_is_known_as_retired() -> None:
    assert "18002738255" in RETIRED


@pytest.mark.parametrize(
    "spelt",
    ["1-800-273-8255", "(800) 273 8255", "+1.800.273.TALK", "18002738255", "08457 90 90 90", "+44 8457 909090"],
)
def test_a_retired_number_is_known_in_any_spelling(spelt: str) -> None:
    assert retired_number(f"Ring {spelt}, day or night.") in {spelt, spelt.removeprefix("(")}


def test_a_number_that_still_helps_is_not_called_retired() -> None:
    assert retired_number("Ring 988, 116 123, 800 273 82556 or 0800 1111.") is None
