"""Doctor tells for every setting what holds and which source won, and never a secret."""

import os
from pathlib import Path

import pytest

from assistant.doctor.finding import Finding
from assistant.settings.findings import examine_settings
from assistant.settings.sources import flags
from assistant.settings.table import SETTINGS

KEY = "sk-marked-0b2e"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("ALONGSIDE_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path))
    monkeypatch.setattr("assistant.settings.sources.content_folder", lambda: tmp_path / "content")


@pytest.fixture
def env(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    path.touch(0o600)
    return path


def named(name: str) -> list[Finding]:
    return [finding for finding in examine_settings()[1] if finding.name == name]


def test_every_setting_is_told_with_its_default() -> None:
    told = {finding.name: finding.value for finding in examine_settings()[1]}
    assert {setting.name for setting in SETTINGS} <= set(told)
    assert told["ALONGSIDE_PORT"] == "8501 (default)"


def test_which_source_won_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    env.write_text("\n\nALONGSIDE_PORT=8600\nALONGSIDE_RETENTION=90\n")
    monkeypatch.setenv("ALONGSIDE_RETENTION", "30")
    with flags({"ALONGSIDE_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}):
        told = {finding.name: finding.value for finding in examine_settings()[1]}
    assert told["ALONGSIDE_PORT"] == f"8600 (from {env}, line 3; default: 8501)"
    assert told["ALONGSIDE_RETENTION"] == "30 (from the environment; default: none)"
    assert told["ALONGSIDE_MODEL"].startswith("m (from the command line; ")


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("ALONGSIDE_PORT", "80", "unset ALONGSIDE_PORT"),
        ("ALONGSIDE_LOG_LEVEL", "loud", "unset ALONGSIDE_LOG_LEVEL"),
        ("ALONGSIDE_MODEL", "m", "unset ALONGSIDE_MODEL"),
        ("ALONGSIDE_ENV_FILE", "/gone", None),
    ],
)
def test_what_cannot_be_used_is_told_first_and_the_rest_still_holds(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, fix: str | None
) -> None:
    monkeypatch.setenv(name, value)
    settings, (first, *_) = examine_settings()
    assert (first.name, first.fix) == ("settings", fix)
    assert first.value.startswith(f"{name} is '{value}'")
    assert (settings.port, settings.model) == (8501, None)


def test_a_bad_line_of_a_file_is_mended_by_one_command_that_works(env: Path) -> None:
    env.write_text("# the page\nALONGSIDE_PORT=80\nALONGSIDE_RETENTION=30\n")
    (wrong,) = named("settings")
    os.system(str(wrong.fix))  # noqa: S605 - the command people are told to run
    assert env.read_text() == "# the page\nALONGSIDE_RETENTION=30\n"
    assert named("settings") == []


def test_a_key_others_can_read_is_mended_by_one_command_that_works(env: Path) -> None:
    env.write_text(f"OPENAI_API_KEY={KEY}\n")
    env.chmod(0o644)
    (wrong,) = named("settings")
    os.system(str(wrong.fix))  # noqa: S605 - the command people are told to run
    assert named("settings") == []


def test_a_refused_file_hides_nothing_that_is_set_elsewhere(
    monkeypatch: pytest.MonkeyPatch, env: Path, tmp_path: Path
) -> None:
    env.write_text(f"OPENAI_API_KEY={KEY}\n")
    env.chmod(0o644)
    monkeypatch.setenv("ALONGSIDE_MODEL", "m")
    with flags({"ALONGSIDE_PORT": "8700"}):
        settings, (refused, *told) = examine_settings()
    assert (settings.data, settings.port, refused.fix) == (tmp_path, 8700, f"chmod 600 '{env}'")
    assert [finding.name for finding in told] == [*(setting.name for setting in SETTINGS), ".env"]
    assert told[0].value.startswith(f"{tmp_path} (from the environment; ")
    assert told[-1].value == "none is read until that is mended"


def test_a_misspelt_name_is_told_with_what_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_MODLE", "m")
    monkeypatch.setenv("ALONGSIDE_SOMETHING_ELSE", "m")
    assert named("settings") == [
        Finding(
            "settings", "ALONGSIDE_MODLE (in the environment) is no setting; did you mean ALONGSIDE_MODEL?",
            "unset ALONGSIDE_MODLE",
        ),
        Finding("settings", "ALONGSIDE_SOMETHING_ELSE (in the environment) is no setting"),
    ]  # fmt: skip


def test_a_file_in_this_folder_is_said_not_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "here" / ".env").write_text("ALONGSIDE_MODEL=evil\n")
    (told,) = named(".env")
    assert told.value.startswith(f"none is read; {tmp_path / 'here' / '.env'} is not, because")


def test_what_is_half_an_address_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_MODEL", f"http://me:{KEY}@[")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    (told,) = named("ALONGSIDE_MODEL")
    assert told.value.startswith("set (from the environment; ")


def test_secrets_are_never_told(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    env.write_text(f"OPENAI_API_KEY={KEY}\nALONGSIDE_MODEL=m\n")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://me:{KEY}@127.0.0.1:1/v1?token={KEY}")
    settings, told = examine_settings()
    assert settings.api_key == KEY
    assert KEY not in f"{told} {settings!r}"
    assert f"set (from {env}, line 1; default: none)" in str(told)
    assert '"http://127.0.0.1:1/v1 (from the environment' in str(told)
