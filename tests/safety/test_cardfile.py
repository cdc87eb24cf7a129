"""The programme card on the disk: never lost, never half written, never in the way of help."""

import json
import os
from pathlib import Path

import pytest

from assistant.errors import InputError, ProgrammeError
from assistant.messages import Concern
from assistant.safety.card import ProgrammeCard
from assistant.safety.cardfile import CardFile
from assistant.safety.keptfile import MAX_BYTES
from assistant.safety.signposting import FixedWords
from assistant.situation import Situation
from tests.safety.kit import KNOWLEDGE, TRIAGE

BROKEN = {
    "cut": b'{"version": 1, "card": {"coordin',
    "no text": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "huge": b" " * (MAX_BYTES + 1),
    "a list": b"[]",
    "no version": b'{"card": {}}',
    "version true": b'{"version": true, "card": {}}',
    "newer": b'{"version": 2, "card": {"name": "Bridge"}}',
    "a field of a later time": b'{"version": 1, "card": {"patron": "Jo"}}',
    "a part of a later time": b'{"version": 1, "card": {}, "also": 1}',
    "a card that is none": b'{"version": 1, "card": 7}',
    "a value that does not fit": b'{"version": 1, "card": {"country": "Narnia"}}',
}
broken = pytest.mark.parametrize("written", BROKEN.values(), ids=list(BROKEN))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "programme.json"


def test_a_change_is_kept_for_its_owner_only_and_known_to_everybody_at_once(path: Path) -> None:
    reader = CardFile(path)
    assert reader() == ProgrammeCard()
    CardFile(path).change({"coordinator": "Jo Ade"})
    assert reader() == ProgrammeCard(coordinator="Jo Ade")
    CardFile(path).change({"country": "GB"})
    assert reader() == ProgrammeCard(coordinator="Jo Ade", country="GB")
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in path.parent.iterdir()) == ["programme.json", "programme.json.lock"]


def test_the_card_before_the_last_change_can_be_brought_back_and_the_change_too(path: Path) -> None:
    file = CardFile(path)
    with pytest.raises(InputError, match="no earlier programme card"):
        file.undo()
    file.change({"coordinator": "Jo"})
    file.change({"coordinator": "Kim"})
    assert (file.undo().coordinator, file.undo().coordinator) == ("Jo", "Kim")


def test_changing_nothing_keeps_what_can_be_brought_back(path: Path) -> None:
    file = CardFile(path)
    file.change({"coordinator": "Jo"})
    file.change({"coordinator": " Jo "})
    assert file.undo() == ProgrammeCard()


def test_a_bad_value_changes_nothing(path: Path) -> None:
    file = CardFile(path)
    file.change({"coordinator": "Jo"})
    before = path.read_bytes()
    with pytest.raises(InputError):
        file.change({"coordinator": "Kim", "country": "Narnia"})
    assert path.read_bytes() == before


@broken
def test_a_file_that_cannot_be_read_is_told_and_left_as_it_is(path: Path, written: bytes) -> None:
    path.write_bytes(written)
    for act in (CardFile(path).read, lambda: CardFile(path).change({"name": "x"}), CardFile(path).undo):
        with pytest.raises(ProgrammeError, match=r"The programme card in .* (cannot be read|by a newer Alongside)"):
            act()
    assert path.read_bytes() == written


@broken
def test_help_is_shown_though_the_card_cannot_be_read(path: Path, written: bytes) -> None:
    path.write_bytes(written)
    words = FixedWords(KNOWLEDGE, CardFile(path), TRIAGE)
    shown = words("x", Concern("urgent", "suicide", "other"), Situation(country="GB"), [])
    assert shown
    assert "whoever looks after safeguarding in your programme" in shown.text
    assert "Samaritans on 116 123" in shown.text


def test_a_card_that_cannot_be_read_is_moved_aside_whole(path: Path) -> None:
    path.write_bytes(BROKEN["cut"])
    aside = CardFile(path).set_aside()
    assert aside.read_bytes() == BROKEN["cut"]
    assert CardFile(path).change({"name": "Bridge"}) == ProgrammeCard("Bridge")


def test_a_change_that_cannot_be_written_leaves_the_card(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = CardFile(path)
    file.change({"name": "Bridge"})
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(ProgrammeError, match=r"The programme card in .* cannot be written \(No space left"):
        file.change({"name": "Other"})
    assert json.loads(path.read_text())["card"] == {"name": "Bridge"}
    assert not list(path.parent.glob("*.part"))


def test_without_its_folder_nothing_is_made(tmp_path: Path) -> None:
    gone = tmp_path / "unplugged"
    with pytest.raises(ProgrammeError, match="cannot be written"):
        CardFile(gone / "programme.json").change({"name": "Bridge"})
    assert not gone.exists()


def _full(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")
