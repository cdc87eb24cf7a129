"""What is to be done again and again while the page is served."""

import weakref
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import TypeVar

from assistant.errors import AssistantError

T = TypeVar("T")


def regularly(what: T, do: Callable[[T], object], seconds: float, name: str) -> None:
    """Do it now and every so many seconds, in a thread of its own, for as long as somebody holds on to `what`.

    What fails is tried again the next time.
    """
    Thread(target=_repeat, args=(weakref.ref(what), do, seconds), name=name, daemon=True).start()


def _repeat(known: "weakref.ref[T]", do: Callable[[T], object], seconds: float) -> None:
    pause = Event()
    while what := known():
        with suppress(AssistantError):
            do(what)
        del what
        pause.wait(seconds)
