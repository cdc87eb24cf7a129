"""What doctor says of the data folder; looking changes nothing."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.doctor.condition import examine_data
from assistant.doctor.finding import Finding
from assistant.logs import NAME
from assistant.safety.cardfile import CardFile
from assistant.settings import CHECKOUT, Settings
from assistant.situation import Situation
from assistant.store import open_store, restore
from assistant.store.migrations import REVISIONS


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "data", content=CHECKOUT)
    made.prepare_data()
    return made


def found(settings: Settings, name: str) -> Finding:
    return next(finding for finding in examine_data(settings) if finding.name == name)


def run(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_database_is_told_with_size_and_version(settings: Settings) -> None:
    open_store(settings.database)
    told = found(settings, "database")
    assert (told.value.endswith(f" MB, version {REVISIONS[-1]}: current)"), told.fix) == (True, None)


def test_an_older_database_is_said_to_be_copied_and_brought_up(settings: Settings) -> None:
    open_store(settings.database)
    run(settings.database, "UPDATE alembic_version SET version_num = '0001'")
    told = found(settings, "database")
    assert f"version {REVISIONS[0]}: brought to {REVISIONS[-1]} when it is opened, after a copy)" in told.value


def test_a_newer_database_needs_something_done(settings: Settings) -> None:
    open_store(settings.database)
    run(settings.database, "UPDATE alembic_version SET version_num = '9999'")
    told = found(settings, "database")
    assert (told.value.endswith("version 9999): it is a newer Alongside's, or not one of ours"), bool(told.fix)) == (
        True, True,
    )  # fmt: skip


def test_a_damaged_database_is_brought_back_from_the_newest_copy(settings: Settings) -> None:
    settings.database.write_bytes(b"no database at all, but long enough to look at" * 100)
    assert "cannot be read: SQLITE_NOTADB" in found(settings, "database").value
    copy = settings.data / "backups" / "alongside-2026-11-20-101010-shape-0001.db"
    copy.parent.mkdir()
    copy.touch()
    assert found(settings, "database").fix == f"alongside restore {copy}"
    assert found(settings, "backups").value.endswith("(0.0 MB), the newest of 2026-11-20")


def test_a_copy_kept_for_its_damage_is_not_one_to_bring_back(settings: Settings) -> None:
    settings.database.write_bytes(b"no database at all, but long enough to look at" * 100)
    older = settings.data / "backups" / "alongside-2026-11-20-101010-shape-0001.db"
    older.parent.mkdir()
    older.touch()
    older.with_name("alongside-2026-11-21-101010-damaged.db").touch()
    assert found(settings, "database").fix == f"alongside restore {older}"


def test_a_damaged_database_without_a_copy_is_moved_away_with_its_newest_words(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "Ada's own $HOME", content=CHECKOUT)
    whole = with_words_in_its_log(tmp_path / "live" / "alongside.db", settings.data)
    with settings.database.open("r+b") as file:
        file.write(b"\xab" * 100)
    mend = str(found(settings, "database").fix)
    subprocess.run(["sh", "-c", mend], check=True, cwd="/")
    assert [path.name for path in settings.data.iterdir()] == ["backups"]
    assert settings.data.joinpath("backups").stat().st_mode & 0o777 == 0o700
    open_store(settings.database).close()
    subprocess.run(["sh", "-c", mend], check=False, cwd="/")  # run by mistake, it moves nothing over what is kept
    (kept,) = settings.data.glob("backups/*-damaged.db")
    assert kept.read_bytes() == b"\xab" * 100 + whole[100:]
    kept.write_bytes(whole)
    restore(settings.database, kept)
    assert [summary.title for summary in open_store(settings.database).conversations()] == ["the newest words"]


def with_words_in_its_log(database: Path, to: Path) -> bytes:
    """Copy a database in use there, with what is only in its log; return what its file is."""
    store = open_store(database)
    run(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    store.start(None, "the newest words", Situation())
    assert b"the newest words" not in database.read_bytes()
    shutil.copytree(database.parent, to)
    store.close()
    return (to / database.name).read_bytes()


def test_a_log_is_told_with_its_size(settings: Settings) -> None:
    assert found(settings, "log").value == f"{settings.logs / NAME} (made by `alongside serve`)"
    settings.logs.mkdir()
    (settings.logs / NAME).write_bytes(b"x" * 400_000)
    (settings.logs / f"{NAME}.1").write_bytes(b"x" * 700_000)
    assert found(settings, "log") == Finding("log", f"{settings.logs / NAME} (1.1 MB with the older ones)")


def test_a_log_that_cannot_be_written_is_taken_away(settings: Settings) -> None:
    (settings.logs / NAME).mkdir(parents=True)
    assert found(settings, "log").fix == f"rm -r {settings.logs / NAME}"


def test_little_room_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(free=100_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    told = found(settings, "free disk space")
    assert (told.value, bool(told.fix)) == ("0.1 GB is little", True)


def test_looking_makes_and_changes_nothing(settings: Settings) -> None:
    open_store(settings.database)
    before = {path: path.stat().st_mtime_ns for path in settings.data.rglob("*") if path.is_file()}
    list(examine_data(settings))
    assert {path: path.stat().st_mtime_ns for path in settings.data.rglob("*") if path.is_file()} == before


def test_a_programme_card_is_counted_and_a_damaged_one_can_be_moved_away_whole(settings: Settings) -> None:
    assert found(settings, "programme card").value == f"{settings.programme} (0 of 19 fields filled in)"
    CardFile(settings.programme).change({"country": "GB", "hr": "Kim"})
    told = found(settings, "programme card")
    assert told.value.endswith("(2 of 19 fields filled in, 9 that people would miss are empty)")
    settings.programme.write_text("{")
    told = found(settings, "programme card")
    assert "cannot be read" in told.value
    assert told.fix
    subprocess.run(told.fix, shell=True, check=True)  # noqa: S602 - the command that doctor prints
    assert found(settings, "programme card").fix is None
    assert settings.programme.with_name("programme.json.aside").read_text() == "{"
