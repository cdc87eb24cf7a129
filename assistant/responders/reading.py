"""Read what a server sends within limits of time and size: a client's own timeout is for each read, so that empty
words and keep-alives would put it off for ever.
"""

import math
import threading
import time
from collections.abc import Iterator
from typing import Any

_limits = threading.local()
"""Each thread reads one answer at a time."""


class Silent(Exception):  # noqa: N818 - named as the state it reports
    """The server keeps the line open and says nothing."""


class Endless(Exception):  # noqa: N818 - named as the state it reports
    """The server sends more than any answer holds."""


def allow(until: float, most: float = math.inf) -> None:
    """From now on this thread reads until a moment of the monotonic clock, in seconds, and at most so many bytes."""
    _limits.until, _limits.left = until, most


def watch(response: Any) -> None:
    """For a client to call with each response: beyond what is allowed, reading it raises Silent or Endless."""
    read = response.iter_raw

    def watched(*args: Any, **more: Any) -> Iterator[bytes]:
        for data in read(*args, **more):
            if time.monotonic() > getattr(_limits, "until", math.inf):
                raise Silent
            _limits.left = getattr(_limits, "left", math.inf) - len(data)
            if _limits.left < 0:
                raise Endless
            yield data

    response.iter_raw = watched
