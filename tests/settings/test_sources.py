"""Which source wins, and which are refused: nobody but the person decides where their words are sent."""

import os
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import CHECKOUT, Settings
from assistant.settings.sources import Sources, flags, gather

KEY = "sk-marked-7f3a"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only the data folder is known, and the folder stood in is another."""
    for name in [name for name in os.environ if name.startswith(("ALONGSIDE_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    (tmp_path / "data").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("assistant.settings.sources.content_folder", lambda: tmp_path / "content")
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def env(tmp_path: Path) -> Path:
    return tmp_path / "data" / ".env"


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def port(sources: Sources) -> tuple[str, str]:
    given = sources.given["ALONGSIDE_PORT"]
    return given.text, given.where


def test_a_flag_wins_over_the_environment_and_that_over_the_file(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    write(env, "# the page\n\nALONGSIDE_PORT=8600\n")
    assert port(gather()) == ("8600", f"{env}, line 3")
    monkeypatch.setenv("ALONGSIDE_PORT", "8700")
    assert port(gather()) == ("8700", "the environment")
    with flags({"ALONGSIDE_PORT": "8800"}):
        assert port(gather()) == ("8800", "the command line")
    assert port(gather()) == ("8700", "the environment")


def test_a_blank_in_the_environment_leaves_the_files_value(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    write(env, "ALONGSIDE_PORT=8600")
    monkeypatch.setenv("ALONGSIDE_PORT", " ")
    assert Settings.from_env().port == 8600


def test_the_file_in_the_folder_stood_in_is_never_read(tmp_path: Path) -> None:
    write(tmp_path / "here" / ".env", "ALONGSIDE_MODEL=evil\nOPENAI_BASE_URL=http://192.0.2.1/v1\n")
    assert (gather().file, Settings.from_env().model) == (None, None)


def test_a_checkouts_file_goes_before_the_data_folders(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    write(env, "ALONGSIDE_PORT=8600")
    monkeypatch.setattr("assistant.settings.sources.CHECKOUT", env.parent.parent / "content")
    assert Settings.from_env().port == 8600
    write(env.parent.parent / "content" / ".env", "ALONGSIDE_PORT=8700")
    assert Settings.from_env().port == 8700


def test_a_named_file_is_read_instead(monkeypatch: pytest.MonkeyPatch, env: Path, tmp_path: Path) -> None:
    write(env, "ALONGSIDE_PORT=8600")
    monkeypatch.setenv("ALONGSIDE_ENV_FILE", str(write(tmp_path / "mine.env", "ALONGSIDE_RETENTION=90")))
    settings = Settings.from_env()
    assert (settings.port, settings.retention) == (8501, 90)


def test_none_reads_no_file(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    write(env, "ALONGSIDE_PORT=8600")
    monkeypatch.setenv("ALONGSIDE_ENV_FILE", "none")
    assert Settings.from_env().port == 8501


def test_a_named_file_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_ENV_FILE", "gone.env")
    with pytest.raises(
        SettingsError, match=r"^ALONGSIDE_ENV_FILE is 'gone.env', and there is no such file; give a file"
    ):
        gather()


def test_a_file_may_move_the_data_folder_and_paths_start_beside_it(env: Path) -> None:
    write(env, "ALONGSIDE_DATA=elsewhere")
    with flags({"ALONGSIDE_ENV_FILE": str(env)}):
        os.environ.pop("ALONGSIDE_DATA")
        assert Settings.from_env().data == env.parent / "elsewhere"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n\nALONGSIDE_PORT\n", 3, "expected NAME=value."),
        ("A=1\nsome words of mine\n", 2, "expected NAME=value."),
        ("ALONGSIDE_MODEL='unended\n", 1, "expected NAME=value."),
        ("\nALONGSIDE_PORT=80\n", 2, "ALONGSIDE_PORT is '80'; give a whole number from 1024 to 65535."),
        ("OPENAI_BASE_URL=me:secret@host", 1, "OPENAI_BASE_URL cannot be used; give an address such as "),
    ],
    ids=["no value", "no name", "no end", "out of range", "a password in it"],
)
def test_what_is_wrong_in_a_file_is_named_by_its_line(env: Path, text: str, line: int, message: str) -> None:
    write(env, text)
    with pytest.raises(SettingsError) as refused:
        Settings.from_env()
    assert str(refused.value).startswith(f"{env}:{line}: {message}")


def test_a_file_that_is_no_text_is_an_error(env: Path) -> None:
    env.write_bytes(b"\xff\xfe\x00")
    env.chmod(0o600)
    with pytest.raises(
        SettingsError, match=r"\.env cannot be read \(it is not UTF-8\); it holds lines of NAME=value\.$"
    ):
        gather()


def test_nothing_in_a_value_is_expanded_and_other_names_count_for_nothing(
    monkeypatch: pytest.MonkeyPatch, env: Path
) -> None:
    monkeypatch.setenv("ALONGSIDE_TEST_WORD", "expanded")
    write(env, "export ALONGSIDE_MODEL='a $ALONGSIDE_TEST_WORD' # why\nOPENAI_BASE_URL=http://h/v1\nHTTPS_PROXY=x\n")
    assert Settings.from_env().model == "a $ALONGSIDE_TEST_WORD"
    assert "x" not in {os.environ.get("HTTPS_PROXY"), os.environ.get("OPENAI_BASE_URL")}


def test_names_that_are_no_settings_are_told(monkeypatch: pytest.MonkeyPatch, env: Path) -> None:
    write(env, "\nALONGSIDE_PROT=8600")
    monkeypatch.setenv("ALONGSIDE_MODLE", "x")
    assert gather().unknown == (("ALONGSIDE_MODLE", "the environment"), ("ALONGSIDE_PROT", f"{env}, line 2"))


@pytest.mark.parametrize("mode", [0o622, 0o660, 0o602])
def test_a_file_others_can_change_is_refused_with_the_command(env: Path, mode: int) -> None:
    write(env, "ALONGSIDE_PORT=8600", mode)
    with pytest.raises(SettingsError) as refused:
        gather()
    assert str(refused.value) == f"{env} can be changed by others. Run `chmod 600 '{env}'` and try again."


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_somebody_elses_file_is_refused(env: Path) -> None:
    write(env, "ALONGSIDE_PORT=8600")
    os.chown(env, 12345, -1)
    with pytest.raises(SettingsError, match=r"belongs to somebody else\. Copy it, read it, and name the copy in"):
        gather()


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_key_others_can_read_is_refused_with_the_command(env: Path, mode: int) -> None:
    write(env, f"OPENAI_API_KEY={KEY}", mode)
    with pytest.raises(SettingsError) as refused:
        Settings.from_env()
    assert str(refused.value) == f"{env} holds a key and others can read it. Run `chmod 600 '{env}'` and try again."


def test_a_file_without_a_key_may_be_read_by_others(env: Path) -> None:
    write(env, "ALONGSIDE_PORT=8600", 0o644)
    assert Settings.from_env().port == 8600


def test_a_key_is_taken_from_its_own_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path / "key", f"{KEY}\n")
    monkeypatch.setenv("ALONGSIDE_MODEL", "m")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "key"))
    assert Settings.from_env().api_key == KEY


def test_a_nearer_keys_file_wins_over_a_key_farther_off(
    monkeypatch: pytest.MonkeyPatch, env: Path, tmp_path: Path
) -> None:
    write(env, "ALONGSIDE_MODEL=m\nOPENAI_API_KEY=sk-old\n")
    write(tmp_path / "key", KEY)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "key"))
    assert Settings.from_env().api_key == KEY
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nearest")
    assert Settings.from_env().api_key == "sk-nearest"


@pytest.mark.parametrize(
    ("text", "mode", "message"),
    [
        (KEY, 0o644, "holds a key and others can read it. Run `chmod 600 "),
        (f"{KEY}\n{KEY}", 0o600, "cannot be used; put the key alone, without spaces, into it."),
        ("", 0o600, "cannot be used; put the key alone, without spaces, into it."),
        (f"ключ-{KEY}", 0o600, "cannot be used; put the key alone, without spaces, into it."),
        (None, 0o600, "cannot be read (No such file or directory)."),
    ],
    ids=["open to others", "two lines", "empty", "not a key", "missing"],
)
def test_a_keys_file_that_cannot_be_used_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None, mode: int, message: str
) -> None:
    monkeypatch.setenv("ALONGSIDE_MODEL", "m")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "key"))
    if text is not None:
        write(tmp_path / "key", text, mode)
    with pytest.raises(SettingsError) as refused:
        Settings.from_env()
    assert message in str(refused.value)
    assert KEY not in str(refused.value)


def test_a_key_with_a_space_in_it_is_refused_without_showing_it() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"ALONGSIDE_MODEL": "m", "OPENAI_API_KEY": f"{KEY} x"})
    assert str(refused.value) == "OPENAI_API_KEY cannot be used; give the key alone, without spaces."


def test_no_model_needs_no_key_file() -> None:
    assert Settings.from_env({"OPENAI_API_KEY_FILE": "/gone"}).api_key is None


def test_the_checkout_is_known() -> None:
    assert (CHECKOUT / "pyproject.toml").is_file()
