"""Every setting there is, once. Parsing, errors, flags, `.env.example`, the reference and doctor read this table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8501  # Streamlit's own, so that bookmarks and manuals agree
MODEL_TIMEOUT_SECONDS = 60.0  # a slow laptop model may need most of a minute for its first word
RETENTION_DAYS = (30, 90, 365)  # a month, a term, a year: few enough to choose from
CONTEXT_TOKENS = 8_000  # fits the smallest context that current small models offer by default
SWITCH = ("on", "off")
LOG_LEVELS = ("debug", "info", "warning", "error")
DEFAULT_LOG_LEVEL = "info"


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    """As the environment and `.env` spell it."""
    field: str
    """Of Settings; empty when it only leads to another setting."""
    purpose: str
    """What it is for, in one or two sentences."""
    default: str
    """What holds when nothing is set, in words."""
    accepted: str
    """What may be given, to be read after "give"."""
    read: Callable[[str], Any]
    """The value of a stripped text that is not empty. Raises ValueError for what is not accepted."""
    secret: bool = False
    path: bool = False
    """A relative one starts from the folder of the file that names it, or from the current folder."""
    flag: str = ""
    """Its option on the command line. A secret has none: command lines can be read by others."""


def _text(text: str) -> str:
    return text


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _key(text: str) -> str:
    """A key is sent in a header: a space or a line break in it is a slip of the paste."""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:  # asking refuses the others
        raise ValueError
    return text


def _number(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:  # neither does nan
            raise ValueError
        return value

    return read


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return read


def _prices(text: str) -> tuple[float, float]:
    prompt, completion = (float(part) for part in text.split("/"))
    if not (0 <= prompt < float("inf") and 0 <= completion < float("inf")):
        raise ValueError
    return prompt, completion


def _retention(text: str) -> int | None:
    if text.lower() == "none":
        return None
    if text not in map(str, RETENTION_DAYS):
        raise ValueError
    return int(text)


def _switch(text: str) -> bool:
    if text.lower() not in SWITCH:
        raise ValueError
    return text.lower() == SWITCH[0]


def _log_level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError
    return text.lower()


DATA = Setting(
    "ALONGSIDE_DATA", "data",
    "The data folder: conversations, index, logs. Deleting it is the uninstall.",
    "your system's folder for user data", "a folder you can write to", _path, path=True, flag="--data",
)  # fmt: skip
ENV_FILE = Setting(
    "ALONGSIDE_ENV_FILE", "",
    "The file of settings to read instead of the one that is looked for. Not read from such a file itself.",
    "the checkout's .env, or else the data folder's", "a file's name, or none to read no file", _path,
    path=True, flag="--env-file",
)  # fmt: skip
KEY = Setting(
    "OPENAI_API_KEY", "api_key",
    "The key of the model's provider. In a .env only when no one else can read the file (chmod 600).",
    "none", "the key alone, without spaces", _key, secret=True,
)  # fmt: skip
KEY_FILE = Setting(
    "OPENAI_API_KEY_FILE", "",
    "A file that holds nothing but the key, which no one else can read (chmod 600).",
    "none", "a file's name", _path, path=True,
)  # fmt: skip
SETTINGS = (
    DATA,
    ENV_FILE,
    Setting(
        "ALONGSIDE_PORT", "port",
        "The page's port. The next free one is taken when it is busy.",
        f"{DEFAULT_PORT}", "a whole number from 1024 to 65535", _whole(1_024, 65_535), flag="--port",
    ),
    Setting(
        "ALONGSIDE_HOST", "host",
        "The page's address. There is no sign-in yet, so only this machine's own are served.",
        DEFAULT_HOST, "127.0.0.1, localhost or ::1", _text, flag="--host",
    ),
    Setting(
        "ALONGSIDE_RETENTION", "retention",
        "Days a conversation is kept after its last turn, where the person has chosen nothing on the page.",
        "none", f"none (until deleted) or a number of days: {', '.join(map(str, RETENTION_DAYS))}", _retention,
        flag="--retention",
    ),
    Setting(
        "ALONGSIDE_LOG_LEVEL", "log_level",
        "How much `serve` writes to logs/alongside.log in the data folder. What people write is never in it.",
        DEFAULT_LOG_LEVEL, f"one of {', '.join(LOG_LEVELS)}", _log_level,
        flag="--log-level",
    ),
    Setting(
        "ALONGSIDE_MODEL", "model",
        "The name of a chat model. Only when this is set is anything ever sent to one.",
        "none (the library answers, and nothing leaves this machine)", "a model's name", _text,
        flag="--model",
    ),
    Setting(
        "ALONGSIDE_MASKING", "masking",
        "Whether names, numbers and addresses give way to stand-ins before a model is sent anything. Best effort.",
        "on", "on or off", _switch,
    ),
    KEY,
    KEY_FILE,
    Setting(
        "OPENAI_BASE_URL", "base_url",
        "The model's address when it is not OpenAI's own, for example a model on this machine.",
        "the openai client's own", "an address such as 'http://127.0.0.1:11434/v1'", _address,
    ),
    Setting(
        "ALONGSIDE_MODEL_TIMEOUT", "model_timeout",
        "Seconds to wait for a model's next words.",
        f"{MODEL_TIMEOUT_SECONDS:g}", "a number from 1 to 600", _number(1, 600),
    ),
    Setting(
        "ALONGSIDE_CONTEXT_TOKENS", "context_tokens",
        "Tokens a model may be sent at once.",
        f"{CONTEXT_TOKENS}", "a whole number from 2000 to 1000000", _whole(2_000, 1_000_000),
    ),
    Setting(
        "ALONGSIDE_MODEL_PRICES", "prices",
        "What a million tokens of prompt and of completion cost, to be shown what answers cost.",
        "none", "what a million tokens of prompt and of completion cost, as in '0.15/0.6'", _prices,
    ),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}
BY_FIELD = {setting.field: setting for setting in SETTINGS if setting.field}
