"""Settings as options of commands, made from the table of settings. What is given wins over environment and `.env`."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import typer

from assistant.settings.sources import flags
from assistant.settings.table import SETTINGS, Setting

P = ParamSpec("P")
R = TypeVar("R")
OPTIONS = {setting.flag.lstrip("-").replace("-", "_"): setting for setting in SETTINGS if setting.flag}


def takes(*names: str) -> Callable[[Callable[P, R]], Callable[..., R]]:
    """Give a command these settings as options. They hold for everything that happens while it runs."""
    chosen = {name: OPTIONS[name] for name in names}

    def decorate(command: Callable[P, R]) -> Callable[..., R]:
        @wraps(command)
        def run(*args: Any, **given: Any) -> R:
            texts = {setting.name: given.pop(name, None) for name, setting in chosen.items()}
            with flags({name: text for name, text in texts.items() if text is not None}):
                return command(*args, **given)

        own = inspect.signature(command).parameters.values()
        options = [_option(name, setting) for name, setting in chosen.items()]
        run.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
        run.__annotations__ = command.__annotations__ | {option.name: option.annotation for option in options}
        return run

    return decorate


def _option(name: str, setting: Setting) -> inspect.Parameter:
    option = typer.Option(setting.flag, metavar=name.upper(), help=f"{setting.purpose} Default: {setting.default}.")
    annotation = Annotated[str | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
