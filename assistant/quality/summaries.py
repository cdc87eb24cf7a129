"""What records come to, worked out once and kept by the stamp of their files: reports and comparisons.

What is large takes seconds, so a page asks whether it is ready, has it prepared and is shown meanwhile.
"""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, RLock, Thread
from typing import cast

from assistant.quality.archive import Archive, Found, Stamp
from assistant.quality.comparison import Comparison, compare
from assistant.quality.parts import WHOLE, Part, part_of
from assistant.quality.records import RecordError
from assistant.quality.report import Report

REMEMBERED = 6  # the chosen record whole and in part, and what it is compared with; 10,000 cases take 100 MB
SMALL_BYTES = 3_000_000  # about 1,000 cases: worked out in a quarter of a second

Key = tuple[tuple[Path, Stamp], Part | tuple[Path, Stamp]]


class Summaries:
    """Shared by every visitor."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: OrderedDict[Key, Report | Comparison] = OrderedDict()
        self._lock = RLock()
        self._preparing: set[Key] = set()
        self._begun = Lock()

    def report(self, found: Found, part: Part = WHOLE) -> Report:
        """Raises RecordError when the file turns out to be no whole record."""
        return cast(Report, self._get(_key(found, part), lambda: self._summed(found, part)))

    def comparison(self, base: Found, new: Found) -> Comparison:
        """Raises RecordError when a file turns out to be no whole record."""
        return cast(Comparison, self._get(_key(new, base), lambda: self._compared(base, new)))

    def ready(self, found: Found, by: Part | Found = WHOLE) -> bool:
        """Is the report on a part, or the comparison with another record, at hand, or soon made?"""
        size = found.stamp[1] + (by.stamp[1] if isinstance(by, Found) else 0)
        return size <= SMALL_BYTES or _key(found, by) in self._known

    def prepare(self, found: Found, by: Part | Found = WHOLE) -> None:
        """Work it out in a thread; a file that turns out to be damaged is then listed with what is wrong."""
        key = _key(found, by)
        with self._begun:
            if key in self._preparing or key in self._known:
                return
            self._preparing.add(key)
        Thread(target=self._prepare, args=(key, found, by), name="summary", daemon=True).start()

    def _prepare(self, key: Key, found: Found, by: Part | Found) -> None:
        try:
            with suppress(RecordError):
                self.comparison(by, found) if isinstance(by, Found) else self.report(found, by)
        finally:
            self._preparing.discard(key)

    def _get(self, key: Key, made: Callable[[], Report | Comparison]) -> Report | Comparison:
        with self._lock:
            known = self._known.get(key) or made()
            self._known[key] = known
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            return known

    def _summed(self, found: Found, part: Part) -> Report:
        if part == WHOLE:
            report = Report(self._archive.read(found))
        else:
            report = Report(part_of(self.report(found).record, part))
        _ = report.scores, report.by, report.worst  # worked out when first asked for, and kept
        return report

    def _compared(self, base: Found, new: Found) -> Comparison:
        comparison = compare(self.report(base).record, self.report(new).record)
        _ = comparison.differences, comparison.worse, comparison.better
        return comparison


def _key(found: Found, by: Part | Found) -> Key:
    return (found.path, found.stamp), (by.path, by.stamp) if isinstance(by, Found) else by
