"""Files that pose as an export: refused with words, quoting nothing, changing nothing."""

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import AssistantError, InputError
from assistant.store import Store, archivefile
from tests.store.old_shapes import rows
from tests.store.test_archive import MARKED, fill, in_file

Content = dict[str, Any]


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """A good one, of another person with the same words; nothing of it is here."""
    file = tmp_path / "mine.zip"
    fill(store)
    store.export_all(file)
    store.forget_everything()
    return file


def packed(file: Path, content: object, **others: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        zipped.writestr("alongside.json", content if isinstance(content, str | bytes) else json.dumps(content))
        for name, text in others.items():
            zipped.writestr(name, text)


def encrypted(file: Path) -> None:
    """As its flags say: no library here writes one."""
    content = bytearray(file.read_bytes())
    for header, flags in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        content[content.find(header) + flags] |= 1
    file.write_bytes(content)


FILES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "no zip": lambda file: file.write_text(MARKED),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "half of it zeros": lambda file: file.write_bytes(file.read_bytes()[:500] + bytes(len(file.read_bytes()) - 500)),
    "encrypted": encrypted,
    "nothing of ours": lambda file: packed(file, {"other": MARKED}),
    "another file": lambda file: packed(file, in_file(file), **{"readme.txt": MARKED}),
    "a path out": lambda file: packed(file, in_file(file), **{"../../alongside.db": MARKED}),
    "an absolute path": lambda file: packed(file, in_file(file), **{"/etc/cron.d/x": MARKED}),
    "no JSON": lambda file: packed(file, MARKED),
    "no UTF-8": lambda file: packed(file, b'{"format": "\xff"}'),
    "a bomb": lambda file: packed(file, b"0" * 200_000_001),
    "a nest": lambda file: packed(file, "[" * 200_000),
    "a list": lambda file: packed(file, [MARKED]),
    "not a number": lambda file: packed(file, '{"format": NaN}'),
    "a key twice": lambda file: packed(file, '{"format": 1, "format": 2}'),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_archive_is_refused(kind: str, store: Store, path: Path, file: Path) -> None:
    FILES[kind](file)
    _refused(store, path, file)


def turn(content: Content, number: int = 1) -> Content:
    found: Content = content["conversations"][0]["turns"][number]
    return found


CHANGES: dict[str, Callable[[Content], object]] = {
    "another format": lambda content: content.update(format="else"),
    "a newer version": lambda content: content.update(version=archivefile.VERSION + 1),
    "a version in words": lambda content: content.update(version="one"),
    "something unknown": lambda content: content.update(more=MARKED),
    "something missing": lambda content: content.pop("preferences"),
    "an unknown key of a turn": lambda content: turn(content).update(owner="her"),
    "a missing key of a turn": lambda content: turn(content).pop("text"),
    "text that is none": lambda content: turn(content).update(text=[MARKED]),
    "a state that is none": lambda content: turn(content).update(state=MARKED),
    "an answer still running": lambda content: turn(content).update(state="running"),
    "a speaker that is none": lambda content: turn(content).update(speaker="system"),
    "an id with a path": lambda content: turn(content).update(id="../../x"),
    "an empty id": lambda content: content["conversations"][0].update(id=""),
    "the same id twice": lambda content: turn(content, 2).update(id=turn(content)["id"]),
    "the same conversation twice": lambda content: content["conversations"].append(
        content["conversations"][0] | {"turns": [turn(content, 0) | {"id": "x"}]}
    ),
    "a turn in two conversations": lambda content: content["conversations"][1]["turns"].append(
        turn(content, 0) | {"shown": False}
    ),
    "a parent elsewhere": lambda content: turn(content).update(parent="t1"),
    "a parent that is itself": lambda content: turn(content).update(parent=turn(content)["id"]),
    "a negative place": lambda content: turn(content).update(position=-1),
    "a huge place": lambda content: turn(content).update(position=10**30),
    "a place that is a fraction": lambda content: turn(content).update(position=1.5),
    "two in one place": lambda content: [one.update(shown=True) for one in content["conversations"][0]["turns"]],
    "a truth that is a number": lambda content: turn(content).update(shown=1),
    "a moment that is none": lambda content: turn(content).update(created=MARKED),
    "a moment without a zone": lambda content: turn(content).update(created="2026-01-01T00:00:00"),
    "a moment before time": lambda content: turn(content).update(created="0001-01-01T00:00:00+14:00"),
    "a role that is none": lambda content: turn(content)["situation"].update(role=MARKED),
    "a country that is none": lambda content: turn(content)["situation"].update(country=MARKED),
    "a rating in own words": lambda content: turn(content).update(
        rating={"verdict": "up", "reason": MARKED, "created": turn(content)["created"]}
    ),
    "a reason of the other verdict": lambda content: turn(content).update(
        rating={"verdict": "up", "reason": "too_long", "created": turn(content)["created"]}
    ),
    "a preference nobody knows": lambda content: content["preferences"].update({MARKED: 1}),
    "a retention of a minute": lambda content: content["preferences"].update(retention={"days": 0}),
    "a situation in own words": lambda content: content["preferences"].update(situation={"role": MARKED}),
    "keeping in words": lambda content: content["preferences"].update(keep=MARKED),
    "a time that is endless": lambda content: turn(content).update(ms={"triage": 1e400}),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_an_archive_with_one_thing_wrong_is_refused_whole(kind: str, store: Store, path: Path, file: Path) -> None:
    content = in_file(file)
    CHANGES[kind](content)
    packed(file, json.dumps(content).replace("Infinity", "1e400"))
    _refused(store, path, file)


def test_no_damage_whatever_is_taken_for_an_archive_or_quoted(store: Store, path: Path, file: Path) -> None:
    good = file.read_bytes()
    chance = random.Random(3)  # noqa: S311 - any damage, the same each time
    before = rows(path)
    for _ in range(60):
        damaged = bytearray(good)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        file.write_bytes(damaged)
        told = ""
        try:
            store.import_all(file)
            store.forget_everything()
        except AssistantError as error:
            told = str(error)
        assert MARKED not in told
        assert rows(path) == before


def _refused(store: Store, path: Path, file: Path) -> None:
    before = rows(path)
    with pytest.raises(InputError, match=r"mine\.zip|nothing was added") as refusal:
        store.import_all(file)
    assert MARKED not in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert rows(path) == before
    assert {left.name for left in file.parent.iterdir()} <= {"data", "mine.zip"}
