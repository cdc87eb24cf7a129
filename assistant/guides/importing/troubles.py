"""What can be wrong with a file that somebody wants to add, each with what to do about it. Plain data."""

from collections.abc import Mapping
from typing import Literal

Trouble = Literal[
    "empty", "scanned", "encrypted", "broken", "swollen", "entities", "remote", "slow", "heavy", "long", "unreadable"
]

MAX_BYTES = 25_000_000  # a handbook of 300 pages with pictures is rarely over 10 MB
MAX_CHARS = 1_000_000  # about 350 printed pages; embedding them takes about half a minute

WORDS: Mapping[Trouble, str] = {
    "empty": "has no words in it. Check that it is the right file, and add it again.",
    "scanned": (
        "holds pictures of pages and no text, as a scanner makes them. Add the file it was printed from, or make its "
        "text readable first: most scanners and PDF programs can (they call it OCR)."
    ),
    "encrypted": "is protected by a password. Save a copy without a password and add that.",
    "broken": (
        "cannot be read: it is damaged, or not what its name says. Open it in the program it was made with, save it "
        "anew and add that."
    ),
    "swollen": "unpacks to far more than a document holds, so it was not opened. Save it as a PDF and add that.",
    "entities": (
        "declares XML entities, which documents do not need and which can be used to do harm, so it was not read. Save "
        "it as a PDF and add that."
    ),
    "remote": (
        "takes parts of itself from other computers, and nothing is ever fetched for it. Print it to a PDF and add "
        "that."
    ),
    "slow": "takes too long to read. Save it as a PDF or as plain text and add that.",
    "heavy": "needs too much memory to read. Save it as plain text, or split it into smaller files, and add those.",
    "long": (
        f"is longer than {MAX_CHARS:,} characters, about 350 pages. Split it into smaller files and add those "
        "that hold your rules."
    ),
    "unreadable": (
        "has text that cannot be made out: its letters have no names. Print it to a PDF anew, or save it as plain "
        "text, and add that."
    ),
}


class Unusable(Exception):  # noqa: N818 - named as the state it reports
    """Raised by those who read a file, in the child process."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble
