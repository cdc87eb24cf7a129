"""Whatever setting, guide or prompt is broken: help is shown, and what is wrong is said for the rest."""

from pathlib import Path

import pytest

from assistant.build import build_assistant, build_safety
from assistant.doctor.examination import examine_all
from assistant.errors import AssistantError, SettingsError
from assistant.settings import Settings

URGENT = "i want to kill myself tonight"


@pytest.mark.parametrize(
    "environ",
    [{"ALONGSIDE_MODEL": "some-model"}, {"ALONGSIDE_PORT": "80"}, {"OPENAI_BASE_URL": "nonsense"}],
    ids=["a model without a key", "a port nobody may use", "an address that is none"],
)
def test_help_is_shown_whatever_setting_is_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environ: dict[str, str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    for name, value in {"ALONGSIDE_DATA": str(tmp_path), **environ}.items():
        monkeypatch.setenv(name, value)
    assistant = build_assistant()
    assert isinstance(assistant.missing, SettingsError)
    assert assistant.reply(URGENT).signposting
    with pytest.raises(SettingsError):
        assistant.reply("she keeps cancelling on me")


def test_asking_for_a_model_that_is_not_set_still_shows_help(data_folder: Path) -> None:
    settings = Settings.from_env({"ALONGSIDE_DATA": str(data_folder)})
    assert build_assistant(settings, "model").reply(URGENT).signposting


def test_a_broken_guide_still_leaves_help(tmp_path: Path, data_folder: Path) -> None:
    (tmp_path / "knowledge" / "guides").mkdir(parents=True)
    (tmp_path / "knowledge" / "guides" / "bad.md").write_text("nothing of a guide", encoding="utf-8")
    real = Settings.from_env({"ALONGSIDE_DATA": str(data_folder)})
    for name in ("signals.yaml", "languages.yaml", "signposting", "helplines.yaml"):
        (tmp_path / "knowledge" / name).symlink_to(real.knowledge / name)
    assistant = build_assistant(Settings(data=data_folder, content=tmp_path))
    assert assistant.reply(URGENT).signposting
    with pytest.raises(AssistantError, match=r"bad\.md:1:"):
        assistant.reply("she keeps cancelling on me")


def test_triage_needs_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_PORT", "80")
    triage, _ = build_safety()
    assert triage(URGENT, ()).level == "urgent"


def test_doctor_names_a_setting_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path))
    monkeypatch.setenv("ALONGSIDE_PORT", "80")
    first, *_ = examine_all()
    assert (first.name, first.value) == ("settings", "ALONGSIDE_PORT is '80'; give a whole number from 1024 to 65535.")
