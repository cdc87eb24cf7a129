"""Where settings come from: flags, the environment and one `.env`, in this order. The only module that reads `.env`.

**Nobody but the person decides where their words are sent.** So the current folder's `.env` is never read (whoever
fills a folder that somebody happens to stand in is not that person), and neither is one that others can change. Only
the names in the table count, and nothing is put into the environment.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings.folders import CHECKOUT, content_folder, user_data_folder
from assistant.settings.table import BY_NAME, DATA, ENV_FILE, KEY, Setting

FLAG, ENVIRONMENT, FILE = range(3)
_flags: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for one setting, and where."""

    text: str = field(repr=False)
    rank: int
    """FLAG, ENVIRONMENT or FILE: the lowest wins."""
    where: str
    """The source in words: "the command line", "the environment", "/home/ada/.env, line 3"."""
    prefix: str
    """How a message about it begins: "--port", "ALONGSIDE_PORT", "/home/ada/.env:3: ALONGSIDE_PORT"."""
    folder: Path | None = None
    """Where relative paths start; None: the current folder."""

    def path(self) -> Path:
        return (self.folder or Path()).joinpath(Path(self.text).expanduser()).resolve()


@dataclass(frozen=True, slots=True)
class Sources:
    given: Mapping[str, Given]
    """By the setting's name: what won. A blank value counts as none."""
    file: Path | None = None
    """The `.env` that was read."""
    unknown: tuple[tuple[str, str], ...] = ()
    """Names that look like settings and are none, each with where it stands."""

    def path(self, setting: Setting) -> Path | None:
        found = self.given.get(setting.name)
        return found.path() if found else None


@contextmanager
def flags(given: Mapping[str, str]) -> Iterator[None]:
    """Let these values, by setting name, win over environment and `.env` for the whole process until the block ends."""
    before = dict(_flags)
    _flags.update(given)
    try:
        yield
    finally:
        _flags.clear()
        _flags.update(before)


def child_environment() -> dict[str, str]:
    """The environment for the page's process: ours with the flags in it, without settings meant for other pages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    return kept | _flags


def gather(environ: Mapping[str, str] | None = None) -> Sources:
    """What is set, and where. With a mapping, that alone counts; else flags, the environment and `.env`.

    Raises SettingsError for a `.env` that cannot be read or that others can read or change.
    """
    if environ is not None:
        return Sources(dict(_from_environment(environ)))
    outer = outside()
    path = env_file(outer.given)
    inner, strange = read_env_file(path) if path else ({}, ())
    return Sources({**inner, **outer.given}, path, outer.unknown + strange)


def outside() -> Sources:
    """What flags and the environment say, whatever the `.env` is."""
    given = dict(_from_environment(os.environ))
    given.update((name, Given(text, FLAG, "the command line", BY_NAME[name].flag)) for name, text in _flags.items())
    return Sources(given, unknown=tuple((name, "the environment") for name in os.environ if _strange(name)))


def env_file(outer: Mapping[str, Given]) -> Path | None:
    """The one file to read: the one named, else the checkout's, else the data folder's; None when there is none."""
    if named := outer.get(ENV_FILE.name):
        if named.text.lower() == "none":
            return None
        if not named.path().is_file():
            raise SettingsError(
                f"{named.prefix} is {named.text!r}, and there is no such file; give {ENV_FILE.accepted}."
            )
        return named.path()
    data = outer[DATA.name].path() if DATA.name in outer else user_data_folder()
    places = [content_folder()] if content_folder() == CHECKOUT else []
    return next((place / ".env" for place in (*places, data) if (place / ".env").is_file()), None)


def read_env_file(path: Path) -> tuple[dict[str, Given], tuple[tuple[str, str], ...]]:
    """What a `.env` sets, by name, and the names in it that are none. Raises SettingsError as `path:line: ...`."""
    from dotenv.parser import parse_stream

    found: dict[str, Given] = {}
    strange = []
    refuse_writable(path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            bindings = list(parse_stream(file))
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{path} cannot be read ({_reason(error)}); it holds lines of NAME=value.") from error
    for binding in bindings:
        line = _line(binding.original.string, binding.original.line)
        if binding.error or (binding.key and binding.value is None):
            raise SettingsError(f"{path}:{line}: expected NAME=value.")
        if binding.key is None:
            continue
        if binding.key not in BY_NAME or binding.key == ENV_FILE.name:
            strange.append((binding.key, f"{path}, line {line}"))
        elif text := (binding.value or "").strip():
            given = Given(text, FILE, f"{path}, line {line}", f"{path}:{line}: {binding.key}", path.parent)
            found[binding.key] = given
    if KEY.name in found:
        refuse_readable(path)
    return found, tuple(strange)


def refuse_readable(path: Path) -> None:
    """Raise SettingsError, with the command that mends it, for a file with a key that others can read."""
    if _mode(path) & 0o077:
        raise SettingsError(f"{path} holds a key and others can read it. Run `chmod 600 '{path}'` and try again.")


def refuse_writable(path: Path) -> None:
    """Raise SettingsError for a file that somebody else owns or can change: it would decide where words are sent."""
    if _mode(path) & 0o022:
        raise SettingsError(f"{path} can be changed by others. Run `chmod 600 '{path}'` and try again.")
    if os.name == "posix" and path.stat().st_uid not in {0, os.geteuid()}:
        raise SettingsError(f"{path} belongs to somebody else. Copy it, read it, and name the copy in {ENV_FILE.name}.")


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, Given]]:
    for name in BY_NAME:
        if text := environ.get(name, "").strip():
            yield name, Given(text, ENVIRONMENT, "the environment", name)


def _strange(name: str) -> bool:
    return name.startswith("ALONGSIDE_") and name not in BY_NAME


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) if os.name == "posix" else 0


def _reason(error: Exception) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else "it is not UTF-8"


def _line(statement: str, first: int) -> int:
    """The parser counts the empty lines before a statement to it."""
    return first + statement[: len(statement) - len(statement.lstrip())].count("\n")
