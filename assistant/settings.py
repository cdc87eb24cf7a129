"""Settings, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from assistant.errors import SettingsError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORT = 8501  # Streamlit's own, so that bookmarks and manuals agree
MODEL_TIMEOUT_SECONDS = 60.0  # a slow laptop model may need most of a minute for its first word
RETENTION_DAYS = (30, 90, 365)  # a month, a term, a year: few enough to choose from
CONTEXT_TOKENS = 8_000  # fits the smallest context that current small models offer by default

CHECKOUT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    """The data folder: database, index, logs, programme card. Deleting it is the uninstall."""
    content: Path
    """Where knowledge/ and prompts/ are."""
    model: str | None = None
    """Name of a chat model, or None: only then is anything ever sent to one."""
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    """None: the openai client's own default address."""
    model_timeout: float = MODEL_TIMEOUT_SECONDS
    """Seconds to wait for the next words of a model."""
    context_tokens: int = CONTEXT_TOKENS
    """How many tokens of prompt the model may be sent."""
    prices: tuple[float, float] | None = None
    """What a million tokens cost, of prompt and of completion; None when nobody said."""
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    retention: int | None = None
    """Days a conversation is kept after its last turn, where the person has chosen nothing; None: until deleted."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Raises SettingsError, naming key, value and what is accepted."""
        model = environ.get("ALONGSIDE_MODEL", "").strip() or None
        base_url = environ.get("OPENAI_BASE_URL", "").strip() or None
        api_key = environ.get("OPENAI_API_KEY", "").strip() or None
        if model and not api_key and not base_url:
            raise SettingsError(
                f"ALONGSIDE_MODEL is {model!r} but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set. "
                "Set one, or unset ALONGSIDE_MODEL to use the library alone."
            )
        return cls(
            data=_data_folder(environ),
            content=content_folder(),
            model=model,
            api_key=api_key,
            base_url=_address(base_url),
            model_timeout=_number(environ, "ALONGSIDE_MODEL_TIMEOUT", MODEL_TIMEOUT_SECONDS, 1, 600),
            context_tokens=int(_number(environ, "ALONGSIDE_CONTEXT_TOKENS", CONTEXT_TOKENS, 2_000, 1_000_000)),
            prices=_prices(environ.get("ALONGSIDE_MODEL_PRICES", "").strip()),
            port=int(_number(environ, "ALONGSIDE_PORT", DEFAULT_PORT, 1_024, 65_535)),
            retention=_retention(environ.get("ALONGSIDE_RETENTION", "").strip()),
        )

    @property
    def database(self) -> Path:
        return self.data / "alongside.db"

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def knowledge(self) -> Path:
        return self.content / "knowledge"

    @property
    def prompts(self) -> Path:
        return self.content / "prompts"

    def prepare_data(self) -> None:
        """Make the data folder, readable by its owner only."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.data.chmod(0o700)
        except OSError as error:
            raise SettingsError(
                f"The data folder {str(self.data)!r} cannot be used ({error.strerror}). "
                "Set ALONGSIDE_DATA to a folder you can write to."
            ) from error


def content_folder() -> Path:
    """Where knowledge/ and prompts/ are: beside the package, in its checkout."""
    return CHECKOUT


def _data_folder(environ: Mapping[str, str]) -> Path:
    chosen = environ.get("ALONGSIDE_DATA", "").strip()
    if chosen:
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("alongside", appauthor=False)


def _address(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"OPENAI_BASE_URL is {value!r}; give an address such as 'http://127.0.0.1:11434/v1'.")
    return value


def _prices(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    try:
        prompt, completion = (float(part) for part in text.split("/"))
    except ValueError:
        prompt = completion = -1.0
    if not (0 <= prompt < float("inf") and 0 <= completion < float("inf")):
        raise SettingsError(
            f"ALONGSIDE_MODEL_PRICES is {text!r}; give what a million tokens of prompt and of completion cost, "
            "as in '0.15/0.6'."
        )
    return prompt, completion


def _retention(text: str) -> int | None:
    if text.lower() in {"", "none"}:
        return None
    if text not in map(str, RETENTION_DAYS):
        days = ", ".join(map(str, RETENTION_DAYS))
        raise SettingsError(f"ALONGSIDE_RETENTION is {text!r}; give none (until deleted) or a number of days: {days}.")
    return int(text)


def _number(environ: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise SettingsError(f"{name} is {text!r}; give a number from {low:g} to {high:g}.")
    return value
