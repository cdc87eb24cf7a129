"""What people read about settings is what the code does."""

from dataclasses import MISSING, fields

import pytest

from assistant.settings import CHECKOUT, Settings
from assistant.settings.reference import env_example, markdown, plain
from assistant.settings.table import BY_FIELD, SETTINGS, Setting

every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)


@pytest.mark.parametrize(
    ("name", "written", "option"),
    [(".env.example", env_example(), "--env"), ("assistant/settings/REFERENCE.md", markdown(), "--markdown")],
)
def test_the_committed_text_is_what_the_code_writes(name: str, written: str, option: str) -> None:
    committed = (CHECKOUT / name).read_text(encoding="utf-8")
    assert committed == written, f"run: alongside settings {option} > {name}"


def test_every_setting_is_a_field_and_every_field_but_the_content_a_setting() -> None:
    assert set(BY_FIELD) | {"content"} == {field.name for field in fields(Settings)}


def test_the_defaults_told_are_the_defaults() -> None:
    told = {name: BY_FIELD[name].default for name in ("port", "host", "log_level", "model_timeout", "context_tokens")}
    real = {field.name: field.default for field in fields(Settings) if field.default is not MISSING}
    assert told == {name: f"{real[name]:g}" if isinstance(real[name], float) else str(real[name]) for name in told}


@every_setting
def test_a_secret_has_no_flag(setting: Setting) -> None:
    assert not (setting.secret and setting.flag)


@every_setting
def test_a_setting_is_told_wherever_settings_are(setting: Setting) -> None:
    assert all(setting.name in text and setting.purpose in text for text in (plain(), markdown()))
