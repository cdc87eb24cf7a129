"""The table of settings as people read it: for `alongside settings`, for the reference and for `.env.example`."""

from assistant.settings.table import ENV_FILE, SETTINGS, Setting

MARKDOWN = """# Settings

Written by `alongside settings --markdown`; none of them is needed. A flag wins over the environment, that over `.env`,
that over the default; `alongside doctor` tells which won. A blank value counts as unset.

One `.env` is read: the one `ALONGSIDE_ENV_FILE` names, else the one beside `app.py` in a checkout, else the one in the
data folder. The current folder's is never read, nor one that others can change: it could send what you write elsewhere.
Only the names below count. A key comes from the environment or from a file that only you can read, never from a flag.

| setting | flag | accepted | default | what it is for |
|---|---|---|---|---|
"""
EXAMPLE = """# Written by `alongside settings --env`. None of these is needed to run Alongside.
# Set them in your shell, or copy this file to `.env` beside it (or into the data folder) and run `chmod 600 .env`.
"""


def markdown() -> str:
    return MARKDOWN + "\n".join(_row(setting) for setting in SETTINGS) + "\n"


def env_example() -> str:
    rows = [setting for setting in SETTINGS if setting is not ENV_FILE]
    return EXAMPLE + "".join(f"\n# {row.purpose}\n# {_sentence(row)}\n#{row.name}=\n" for row in rows)


def plain() -> str:
    return "\n".join(f"{row.name}\n    {row.purpose}\n    {_sentence(row)}" for row in SETTINGS) + "\n"


def _sentence(setting: Setting) -> str:
    return f"Give {setting.accepted}. Default: {setting.default}."


def _row(setting: Setting) -> str:
    flag = f"`{setting.flag}`" if setting.flag else "(none)"
    return f"| `{setting.name}` | {flag} | {setting.accepted} | {setting.default} | {setting.purpose} |"
