"""Nothing that reports an event may repeat what a person wrote: no log, traceback, warning or dump of memory.

A library's message and an exception's can quote it, so both are reduced, for every handler there is, to what kind of
thing happened and where. Our own messages are kept, and of their arguments what can be an id or a number.
"""

import logging
import re
import resource
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

OWN = frozenset({"assistant", "evals"})
MAX_PLACES = 6  # the innermost: enough to find the line, short enough for one line of a log
ID = re.compile(r"[\w.:/@+-]{0,80}", re.ASCII)  # a name, version, address or number; a sentence has spaces
HIDDEN = "(hidden)"

logger = logging.getLogger(__name__)


@contextmanager
def wordless() -> Iterator[None]:
    """Reduce every record, uncaught exception and warning of this process until the block ends."""
    before = logging.getLogRecordFactory(), logging.raiseExceptions, warnings.showwarning
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    dumps = resource.getrlimit(resource.RLIMIT_CORE)
    reduce_for_good()
    try:
        yield
    finally:
        logging.setLogRecordFactory(before[0])
        logging.raiseExceptions, warnings.showwarning = before[1:]
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        resource.setrlimit(resource.RLIMIT_CORE, dumps)


def reduce_for_good() -> None:
    """As `wordless`, until the process ends."""
    logging.setLogRecordFactory(Event)
    logging.raiseExceptions = False  # a record that cannot be written would be printed with its arguments
    warnings.showwarning = _warned  # type: ignore[assignment]
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class Event(logging.LogRecord):
    """A record that holds no argument, no exception and no stack, only one line about them."""

    def __init__(
        self, name: str, level: int, pathname: str, lineno: int, msg: object, args: Any, exc_info: Any,
        func: str | None = None, _stack: str | None = None, **_more: object,
    ) -> None:  # fmt: skip
        ours = name.partition(".")[0] in OWN
        event = _filled(str(msg), args) if ours else f"{Path(pathname).name}:{lineno} in {func}"
        if exc_info and exc_info[1] is not None:
            event += f": {outline(exc_info[1])}"
        super().__init__(name, level, pathname, lineno, event, (), None, func, None)


def outline(error: BaseException) -> str:
    """What kind of error and where, innermost first, in one line: "KeyError at assistant.store.turns:88 < ..."."""
    places = _places(error)[:MAX_PLACES]
    kinds = " from ".join(type(link).__name__ for link in _chain(error))
    return f"{kinds} at {' < '.join(places)}" if places else kinds


def place_of(error: BaseException) -> str:
    """Where it was raised, as module:line."""
    return next(iter(_places(error)), "nowhere")


def _places(error: BaseException) -> list[str]:
    """Where it came through, innermost first."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(_place(trace))
        trace = trace.tb_next
    return places[::-1]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen:
        seen.append(link)
        yield link
        link = link.__cause__ or link.__context__


def _place(trace: TracebackType) -> str:
    module = str(trace.tb_frame.f_globals.get("__name__"))
    return f"{Path(trace.tb_frame.f_code.co_filename).name if module == '__main__' else module}:{trace.tb_lineno}"


def _filled(message: str, args: Any) -> str:
    """The message with its arguments, those hidden that could be somebody's words."""
    if not args:
        return message
    if isinstance(args[0], dict):  # as logging takes named arguments
        shown: object = {name: _shown(arg) for name, arg in args[0].items()}
    else:
        shown = tuple(map(_shown, args))
    try:
        return message % shown
    except (TypeError, ValueError, KeyError):
        return message


def _shown(arg: object) -> object:
    if arg is None or isinstance(arg, bool | int | float):
        return arg
    if isinstance(arg, BaseException):
        return type(arg).__name__
    return arg if isinstance(arg, str) and ID.fullmatch(arg) else HIDDEN


def _warned(_message: object, category: type[Warning], filename: str, lineno: int, *_: object) -> None:
    logger.warning("python warning: %s at %s:%d", category.__name__, Path(filename).name, lineno)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: "threading.ExceptHookArgs") -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        logger.critical("uncaught in a thread", exc_info=args.exc_value)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        logger.error("uncaught while cleaning up", exc_info=args.exc_value)
