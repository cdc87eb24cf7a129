import stat
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import CHECKOUT, Settings


def test_with_nothing_set_no_model_is_used_and_the_page_is_on_this_machine() -> None:
    settings = Settings.from_env({})
    assert (settings.model, settings.host, settings.port) == (None, "127.0.0.1", 8501)
    assert settings.content == CHECKOUT
    assert settings.data.name == "alongside"


def test_a_stray_key_in_the_shell_turns_no_model_on() -> None:
    assert Settings.from_env({"OPENAI_API_KEY": "sk-stray", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}).model is None


def test_a_model_needs_a_key_or_an_address() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"ALONGSIDE_MODEL": "gpt-9"})
    assert str(refused.value) == (
        "ALONGSIDE_MODEL is 'gpt-9' but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set. "
        "Set one, or unset ALONGSIDE_MODEL to use the library alone."
    )


@pytest.mark.parametrize("given", [{"OPENAI_API_KEY": "sk-1"}, {"OPENAI_BASE_URL": "http://127.0.0.1:11434/v1"}])
def test_a_model_is_on_with_either(given: dict[str, str]) -> None:
    assert Settings.from_env({"ALONGSIDE_MODEL": " llama3 ", **given}).model == "llama3"


def test_the_key_is_never_printed() -> None:
    assert "sk-secret" not in repr(Settings.from_env({"ALONGSIDE_MODEL": "gpt-4o", "OPENAI_API_KEY": "sk-secret"}))


@pytest.mark.parametrize("address", ["localhost:11434", "ftp://example.org", "http://", "just words"])
def test_an_address_that_is_none_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^OPENAI_BASE_URL is '.*'; give an address such as 'http://127"):
        Settings.from_env({"OPENAI_BASE_URL": address})


@pytest.mark.parametrize("port", ["99999", "0", "80x"])
def test_an_address_with_a_port_that_cannot_be_is_refused(port: str) -> None:
    with pytest.raises(SettingsError, match=rf"^OPENAI_BASE_URL is 'http://127.0.0.1:{port}/v1'; give an address such"):
        Settings.from_env({"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"})


@pytest.mark.parametrize("value", ["8e3", "1024.7", "8501.0", "8_501", "٨٥٠١", "9" * 5_000])
@pytest.mark.parametrize("name", ["ALONGSIDE_PORT", "ALONGSIDE_CONTEXT_TOKENS"])
def test_a_number_that_is_not_whole_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} is '{value}'; give a whole number from \d+ to \d+\.$"):
        Settings.from_env({name: value})


@pytest.mark.parametrize("value", ["fast", "0", "601", "nan", "inf", "-1"])
def test_a_number_out_of_range_is_refused_with_the_range(value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"ALONGSIDE_MODEL_TIMEOUT": value})
    assert str(refused.value) == f"ALONGSIDE_MODEL_TIMEOUT is {value!r}; give a number from 1 to 600."


def test_numbers_in_range_are_taken() -> None:
    environ = {"ALONGSIDE_MODEL_TIMEOUT": "2.5", "ALONGSIDE_CONTEXT_TOKENS": "4000", "ALONGSIDE_PORT": "9000"}
    settings = Settings.from_env(environ)
    assert (settings.model_timeout, settings.context_tokens, settings.port) == (2.5, 4_000, 9_000)


def test_blank_settings_count_as_unset() -> None:
    environ = dict.fromkeys(["ALONGSIDE_MODEL", "OPENAI_BASE_URL", "ALONGSIDE_DATA", "ALONGSIDE_PORT"], "  ")
    assert Settings.from_env(environ) == Settings.from_env({})


def test_all_state_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.from_env({"ALONGSIDE_DATA": str(tmp_path)})
    assert {settings.database.parent, settings.index.parent} == {tmp_path}


def test_a_home_folder_may_be_written_short() -> None:
    assert "~" not in str(Settings.from_env({"ALONGSIDE_DATA": "~/alongside"}).data)


def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    open_to_all = tmp_path / "new" / "data"
    open_to_all.mkdir(parents=True, mode=0o755)
    settings = Settings.from_env({"ALONGSIDE_DATA": str(open_to_all)})
    settings.prepare_data()
    assert stat.S_IMODE(open_to_all.stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_made_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings.from_env({"ALONGSIDE_DATA": str(tmp_path / "file" / "data")})
    with pytest.raises(SettingsError, match=r"cannot be used \(.*\)\. Set ALONGSIDE_DATA to a folder you can write to"):
        settings.prepare_data()


def test_prices_are_read_as_prompt_and_completion() -> None:
    assert Settings.from_env({"ALONGSIDE_MODEL_PRICES": "0.15/0.6"}).prices == (0.15, 0.6)


@pytest.mark.parametrize("text", ["cheap", "1", "1/2/3", "-1/2", "nan/1", "1/inf"])
def test_prices_that_are_none_say_what_to_give(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^ALONGSIDE_MODEL_PRICES is '.*'; give what a million tokens"):
        Settings.from_env({"ALONGSIDE_MODEL_PRICES": text})


def test_conversations_are_kept_until_deleted_unless_a_period_is_set() -> None:
    given = ["", "none", "30", "90", " 365 "]
    found = [Settings.from_env({"ALONGSIDE_RETENTION": text}).retention for text in given]
    assert found == [None, None, 30, 90, 365]


@pytest.mark.parametrize("text", ["7", "0", "forever", "30.0", "-30"])
def test_another_period_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"ALONGSIDE_RETENTION": text})
    assert str(refused.value) == (
        f"ALONGSIDE_RETENTION is {text!r}; give none (until deleted) or a number of days: 30, 90, 365."
    )
