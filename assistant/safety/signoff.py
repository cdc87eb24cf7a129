"""Who has checked the fixed words: a named person, for exactly these words, until they change or it is withdrawn."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from assistant.errors import InputError, ProgrammeError
from assistant.safety.keptfile import KeptFile
from assistant.unseen import clean, is_blank

logger = logging.getLogger(__name__)

State = Literal["unsigned", "signed", "lapsed", "withdrawn"]
UNSIGNED = "Written by the project, not yet checked by a safeguarding professional."
NAME_CHARS = 80
SHORT = 12  # letters of the fingerprint that people compare: by chance two editions never share them


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    role: str
    date: str
    """ISO 8601."""
    words: str
    """The fingerprint of the words that were signed."""
    withdrawn: str | None = None
    """The day on which it was withdrawn."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """How it stands with the words as they are now."""

    state: State
    words: str
    """Their fingerprint."""
    signature: Signature | None = None
    """The latest; it holds only when `state` is "signed"."""

    def told(self) -> str:
        """What the app says of its safety words."""
        signed = self.signature
        if signed is None:
            return UNSIGNED
        who, day = f"{signed.name} ({signed.role})", spoken(signed.date)
        if self.state == "signed":
            return f"Checked and signed by {who} on {day}."
        if self.state == "withdrawn":
            return f"{UNSIGNED} {who} had signed on {day} and it was withdrawn on {spoken(signed.withdrawn or '')}."
        return f"{UNSIGNED} {who} signed earlier words on {day}; they have changed since."

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "told": self.told()}


class SignOffFile:
    """Raises ProgrammeError when the file is there and cannot be read or written; it never drops a signature."""

    def __init__(self, path: Path, words: Callable[[], str]) -> None:
        """`words` gives the fingerprint of the words as they are now."""
        self._file = KeptFile(path, "the sign-off")
        self._words = words

    def status(self) -> SignOff:
        return _status(self._signatures(), self._words())

    def known(self) -> SignOff:
        """The status, or that nobody has signed as far as is known, when the file cannot be read."""
        try:
            return self.status()
        except ProgrammeError:
            return SignOff("unsigned", self._words())

    def sign(self, name: str, role: str, read: str, today: date | None = None) -> SignOff:
        """Sign the words with the fingerprint `read`. Raises InputError when it is not that of the words now."""
        words = self._words()
        if read != words:
            raise InputError("The words have changed since you read them. Read the booklet again, then sign.")
        signature = Signature(_who("name", name), _who("role", role), (today or date.today()).isoformat(), words)  # noqa: DTZ011 - the day where the signer is
        with self._file.changing():
            self._write([*self._signatures(), signature])
        logger.info("the safety words were signed")
        return self.status()

    def withdraw(self, today: date | None = None) -> SignOff:
        """Take the latest signature back. Raises InputError when there is none that holds."""
        with self._file.changing():
            signatures = self._signatures()
            if _status(signatures, self._words()).state != "signed":
                raise InputError("There is no sign-off to withdraw.")
            day = (today or date.today()).isoformat()  # noqa: DTZ011
            self._write([*signatures[:-1], replace(signatures[-1], withdrawn=day)])
        logger.info("the sign-off was withdrawn")
        return self.status()

    def _signatures(self) -> list[Signature]:
        content = self._file.read()
        rows = content.get("signatures", [])
        if set(content) - {"signatures"} or not isinstance(rows, list):
            raise self._file.damaged("it is not a list of signatures")
        return [self._signature(row) for row in rows]

    def _signature(self, row: object) -> Signature:
        try:
            signature = Signature(**row)  # type: ignore[arg-type]
            values = [value for value in asdict(signature).values() if value is not None]
            datetime.fromisoformat(signature.date)
        except (TypeError, ValueError):
            raise self._file.damaged("a signature has other parts than a name, a role, a date and its words") from None
        if not all(isinstance(value, str) for value in values):
            raise self._file.damaged("a part of a signature is not text")
        return signature

    def _write(self, signatures: list[Signature]) -> None:
        self._file.write({"signatures": [asdict(signature) for signature in signatures]})


def spoken(day: str) -> str:
    """An ISO date as people say it; what is none is left as it is."""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{known.day} {known:%B %Y}"


def _status(signatures: list[Signature], words: str) -> SignOff:
    if not signatures:
        return SignOff("unsigned", words)
    last = signatures[-1]
    if last.withdrawn:
        return SignOff("withdrawn", words, last)
    return SignOff("signed" if last.words == words else "lapsed", words, last)


def _who(what: str, said: str) -> str:
    text = " ".join(clean(said).split())
    if is_blank(text):
        raise InputError(f"Give the {what} of the person who signs: a sign-off is a named person's.")
    if len(text) > NAME_CHARS:
        raise InputError(f"The {what} has {len(text)} characters; up to {NAME_CHARS} fit.")
    return text
