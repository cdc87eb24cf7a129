"""Every setting as it stands: its value, which source won, and what is wrong. A secret is never among them."""

import shlex
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from assistant.doctor.finding import Finding
from assistant.errors import SettingsError
from assistant.settings import Settings, value_of
from assistant.settings.sources import FILE, FLAG, Given, Sources, gather, outside
from assistant.settings.table import BY_NAME, SETTINGS, Setting


def examine_settings() -> tuple[Settings, list[Finding]]:
    """The settings without those that cannot be used, and what there is to say about all; what is wrong comes first."""
    refused = None
    try:
        sources = gather()
    except SettingsError as error:
        sources, refused = outside(), Finding("settings", str(error), _mend(str(error)))
    usable, wrong = _usable(sources)
    settings, missing = _together(Sources(usable, sources.file, sources.unknown))
    told = [*_strangers(sources), *_table(Sources(usable))]
    if refused:  # the file may well hold what is missing
        return settings, [refused, *wrong, *told, Finding(".env", "none is read until that is mended")]
    return settings, [*wrong, *missing, *told, _file(sources)]


def _usable(sources: Sources) -> tuple[dict[str, Given], list[Finding]]:
    wrong, usable = [], dict(sources.given)
    for name, given in sources.given.items():
        try:
            value_of(BY_NAME[name], sources)
        except SettingsError as error:
            wrong.append(Finding("settings", str(error), _undo(name, given)))
            del usable[name]
    return usable, wrong


def _together(sources: Sources) -> tuple[Settings, list[Finding]]:
    """Each may be right and still not go with the others: then there is no model."""
    try:
        return Settings.of(sources), []
    except SettingsError as error:
        without = {name: given for name, given in sources.given.items() if name != "ALONGSIDE_MODEL"}
        fix = _mend(str(error)) or _undo("ALONGSIDE_MODEL", sources.given["ALONGSIDE_MODEL"])
        return Settings.of(Sources(without)), [Finding("settings", str(error), fix)]


def _table(sources: Sources) -> Iterator[Finding]:
    for setting in SETTINGS:
        given = sources.given.get(setting.name)
        if given is None:
            yield Finding(setting.name, f"{setting.default} (default)")
        else:
            yield Finding(setting.name, f"{_shown(setting, given)} (from {given.where}; default: {setting.default})")


def _shown(setting: Setting, given: Given) -> str:
    if setting.secret:
        return "set"
    if setting.path:
        return str(given.path())
    try:
        parts = urlsplit(given.text)
    except ValueError:
        return "set"
    if parts.scheme and parts.hostname:  # an address may hold a password or a token
        host = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{host}{parts.path}"
    return given.text


def _strangers(sources: Sources) -> Iterator[Finding]:
    for name, where in sources.unknown:
        near = get_close_matches(name, BY_NAME, n=1, cutoff=0.8)
        fix = (f"unset {name}" if where == "the environment" else None) if near else None
        meant = f"; did you mean {near[0]}?" if near else ""
        yield Finding("settings", f"{name} (in {where}) is no setting{meant}", fix)


def _file(sources: Sources) -> Finding:
    read = str(sources.file) if sources.file else "none is read"
    here = Path(".env").absolute()
    if here.is_file() and here.resolve() != (sources.file and sources.file.resolve()):
        read += f"; {here} is not, because this folder's may be somebody else's: name it with --env-file to use it"
    return Finding(".env", read)


def _undo(name: str, given: Given) -> str:
    """The command that takes a value away, where it was given."""
    if given.rank == FLAG:
        return f"alongside doctor, without {given.prefix}"
    if given.rank == FILE:
        path, _, line = given.where.rpartition(", line ")
        return f"sed -i '{line}d' {shlex.quote(path)}"
    return f"unset {name}"


def _mend(message: str) -> str | None:
    """The command an error names itself."""
    parts = message.split("`")
    return parts[1] if len(parts) == 3 else None
