"""Reading plain values from a file nobody vouches for, exactly as their types say.

Errors name the place in the file and never the value: it may be what somebody wrote.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from assistant.errors import InputError

LARGEST = 2**53  # beyond it, JSON's numbers are not exact
PLAIN = (str, int, float, bool, NoneType)


def parsed(kind: Any, value: Any, where: str = "") -> Any:
    """The value as the type says: dataclasses from objects, tuples from lists, moments from text. Raises InputError."""
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _made(kind, value, where)
    if origin in {Union, UnionType}:
        return _one_of(get_args(kind), value, where)
    if origin is Literal:
        return _expect(value in get_args(kind) if isinstance(value, str) else False, value, where)
    if origin is tuple:
        _expect(isinstance(value, list), value, where)
        return tuple(parsed(get_args(kind)[0], part, f"{where}[{n}]") for n, part in enumerate(value))
    if origin is Mapping:
        _expect(isinstance(value, dict), value, where)
        return {name: parsed(get_args(kind)[1], part, f"{where}, an entry") for name, part in value.items()}
    if kind is datetime:
        return _moment(value, where)
    return _plain(kind, value, where)


def _made(kind: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict) and value.keys() == {field.name for field in fields(kind)}, value, where)
    return kind(**{name: parsed(hint, value[name], f"{where}.{name}") for name, hint in _hints(kind).items()})


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    [kind] = [kind for kind in kinds if kind is not NoneType]
    return parsed(kind, value, where)


def _plain(kind: Any, value: Any, where: str) -> Any:
    if kind is object:
        return value
    numbers = {float: (int, float), int: (int,)}.get(kind)
    if numbers is None:
        return _expect(kind in PLAIN and isinstance(value, kind), value, where)
    fits = isinstance(value, numbers) and not isinstance(value, bool)
    return _expect(fits and isfinite(value) and abs(value) <= LARGEST, value, where)


def _moment(value: Any, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        _expect(moment.tzinfo is not None, value, where)
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise InputError(_wrong(where)) from None


def _expect(fits: bool, value: Any, where: str) -> Any:
    if not fits:
        raise InputError(_wrong(where))
    return value


def _wrong(where: str) -> str:
    return f"what is at {where.lstrip('.') or 'its beginning'} is not as Alongside writes it"


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
