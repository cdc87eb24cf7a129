"""The README's table of quality is the shipped record's, and only what stands between its markers is written."""

from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.quality.records import CaseRecord, read_record, write_record
from assistant.quality.reference_records import RELEASE
from evals import readme
from evals.cases import Case, load_cases
from evals.readme import BEGIN, END, README, placed, section, write
from evals.versions import case_version
from tests.quality.made_up import case, run

BY_HAND = f"# Ours\n\n{BEGIN}old\n{END}\nBy hand.\n"


def kept_apart(**values: str) -> list[CaseRecord]:
    """Twelve cases of test that find half of what they should, four that are declined, one of dev."""
    found = [case(f"t{n}", {"found.used": float(n % 2)}, split="test", **values) for n in range(12)]
    declined = [case(f"d{n}", {"found.declined": 1.0}, split="test") for n in range(4)]
    return [*found, *declined, case("dev", {"found.used": 1.0, "safe.seen": 0.0})]


def test_the_readme_has_the_figures_of_the_record_that_is_shipped() -> None:
    text = README.read_text(encoding="utf-8")
    wanted = placed(text, section(read_record(RELEASE), load_cases("test")))
    assert text == wanted, "run `make readme`, and commit README.md"


def test_each_score_has_its_n_and_range_and_length_and_nothing_of_dev_is_told() -> None:
    told = section(run(*kept_apart(), split="all"), [])
    assert told == (
        "Measured on 2026-11-21 with the library responder on the test split, 16 cases in 16 families\n"
        "that no weight was chosen on (`make release-record`; mean, range over families, correlation with the number "
        "of words of the answer):\n\n"
        "| score | n | mean | 95 % range | with length |\n|---|---|---|---|---|\n"
        "| the answer draws on a right guide | 12 | .50 | .17 to .83 | - |\n"
        "| a question that no guide is about is declined | 4 | 1.00 | too few to tell | - |\n\n"
        "**Not good enough to rely on: about 5 in 10 answers come from no guide that fits. It may start a thought, for "
        "people who are told so and can ask somebody. It is never a safety net, whatever the figures say.**\n"
    )


def test_a_score_that_measures_little_else_than_length_is_called_that() -> None:
    long = [case(f"t{n}", {"usable.words": n / 12}, split="test", answer="so " * (n + 1)) for n in range(12)]
    assert "| +0.97: little else than length |" in section(run(*long), [])


def test_what_chance_makes_of_the_points_is_told_of_cases_that_were_asked_as_they_are() -> None:
    values = {"family": "asks", "split": "test", "why": "It has to be asked.", "turns": ["what now"],
              "guides": {"a/b": 2}, "must": [{"text": "Asks", "any_of": ["ask him"]}]}  # fmt: skip
    asked = Case.model_validate({"id": "asked", **values})
    rewritten = Case.model_validate({"id": "asked", **values, "turns": ["what then"]})
    answered = case("asked", {"answers.must": 1.0}, split="test", asked=case_version(asked))
    others = [case(f"t{n}", {"answers.must": 1.0}, split="test", answer="Ask him. " * 40 * (n % 2)) for n in range(8)]
    others = [*others, case("long", {"answers.must": 1.0}, split="test", answer="Wait and see. " * 40)]
    record = run(answered, *others)
    assert "(by chance: .80)" in section(record, [asked]), "four of the five long answers of others make the point"
    assert "by chance" not in section(record, [rewritten])


def test_only_what_stands_between_the_markers_is_written(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(BY_HAND, encoding="utf-8")
    path.chmod(0o644)
    record = run(*kept_apart())
    assert write(record, [], path)
    assert path.read_text(encoding="utf-8") == f"# Ours\n\n{BEGIN}{section(record, [])}{END}\nBy hand.\n"
    assert path.stat().st_mode & 0o777 == 0o644
    assert not write(record, [], path), "it stands there already"


@pytest.mark.parametrize(
    "text", ["# Ours\n", BY_HAND * 2, f"{END}{BEGIN}", BEGIN], ids=["none", "twice", "swapped", "half"]
)
def test_a_readme_without_a_place_for_it_is_left_alone(text: str) -> None:
    with pytest.raises(
        InputError, match=r"README\.md does not have the lines '<!-- From here on made by `make readme`"
    ):
        placed(text, "new")


def test_a_run_that_cannot_stand_there_says_what_to_make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readme, "load_cases", lambda _split: [])
    write_record(run(case("dev", {"found.used": 1.0})), tmp_path / "run.json")
    assert readme.main([str(tmp_path / "run.json")]) == 2
    assert capsys.readouterr() == (
        "", "This run has no case of the test split. Make one with `make release-record`.\n"
    )  # fmt: skip
