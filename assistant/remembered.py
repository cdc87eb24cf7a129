"""Remember what was made of a text without remembering the text. Plain data; nothing of anybody's words is held.

A text is found again by a digest under a key that this process drew and never tells: after a conversation has been
forgotten, nothing here says what it said.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 4_096  # texts: some twenty long conversations at once, a megabyte or two


class Remembered(Generic[T]):
    """A function of a text that is worked out once. What it returns must not hold the text, and may be shared."""

    def __init__(self, make: Callable[[str], T], most: int = MOST) -> None:
        self._make = make
        self._most = most
        self._made: OrderedDict[bytes, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, text: str) -> T:
        """Raises whatever the function raises; a failure is not remembered."""
        name = blake2b(text.encode("utf-8", "surrogatepass"), key=_key(), digest_size=16).digest()
        with self._lock:
            if name in self._made:
                self._made.move_to_end(name)
                return self._made[name]
        made = self._make(text)
        with self._lock:
            self._made[name] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


@cache
def _key() -> bytes:
    return token_bytes(32)
