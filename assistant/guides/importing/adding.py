"""Make documents of files. Nothing is kept here: that is for whoever keeps them in step with their index."""

from datetime import UTC, datetime

from assistant.guides.documents import Document, file_name
from assistant.guides.importing.reading import USUAL, Limits, Upload, read_parts


def document_of(upload: Upload, limits: Limits = USUAL) -> Document:
    """Raises InputError, saying what is wrong and what to do, for a file that cannot be used."""
    now = datetime.now(UTC).replace(microsecond=0)
    return Document(file_name(upload.name), now, len(upload.data), read_parts(upload, limits))
