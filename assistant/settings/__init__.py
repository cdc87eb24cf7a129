"""Settings, read once: a flag wins over the environment, that over `.env`, that over the default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from assistant.errors import SettingsError
from assistant.settings.folders import CHECKOUT, content_folder, user_data_folder
from assistant.settings.sources import Given, Sources, gather, refuse_readable
from assistant.settings.table import (
    CONTEXT_TOKENS,
    DATA,
    DEFAULT_HOST,
    DEFAULT_LOG_LEVEL,
    DEFAULT_PORT,
    KEY,
    KEY_FILE,
    LOOPBACK,
    MODEL_TIMEOUT_SECONDS,
    RETENTION_DAYS,
    SETTINGS,
    Setting,
)

__all__ = ["CHECKOUT", "DEFAULT_PORT", "LOOPBACK", "RETENTION_DAYS", "Settings", "content_folder", "value_of"]
MAX_KEY_BYTES = 4_096  # the longest tokens in use; a file that is longer is some other file


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    """The data folder: database, index, logs, programme card. Deleting it is the uninstall."""
    content: Path
    """Where app.py, knowledge/ and prompts/ are."""
    model: str | None = None
    """Name of a chat model, or None: only then is anything ever sent to one."""
    masking: bool = True
    """Whether names and numbers are replaced before a model is sent anything."""
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = field(default=None, repr=False)
    """None: the openai client's own default address. It may hold a password."""
    model_timeout: float = MODEL_TIMEOUT_SECONDS
    """Seconds to wait for the next words of a model."""
    context_tokens: int = CONTEXT_TOKENS
    """How many tokens of prompt the model may be sent."""
    prices: tuple[float, float] | None = None
    """What a million tokens cost, of prompt and of completion; None when nobody said."""
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    retention: int | None = None
    """Days a conversation is kept after its last turn, where the person has chosen nothing; None: until deleted."""
    log_level: str = DEFAULT_LOG_LEVEL
    """One of LOG_LEVELS."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """What flags, environment and `.env` say; with a mapping, what that alone says.

        Raises SettingsError, naming key, value (unless it is secret), place and what is accepted.
        """
        return cls.of(gather(environ))

    @classmethod
    def of(cls, sources: Sources) -> Self:
        """Raises SettingsError as `from_env` does."""
        values = {
            setting.field: value_of(setting, sources)
            for setting in SETTINGS
            if setting.field and setting.name in sources.given
        }
        values["api_key"] = _key(sources) if values.get("model") else None
        if values.get("model") and not values["api_key"] and not values.get("base_url"):
            raise SettingsError(
                f"{sources.given['ALONGSIDE_MODEL'].prefix} is {values['model']!r} but neither OPENAI_API_KEY nor "
                "OPENAI_BASE_URL is set. Set one, or unset ALONGSIDE_MODEL to use the library alone."
            )
        return cls(**{"data": user_data_folder(), "content": content_folder()} | values)

    @property
    def database(self) -> Path:
        return self.data / "alongside.db"

    @property
    def programme(self) -> Path:
        """The programme card."""
        return self.data / "programme.json"

    @property
    def sign_off(self) -> Path:
        """Who has checked the fixed words."""
        return self.data / "signoff.json"

    @property
    def last_check(self) -> Path:
        """What the last check of the installation found."""
        return self.data / "installation.json"

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def documents(self) -> Path:
        return self.data / "documents"

    @property
    def ratings(self) -> Path:
        """What people said of answers: a file for each owner."""
        return self.data / "ratings"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

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
                f"Set {DATA.name} to a folder you can write to."
            ) from error


def value_of(setting: Setting, sources: Sources) -> Any:
    """The value of a setting that was given. Raises SettingsError when it is not accepted."""
    given = sources.given[setting.name]
    if setting.path:
        return given.path()
    try:
        return setting.read(given.text)
    except ValueError:
        raise _refused(setting, given) from None


def _refused(setting: Setting, given: Given) -> SettingsError:
    shown = "cannot be used" if setting.secret or "@" in given.text else f"is {given.text!r}"  # a@b: a password perhaps
    return SettingsError(f"{given.prefix} {shown}; give {setting.accepted}.")


def _key(sources: Sources) -> str | None:
    """The key itself or what its file holds, whichever was given nearer; the key itself when both were."""
    key, file = sources.given.get(KEY.name), sources.given.get(KEY_FILE.name)
    if file and (key is None or file.rank < key.rank):
        return _key_in(file)
    return str(value_of(KEY, sources)) if key else None


def _key_in(given: Given) -> str:
    path = given.path()
    try:
        refuse_readable(path)
        with path.open("rb") as file:
            text = file.read(MAX_KEY_BYTES).decode("ascii").strip()
        return str(KEY.read(text or " "))
    except OSError as error:
        raise SettingsError(f"{given.prefix} is {str(path)!r}, which cannot be read ({error.strerror}).") from error
    except ValueError:
        raise SettingsError(f"{path} cannot be used; put {KEY.accepted}, into it.") from None
