"""What records come to, worked out once and kept by the stamp of their files: reports and comparisons.

What is large takes seconds, so a page asks whether it is ready, has it prepared and is shown meanwhile.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import cast
from weakref import WeakValueDictionary

from assistant.quality.archive import Archive, Found, Stamp
from assistant.quality.comparison import Comparison, compare
from assistant.quality.records import RecordError
from assistant.quality.report import Report
from assistant.quality.subsets import WHOLE, Subset, subset_of
from assistant.wordless import place_of

logger = logging.getLogger(__name__)

REMEMBERED = 6  # the chosen record whole and in part, and what it is compared with; 10,000 cases take 100 MB
SMALL_BYTES = 3_000_000  # about 1,000 cases: worked out in a quarter of a second
FAULT = "could not be summed up. If it stays so when Alongside is started again, run the suite again."

Key = tuple[tuple[Path, Stamp], Subset | tuple[Path, Stamp]]


class Summaries:
    """Shared by every visitor."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: OrderedDict[Key, Report | Comparison] = OrderedDict()
        self._lock = Lock()  # around the two dicts only, never while a record is read
        self._making: WeakValueDictionary[Key, Lock] = WeakValueDictionary()  # there while somebody needs it
        self._preparing: set[Key] = set()
        self._begun = Lock()

    def report(self, found: Found, subset: Subset = WHOLE) -> Report:
        """Raises RecordError when the file turns out to be no whole record."""
        return cast(Report, self._get(_key(found, subset), lambda: self._summed(found, subset)))

    def comparison(self, base: Found, new: Found) -> Comparison:
        """Raises RecordError when a file turns out to be no whole record."""
        return cast(Comparison, self._get(_key(new, base), lambda: self._compared(base, new)))

    def ready(self, found: Found, by: Subset | Found = WHOLE) -> bool:
        """Is the report on a part, or the comparison with another record, at hand, or soon made?"""
        size = found.stamp[1] + (by.stamp[1] if isinstance(by, Found) else 0)
        return size <= SMALL_BYTES or _key(found, by) in self._known

    def prepare(self, found: Found, by: Subset | Found = WHOLE) -> None:
        """Work it out in a thread; a file that cannot be summed up is then listed with what is wrong."""
        key = _key(found, by)
        with self._begun:
            if key in self._preparing or key in self._known:
                return
            self._preparing.add(key)
        Thread(target=self._prepare, args=(key, found, by), name="summary", daemon=True).start()

    def _prepare(self, key: Key, found: Found, by: Subset | Found) -> None:
        try:
            if not isinstance(by, Found) or self._made(by, WHOLE):
                self._made(found, by)
        finally:
            self._preparing.discard(key)

    def _made(self, found: Found, by: Subset | Found) -> bool:
        """Did it come about? No failure may leave a page waiting for what never comes."""
        try:
            self.comparison(by, found) if isinstance(by, Found) else self.report(found, by)
        except RecordError:
            return False  # listed since it was read
        except Exception as error:  # noqa: BLE001 - whatever broke, a page is not to wait for ever
            _log(error)
            self._archive.refuse(found, f"{found.path} {FAULT}")
            return False
        return True

    def _get(self, key: Key, made: Callable[[], Report | Comparison]) -> Report | Comparison:
        with self._lock:
            alone = self._making.setdefault(key, Lock())
        with alone:  # a part waits for its whole, a comparison for its two records, and those for nothing
            known = self._known.get(key) or made()
            with self._lock:
                self._known[key] = known
                self._known.move_to_end(key)
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            return known

    def _summed(self, found: Found, subset: Subset) -> Report:
        if subset == WHOLE:
            report = Report(self._archive.read(found))
        else:
            report = Report(subset_of(self.report(found).record, subset))
        _ = report.scores, report.by, report.worst  # worked out when first asked for, and kept
        return report

    def _compared(self, base: Found, new: Found) -> Comparison:
        comparison = compare(self.report(base).record, self.report(new).record)
        _ = comparison.differences, comparison.worse, comparison.better
        return comparison


def _log(error: Exception) -> None:
    logger.error("a record could not be summed up: error=%s at=%s", type(error).__name__, place_of(error))


def _key(found: Found, by: Subset | Found) -> Key:
    return (found.path, found.stamp), (by.path, by.stamp) if isinstance(by, Found) else by
