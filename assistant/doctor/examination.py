"""What is installed, where things are, what is missing and the one command that mends it."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from assistant.doctor.condition import examine_data
from assistant.doctor.finding import Finding
from assistant.doctor.installing import packages_command
from assistant.errors import AssistantError
from assistant.safety.card import ProgrammeCard
from assistant.safety.cardfile import CardFile
from assistant.settings import Settings
from assistant.settings.findings import examine_settings

PACKAGES = (
    "alongside", "streamlit", "chromadb", "onnxruntime", "tokenizers", "langchain", "langchain-openai", "openai",
    "tiktoken", "sqlalchemy", "alembic", "inspect-ai",
)  # fmt: skip
OPTIONAL = frozenset({"inspect-ai"})


def examine_all() -> Iterator[Finding]:
    """Examine what flags, environment and `.env` describe; a setting that cannot be used is a finding, not an end."""
    settings, findings = examine_settings()
    yield from findings
    yield from examine(settings)


def examine(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", platform.python_version())
    yield Finding("system", f"{platform.system()} {platform.machine()}")
    yield from (_package(name, settings) for name in PACKAGES)
    yield Finding("content", str(settings.content))
    yield from examine_data(settings)
    yield from _model(settings)
    yield from _library(settings)
    yield _page_address(settings)


def _package(name: str, settings: Settings) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        if name in OPTIONAL:
            return Finding(name, "not installed (only needed for `make evals`)")
        return Finding(name, "not installed", packages_command(settings))


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.model is None:
        yield Finding("model", "none: answers come from the guide library, and nothing leaves this machine")
        return
    yield Finding("model", settings.model)
    yield Finding("moderation", _moderation(CardFile(settings.programme)()))


def _moderation(card: ProgrammeCard) -> str:
    if card.moderation != "on":
        return "off: the programme card does not turn it on, so no moderation service is asked"
    who = {"nobody": "nobody, as the card allows no model", "everyone": "everyone"}.get(
        card.model_for or "", "those for whom a model may be used"
    )
    return f"on, for {who}: it is sent what is not urgent, names and numbers taken out, at the model's address"


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
        yield Finding("embedding model", str(error), "alongside weights")
        return
    current = is_current(settings.index, library.version, embedder.name)
    yield Finding(
        "index", str(settings.index) if current else "missing or stale", None if current else "alongside index"
    )


def _page_address(settings: Settings) -> Finding:
    return Finding("page", f"http://{settings.host}:{settings.port}")
