"""What answers come from, and whether a record was measured on just that. Plain values: whoever asks gives them."""

from dataclasses import dataclass

from assistant.quality.records import RunRecord


@dataclass(frozen=True, slots=True)
class Setup:
    guides: str
    """The version of the guide library."""
    documents: str | None = None
    """The version of the programme's own documents; None when not known."""
    model: str | None = None
    """The one that is set, whether or not it answers; None when the library answers alone."""
    card: str | None = None
    """The version of the programme card; no record has it, so nothing is said of it. None when not known."""


def not_measured(record: RunRecord, setup: Setup) -> tuple[str, ...]:
    """Why the figures of a record are not those of this setup, in sentences; empty when they are."""
    model = record.model if record.responder == "model" else None
    found = {
        "Another version of the guides was measured.": record.guides != setup.guides,
        "Your programme's documents were not part of it, or have changed since.": record.documents != setup.documents,
        f"It was measured with {_named(model)}, and here {_named(setup.model)} answers.": model != setup.model,
    }
    return tuple(sentence for sentence, differs in found.items() if differs)


def _named(model: str | None) -> str:
    return f"the model {model}" if model else "the library alone"
