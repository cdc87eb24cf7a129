from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from assistant.doctor import examination
from assistant.doctor.examination import examine
from assistant.doctor.finding import Finding
from assistant.errors import ContentError
from assistant.guides.library import Library
from assistant.retrieval import minilm
from assistant.safety.cardfile import CardFile
from assistant.settings import CHECKOUT, Settings


def settings(data: Path, **more: str) -> Settings:
    return Settings(data=data, content=CHECKOUT, **more)  # type: ignore[arg-type]


def findings(data: Path, **more: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(settings(data, **more))}


@pytest.fixture(autouse=True)
def guides_read_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "load", lambda _folder: library)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    found = findings(tmp_path / "data")
    assert found["data folder"] == Finding("data folder", f"{tmp_path / 'data'} (made on first use)")
    assert not (tmp_path / "data").exists()


def test_a_healthy_machine_needs_no_fix(data_folder: Path) -> None:
    data_folder.chmod(0o700)
    found = findings(data_folder)
    assert {finding.fix for finding in found.values()} == {None}
    assert found["index"].value == str(data_folder / "index")


def test_a_missing_index_is_mended_by_indexing(tmp_path: Path) -> None:
    assert findings(tmp_path)["index"] == Finding("index", "missing or stale", "alongside index")


def test_a_data_folder_others_can_read_is_mended(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert findings(tmp_path)["data folder"].fix == f"chmod 700 {tmp_path}"


def test_a_missing_package_is_mended_by_installing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(examination, "version", missing)
    found = findings(tmp_path)
    assert found["chromadb"] == Finding("chromadb", "not installed", "make -B install")
    assert found["inspect-ai"].fix is None


def test_missing_weights_are_mended_by_installing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    found = findings(tmp_path)["embedding model"]
    assert found.value.startswith("The embedding model's weights are not installed.")
    assert found.fix == "alongside weights"


def test_a_broken_guide_is_shown_by_checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_folder: Path) -> Library:
        raise ContentError("knowledge/guides/a.md", 2, "expected 'name: value'")

    monkeypatch.setattr(Library, "load", broken)
    assert findings(tmp_path)["guides"] == Finding(
        "guides", "knowledge/guides/a.md:2: expected 'name: value'", "alongside check"
    )


def test_without_a_model_it_says_that_nothing_leaves(tmp_path: Path) -> None:
    assert "nothing leaves this machine" in findings(tmp_path)["model"].value


def test_with_a_model_it_says_which_but_not_the_key(tmp_path: Path) -> None:
    found = findings(tmp_path, model="llama3", api_key="sk-secret", base_url="http://127.0.0.1:11434/v1")
    assert found["model"].value == "llama3"
    assert "sk-secret" not in str(found)


@pytest.mark.parametrize(
    ("card", "told"),
    [
        ({}, "off: the programme card does not turn it on"),
        ({"moderation": "on"}, "on, for those for whom a model may be used: "),
        ({"moderation": "on", "model_for": "nobody"}, "on, for nobody, as the card allows no model: "),
    ],
    ids=str,
)
def test_with_a_model_it_says_whether_a_moderation_service_is_asked(
    tmp_path: Path, card: dict[str, str], told: str
) -> None:
    CardFile(tmp_path / "programme.json").change(card)
    assert findings(tmp_path, model="llama3", api_key="k")["moderation"].value.startswith(told)
    assert "moderation" not in findings(tmp_path)


def test_every_finding_has_a_value(tmp_path: Path) -> None:
    assert all(finding.name and finding.value for finding in findings(tmp_path).values())
