"""The programme card as it is kept: read again whenever its file changes, and never in the way of help."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import InputError, ProgrammeError
from assistant.safety.card import ProgrammeCard
from assistant.safety.keptfile import KeptFile

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptCard:
    card: ProgrammeCard = field(default_factory=ProgrammeCard)
    before: ProgrammeCard | None = None
    """The card before the last change."""


class CardFile:
    """Calling it gives the card as it stands now; the empty card, so that help is shown, when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._file = KeptFile(path, "the programme card")
        self._known: tuple[object, KeptCard] = (None, KeptCard())

    def __call__(self) -> ProgrammeCard:
        try:
            return self.read().card
        except ProgrammeError:
            return ProgrammeCard()

    def read(self) -> KeptCard:
        """Raises ProgrammeError when the file is there and cannot be read."""
        state = self._state()
        known, kept = self._known
        if state is None or state != known:
            kept = self._read()
            self._known = (state, kept)
        return kept

    def change(self, values: Mapping[str, object]) -> ProgrammeCard:
        """Change the fields that are named. Raises InputError or ProgrammeError; then nothing is changed."""
        with self._file.changing():
            kept = self._read()
            card = kept.card.with_changes(values)
            if card != kept.card:
                self._write(card, kept.card)
        return card

    def undo(self) -> ProgrammeCard:
        """Bring back the card before the last change; once more, and the change is back."""
        with self._file.changing():
            kept = self._read()
            if kept.before is None:
                raise InputError("There is no earlier programme card to go back to.")
            self._write(kept.before, kept.card)
        return kept.before

    def set_aside(self) -> Path:
        """Move a card that cannot be read out of the way and return where it is."""
        with self._file.changing():
            return self._file.set_aside()

    def _state(self) -> object:
        """What tells one state of the file from another; None while there is none."""
        try:
            stat = self._file.path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def _read(self) -> KeptCard:
        content = self._file.read()
        if unknown := set(content) - {"card", "before"}:
            raise self._file.damaged(f"{min(unknown)!r} is not known here")
        before = content.get("before")
        return KeptCard(self._card(content.get("card", {})), None if before is None else self._card(before))

    def _card(self, values: object) -> ProgrammeCard:
        if not isinstance(values, dict):
            raise self._file.damaged("the card is not a list of fields")
        try:
            return ProgrammeCard.parse(values)
        except InputError as error:
            raise self._file.damaged(str(error).rstrip(".")) from None

    def _write(self, card: ProgrammeCard, before: ProgrammeCard) -> None:
        self._file.write({"card": _filled(card), "before": _filled(before)})
        logger.info("the programme card was changed: fields=%d", len(_filled(card)))


def _filled(card: ProgrammeCard) -> dict[str, str]:
    return {name: value for name, value in card.as_dict().items() if value is not None}
