"""A part of a document: what stands under one of its headings. Plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    trail: tuple[str, ...]
    """The headings it stands under, outermost first; empty before the first."""
    page: int | None
    """Where it begins, in a PDF."""
    text: str
    """Its words, one line for each paragraph or bullet."""

    @property
    def heading(self) -> str:
        return self.trail[-1] if self.trail else ""
