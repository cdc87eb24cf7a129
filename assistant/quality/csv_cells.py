"""Cells of a CSV: what a spreadsheet would take for a formula goes out as text, and comes back as it was."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in some spreadsheet."""


def as_text(text: str) -> str:
    """With an apostrophe before it where it would be a formula, or would lose one of its own on its way back."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) and not _is_number(text) else text


def as_written(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
