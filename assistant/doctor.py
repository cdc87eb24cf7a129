"""What is installed, where things are, what is missing and the one command that mends it."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.errors import AssistantError, SettingsError
from assistant.settings import Settings

PACKAGES = (
    "alongside", "streamlit", "chromadb", "onnxruntime", "tokenizers", "langchain", "langchain-openai", "openai",
    "tiktoken", "sqlalchemy", "alembic", "inspect-ai",
)  # fmt: skip
OPTIONAL = frozenset({"inspect-ai"})


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    value: str
    fix: str | None = None
    """The command that mends it, when something is wrong."""


def examine_all() -> Iterator[Finding]:
    """Examine what the environment describes; a setting that cannot be read is a finding, not an end."""
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        yield Finding("settings", str(error), "unset the variable named above")
        settings = Settings.from_env({})
    yield from examine(settings)


def examine(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", platform.python_version())
    yield Finding("system", f"{platform.system()} {platform.machine()}")
    yield from (_package(name) for name in PACKAGES)
    yield Finding("content", str(settings.content))
    yield _data(settings.data)
    yield Finding("database", _file(settings.database))
    yield from _model(settings)
    yield from _library(settings)
    yield _page_address(settings)


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        if name in OPTIONAL:
            return Finding(name, "not installed (only needed for `make evals`)")
        return Finding(name, "not installed", "make -B install")


def _data(path: Path) -> Finding:
    if not path.exists():
        return Finding("data folder", f"{path} (made on first use)")
    mode = path.stat().st_mode & 0o777
    fix = None if mode == 0o700 else f"chmod 700 '{path}'"
    return Finding("data folder", f"{path} (mode {mode:o}, {_size(path)})", fix)


def _file(path: Path) -> str:
    return f"{path} ({path.stat().st_size / 1e6:.1f} MB)" if path.is_file() else f"{path} (made on first use)"


def _size(path: Path) -> str:
    total = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return f"{total / 1e6:.1f} MB"


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.model is None:
        yield Finding("model", "none: answers come from the guide library, and nothing leaves this machine")
        return
    yield Finding("model", settings.model)
    yield Finding("model address", settings.base_url or "the openai client's own")
    yield Finding("model key", "set" if settings.api_key else "not set")
    yield Finding("model timeout", f"{settings.model_timeout:g} s")
    prices = "not set" if settings.prices is None else "{:g} prompt, {:g} completion".format(*settings.prices)
    yield Finding("model prices", f"{prices} (a million tokens)")
    yield Finding("model context", f"{settings.context_tokens} tokens")


def _library(settings: Settings) -> Iterator[Finding]:
    from assistant.guides.library import Library
    from assistant.retrieval.index import is_current
    from assistant.retrieval.minilm import MiniLM

    try:
        library = Library.load(settings.knowledge / "guides")
        yield Finding("guides", f"{len(library.guides)} (version {library.version})")
    except AssistantError as error:
        yield Finding("guides", str(error), "alongside check")
        return
    embedder = MiniLM()
    try:
        embedder.count("")
        yield Finding("embedding model", embedder.name)
    except AssistantError as error:
        yield Finding("embedding model", str(error), "make -B install")
        return
    current = is_current(settings.index, library.version, embedder.name)
    yield Finding(
        "index", str(settings.index) if current else "missing or stale", None if current else "alongside index"
    )


def _page_address(settings: Settings) -> Finding:
    return Finding("page", f"http://{settings.host}:{settings.port}")
