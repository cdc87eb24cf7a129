"""One label as a row of plain texts, and back: how it stands in a file of labels and in a CSV."""

from collections.abc import Mapping
from datetime import UTC, datetime

from assistant.quality.labels import KEY, MAX_ID_CHARS, NAME_WORDS, QUESTIONS, RATERS, Label, LabelError, named

COLUMNS = ("answer", "case", "family", "rater", "name", *QUESTIONS, "at")


def row_of(label: Label) -> dict[str, str]:
    verdicts: dict[str, str] = {question: label.verdicts.get(question, "") for question in QUESTIONS}
    return {
        "answer": label.answer,
        "case": label.case,
        "family": label.family,
        "rater": label.rater,
        "name": label.name,
        **verdicts,
        "at": label.at.isoformat(timespec="seconds"),
    }


def label_of(row: Mapping[str, object]) -> Label:
    """Raises LabelError that names the column and what may stand in it."""
    texts = {name: _text(row, name) for name in COLUMNS}
    if not KEY.fullmatch(texts["answer"]):
        raise LabelError("answer is not the 16 digits and letters a to f that Alongside gave it")
    rater = next((kind for kind in RATERS if kind == texts["rater"]), None)
    if rater is None:
        raise LabelError(f"rater is {texts['rater']!r}; give person, author or helper")
    try:
        name = named(texts["name"])
    except LabelError:
        raise LabelError(f"name is {texts['name']!r}; give {NAME_WORDS}") from None
    verdicts = {
        question: verdict
        for question, accepted in QUESTIONS.items()
        for verdict in accepted
        if verdict == _verdict(texts[question].lower(), question, accepted)
    }
    if not verdicts:
        raise LabelError("it answers none of the questions")
    return Label(texts["answer"], _id(texts, "case"), _id(texts, "family"), rater, name, verdicts, _moment(texts["at"]))


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise LabelError(f"{name} is missing")
    return value.strip()


def _verdict(said: str, question: str, accepted: tuple[str, ...]) -> str:
    if said and said not in accepted:
        raise LabelError(f"{question} is {said[:40]!r}; give {', '.join(accepted)}, or leave it empty")
    return said


def _id(texts: Mapping[str, str], name: str) -> str:
    if not texts[name] or len(texts[name]) > MAX_ID_CHARS or not texts[name].isprintable():
        raise LabelError(f"{name} is empty, or not one line of up to {MAX_ID_CHARS} characters")
    return texts[name]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise LabelError(f"at is {text[:40]!r}; give a date such as 2026-11-30T16:05:00+00:00") from None
