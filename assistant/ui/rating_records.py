"""The run records whose answers can be rated: those that the pages on quality show."""

from collections.abc import Mapping

from assistant.quality.archive import RELEASE_ID, Found
from assistant.quality.records import RunRecord
from assistant.quality.sentences import day
from assistant.ui import quality_frame, session

RELEASE_NAME = "The answers of this release"


def found() -> Mapping[str, Found]:
    """By id; the release's first, then the newest first."""
    return {each.id: each for each in quality_frame.readable()}


def name(record: Found) -> str:
    """By its day and time alone: no name says who answered, or how a record scored."""
    if record.id == RELEASE_ID:
        return RELEASE_NAME
    return f"A run of {day(record.date)}, {record.date[11:16]} UTC"


def read(record: Found) -> RunRecord:
    """Raises RecordError; read once for as long as the file stays as it is."""
    return session.shared().summaries.report(record).record
