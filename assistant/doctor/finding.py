"""What doctor finds. Plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    value: str
    fix: str | None = None
    """The one command that mends it, when something is wrong."""
